// SPDX-License-Identifier: GPL-2.0-or-later

/* What the formats of crates.yaml let pass, and what not. */

#include "manifest/schema.h"

#include <nlohmann/json.hpp>

#include "testing/crates.h"

using namespace kcrate;

namespace {

std::string manifest_with(const std::string &lines)
{
	const std::string text =
		str("schema: 1\ncrates:\n  a:\n    version: \"1.0.0\"\n",
		    "    sha256: ", fake_hash(), "\n", lines);
	const Result<YamlNode> node = parse_yaml({ "f", text });

	REQUIRE_MESSAGE(node, outcome(node));
	return outcome(check(node.value(), manifest_schema(), "the manifest"));
}

struct Values {
	std::string before, after; /* the YAML around a value in quotes */
	std::string said;
	Strings good, bad;
};

void check_values(const Values &v)
{
	for (const std::string &value : v.good) {
		CAPTURE(value);
		CHECK(manifest_with(str(v.before, "\"", value, "\"",
					v.after)) == "ok");
	}
	for (const std::string &value : v.bad) {
		CAPTURE(value);
		CHECK(manifest_with(str(v.before, "\"", value, "\"",
					v.after)) == "bad-value: " + v.said);
	}
}

} /* namespace */

TEST_CASE("paths inside a crate cannot leave it")
{
	for (const std::string key :
	     { "drop-files", "keep-files", "ignore-files" })
		check_values(
			{ str("    ", key, ":\n      "),
			  ": x\n",
			  str("a key of '", key,
			      "' must be a relative path without '.' and '..'"),
			  { "a", "a/b.rs", ".hidden", "..a", "a..", "a/..b",
			    "a b", "\xc3\xa9", "..." },
			  { "", ".", "..", "/a", "a/", "a//b", "./a", "a/.",
			    "a/..", "a/../b", "../a", "a\\\\b", "a\\nb",
			    "a\\x7f" } });
}

TEST_CASE("names of patches are files beside the manifest")
{
	check_values({ "    patches: [",
		       "]\n",
		       "an item of 'patches' must be a file's name beside the "
		       "manifest",
		       { "a-0001-x.diff", "_.patch" },
		       { "", "../a", "a/b", "-x", ".a", "a b" } });
}

TEST_CASE("features are cargo's, in ASCII")
{
	check_values({ "    kernel: {features: [",
		       "]}\n",
		       "an item of 'features' must be a feature's name",
		       { "std", "proc-macro", "_x", "1", "a+b", "v1.2" },
		       { "", "dep:x", "a/b", "-a", "+a", "a b", "$x",
			 "\xc3\xa9" } });
}

TEST_CASE("a cfg is a name, or a name and a value without escapes")
{
	check_values({ "    kernel: {cfgs: [",
		       "]}\n",
		       "an item of 'cfgs' must be a cfg such as name or "
		       "name=\"value\"",
		       { "a", "_x1", "a=\\\"b\\\"", "a = \\\"b-c.d+\\\"",
			 "a=\\\"\\\"" },
		       { "", "1a", "a-b", "a=b", "a=\\\"b", "a=\\\"$b\\\"",
			 "a=\\\"b c\\\"", "a  =\\\"b\\\"", "a=\\\"b,c\\\"" } });
	check_values({ "    kernel: {cfgs: [{cfg: a, when: ",
		       "}]}\n",
		       "'when' must be a condition such as rustc >= 1.88",
		       { "rustc >= 1.88", "rustc < 1.88.1", "rustc >= 1.100" },
		       { "", "rustc > 1.88", "rustc>=1.88", "rustc >= 2.0",
			 "rustc >= 1", "rustc >= 1.88.100", "gcc >= 1.88" } });
}

TEST_CASE("the words of a package can be no option and no path")
{
	check_values({ "    debian-source: {suite: s, version: '1', package: ",
		       "}\n",
		       "'package' must be one word of a package's data",
		       { "rust-syn", "1:2.0~rc1+b1" },
		       { "", "-oAPT::Update::Pre-Invoke::", "..", ".a", "a b",
			 "a/b", "a=b" } });
}

TEST_CASE("hashes, dates, versions and URLs have their one form")
{
	check_values({ "    selected-sha256: ",
		       "\n",
		       "'selected-sha256' must be a SHA-256, 64 lower-case "
		       "hexadecimal digits",
		       { fake_hash('0') },
		       { "", std::string(63, 'a'), std::string(65, 'a'),
			 fake_hash('A'), fake_hash('g') } });
	check_values({ "    released: ",
		       "\n",
		       "'released' must be a date such as 2025-03-12",
		       { "2025-03-12" },
		       { "", "2025-3-12", "2025-23-12", "12.03.2025" } });
	check_values(
		{ "    repository: ",
		  "\n",
		  "'repository' must be an http or https URL",
		  { "https://example.org/a", "http://x" },
		  { "", "ftp://x", "https://", "https://a b", "file:///x" } });
}

TEST_CASE("one line of text has no control character but any language")
{
	check_values(
		{ "    maintainer: ",
		  "\n",
		  "'maintainer' must be one line of text",
		  { "A Name <a@b>", "J\xc3\xb6rg", std::string(8192, 'x') },
		  { "", "a\\nb", "a\\tb", "\\e[1m", "a\\x7f" } });
}

TEST_CASE("names of variables are upper case")
{
	check_values({ "    kernel: {envs: {",
		       ": x}}\n",
		       "a key of 'envs' must be an environment variable's name",
		       { "A", "_A1" },
		       { "", "a", "1A", "A=B", "A B" } });
}

TEST_CASE("the printed schema is JSON and names every key once more")
{
	const nlohmann::json json =
		nlohmann::json::parse(to_json_schema(manifest_schema(), ""));
	const nlohmann::json &entry =
		json["properties"]["crates"]["additionalProperties"];

	CHECK(json["required"] == nlohmann::json({ "schema", "crates" }));
	CHECK(entry["required"] == nlohmann::json({ "version" }));
	for (const char *const key :
	     { "version", "sha256", "debian", "debian-source", "directory",
	       "kernel", "host", "features-exact", "license", "build-script",
	       "drop-dependencies", "drop-files", "keep-files", "cargo-toml",
	       "edits", "patches" }) {
		CAPTURE(key);
		REQUIRE(entry["properties"].contains(key));
		CHECK(entry["properties"][key].contains("description"));
	}
	CHECK(to_json_schema(manifest_schema(), "").find("[^]*") ==
	      std::string::npos);
}
