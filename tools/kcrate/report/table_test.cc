// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/report.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

Lock small_lock()
{
	Lock lock;
	LockedCrate &serde = lock.crates["serde"];
	LockedCrate &derive = lock.crates["serde-derive"];

	serde.version = "1.0.217";
	serde.source = "registry";
	serde.kind = "library";
	serde.kept = 24;
	serde.dropped = 9;
	serde.lines = 12345;
	serde.modifications = 1;
	serde.units["host"].features = { "std" };
	serde.units["kernel"].features = { "alloc", "derive" };
	serde.units["kernel"].added_features = { { "derive", "x" } };
	derive.version = "1.0.217";
	derive.source = "debian";
	derive.modified_by = "debian";
	derive.kind = "proc-macro";
	derive.units["host"] = {};
	return lock;
}

} /* namespace */

TEST_CASE("columns are as wide as their widest cell, numbers to the right")
{
	CHECK(table({}).empty());
	CHECK(table({ { "NAME", "N" }, { "a", "1" }, { "bcdef", "1000" } }) ==
	      "NAME   N\n"
	      "a         1\n"
	      "bcdef  1000\n");
	CHECK(table({ { "a", "", "c" }, { "", "b" } }) == "a     c\n   b\n");
}

TEST_CASE("a number is digits with at most one dot; a version is not")
{
	CHECK(table({ { "12345" },
		      { "7" },
		      { "1.5" },
		      { "-3" },
		      { "1.2.3" },
		      { "-" },
		      { "1a" } }) == "12345\n"
				     "    7\n"
				     "  1.5\n"
				     "   -3\n"
				     "1.2.3\n"
				     "-\n"
				     "1a\n");
}

TEST_CASE("no line of a table ends with a space")
{
	CHECK(table({ { "long", "x" }, { "a", "" } }) == "long  x\na\n");
}

TEST_CASE("the plan names what each crate becomes")
{
	CHECK(plan_to_text(small_lock()) ==
	      "CRATE         VERSION  SOURCE    KIND         KEPT  DROPPED  "
	      "LINES  CHANGES  FEATURES\n"
	      "serde         1.0.217  registry  host+kernel    24        9  "
	      "12345        1  host: std; kernel: alloc,+derive\n"
	      "serde-derive  1.0.217  debian*   proc-macro      0        0  "
	      "    0        0  -\n"
	      "* Debian's version, not proven to be what crates.io has\n");
}

TEST_CASE("the footnote stands only where it is needed")
{
	Lock lock = small_lock();

	lock.crates["serde-derive"].modified_by.clear();
	CHECK(plan_to_text(lock).find('*') == std::string::npos);
	CHECK(plan_to_text(Lock()) ==
	      "CRATE  VERSION  SOURCE  KIND  KEPT  DROPPED  LINES  CHANGES  "
	      "FEATURES\n");
}

TEST_CASE("features are told for each unit, or once where there is one")
{
	const auto shown = [](const LockedCrate &crate) {
		const std::string text =
			plan_to_text({ { { "demo", crate } }, {} });
		return std::string(lines(text).at(1).substr(text.find("FEAT")));
	};
	LockedCrate crate;

	CHECK(shown(crate) == "-");
	crate.units["kernel"] = {};
	CHECK(shown(crate) == "-");
	crate.units["kernel"].features = { "a", "b" };
	CHECK(shown(crate) == "a,b");
	crate.units["host"] = {};
	CHECK(shown(crate) == "host: -; kernel: a,b");
	crate.units["kernel"].features.clear();
	CHECK(shown(crate) == "host: -; kernel: -");
}

TEST_CASE("the list adds what the build measured, or that there was none")
{
	CHECK(list_to_text(small_lock(),
			   { { "serde_derive", { "5000", "0.25" } } }) ==
	      "CRATE         VERSION  SOURCE    KIND         KEPT  DROPPED  "
	      "LINES  CHANGES  BYTES  SECONDS  FEATURES\n"
	      "serde         1.0.217  registry  host+kernel    24        9  "
	      "12345        1  off    -        host: std; kernel: alloc,+derive\n"
	      "serde-derive  1.0.217  debian*   proc-macro      0        0  "
	      "    0        0   5000     0.25  -\n"
	      "* Debian's version, not proven to be what crates.io has\n");
}
