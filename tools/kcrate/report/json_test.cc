// SPDX-License-Identifier: GPL-2.0-or-later

#include <nlohmann/json.hpp>

#include "report/report.h"
#include "testing/test.h"

using namespace kcrate;

TEST_CASE("no findings are an empty list, and without a lock no crates")
{
	CHECK(to_json({}, nullptr) == "{\n"
				      "  \"schema\": 1,\n"
				      "  \"findings\": []\n"
				      "}\n");
	const Lock empty;
	CHECK(to_json({}, &empty) == "{\n"
				     "  \"schema\": 1,\n"
				     "  \"findings\": [],\n"
				     "  \"crates\": {}\n"
				     "}\n");
}

TEST_CASE("a finding has the keys that it has something for")
{
	Diag full = Diag(Id::unused_override, "m")
			    .at({ "f.yaml", 3, 5, 2, "text" })
			    .with_help("h");

	full.crate = "demo";
	full.context = { "c1", "c2" };
	CHECK(to_json({ full, Diag(Id::usage, "plain"),
			Diag(Id::usage, "whole").at({ "g", 0, 0, 0, "" }) },
		      nullptr) == R"({
  "schema": 1,
  "findings": [
    {
      "id": "unused-override",
      "severity": "warning",
      "message": "m",
      "crate": "demo",
      "file": "f.yaml",
      "line": 3,
      "column": 5,
      "width": 2,
      "help": "h",
      "context": [
        "c1",
        "c2"
      ]
    },
    {
      "id": "usage",
      "severity": "error",
      "message": "plain"
    },
    {
      "id": "usage",
      "severity": "error",
      "message": "whole",
      "file": "g"
    }
  ]
}
)");
}

TEST_CASE("a crate is written in full, empty fields included")
{
	Lock lock;
	LockedCrate &crate = lock.crates["demo"];

	crate.version = "1.0.0";
	crate.source = "directory";
	crate.kind = "library";
	crate.stages.patched = "p";
	crate.kept = 2;
	crate.units["kernel"] = { { "a" }, { { "a", "x" } }, { "dep" } };
	CHECK(to_json({}, &lock) == R"({
  "schema": 1,
  "findings": [],
  "crates": {
    "demo": {
      "version": "1.0.0",
      "sha256": "",
      "source": "directory",
      "archive_sha256": "",
      "modified_by": "",
      "kind": "library",
      "edition": "",
      "license": "",
      "stages": {
        "unpacked": "",
        "selected": "",
        "rewritten": "",
        "patched": "p"
      },
      "units": {
        "kernel": {
          "features": [
            "a"
          ],
          "added_features": {
            "a": "x"
          },
          "dependencies": [
            "dep"
          ]
        }
      },
      "dropped_dependencies": [],
      "changes": [],
      "overridden": [],
      "kept": 2,
      "dropped": 0,
      "lines": 0,
      "modifications": 0
    }
  }
}
)");
}

TEST_CASE("a unit without added features has an object for them all the same")
{
	Lock lock;

	lock.crates["demo"].units["host"] = {};
	const nlohmann::json json = nlohmann::json::parse(to_json({}, &lock));
	CHECK(json["crates"]["demo"]["units"]["host"]["added_features"]
		      .is_object());
}

TEST_CASE("whatever bytes a message has, the output is JSON")
{
	const std::string odd =
		std::string("\0\x1b\"\\\n\t\x7f", 7) + "\xff\xc3\xe2\x82";
	const Diag diag = Diag(Id::usage, odd).at({ odd, 1, 1, 1, odd });
	const std::string text = to_json({ diag }, nullptr);
	const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);

	REQUIRE_FALSE(json.is_discarded());
	for (const char c : text)
		CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
	CHECK(json["findings"][0]["message"].get<std::string>().starts_with(
		std::string("\0\x1b\"\\\n\t\x7f", 7)));
}
