// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/journal.h"

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("what is written of a step is read back")
{
	const auto steps = parse_journal(to_text({ "12", "a b/c  d" }) +
					 to_text({ "", " x" }) +
					 to_text({ "0", ".gitignore" }));

	REQUIRE(steps);
	REQUIRE(steps->size() == 3);
	CHECK(steps->at(0).staged == "12");
	CHECK(steps->at(0).file == "a b/c  d");
	CHECK(steps->at(1).staged.empty());
	CHECK(steps->at(1).file == " x");
	CHECK(steps->at(2).file == ".gitignore");
}

TEST_CASE("a journal with one line that we do not write is none")
{
	for (const std::string_view line : { "",
					     "x",
					     "write",
					     "write 0",
					     "write 0 ",
					     "write  a",
					     "write -1 a",
					     "write ../0 a",
					     "write 0/../../a a",
					     "write - a",
					     "write 0x1 a",
					     "remove 0 a",
					     "remove - ",
					     "remove  a",
					     "rename 0 a",
					     "write 0 /a",
					     "write 0 ../a",
					     "write 0 a/../b",
					     "write 0 a//b",
					     "write 0 a/",
					     "remove - ./a",
					     "remove - .",
					     "remove - .git",
					     "remove - .git/HEAD",
					     "write 0 .GIT/HEAD",
					     "write 0 .kcrate/journal" }) {
		CAPTURE(line);
		CHECK_FALSE(parse_journal(str("remove - a\n", line, "\n")));
	}
}

TEST_CASE("a journal that ends within a line is none")
{
	CHECK_FALSE(parse_journal(""));
	CHECK_FALSE(parse_journal("remove - a\nremove - b"));
	CHECK(parse_journal("remove - a\nremove - b\n"));
}

TEST_CASE("no output path leaves the directory or is of git")
{
	for (const std::string_view path :
	     { "a", ".gitignore", "a/.git", "a/.kcrate/b", ".gitx/a" }) {
		CAPTURE(path);
		CHECK(is_output_path(path));
	}
	CHECK_FALSE(is_output_path(""));
	CHECK_FALSE(is_output_path("../a"));
	CHECK_FALSE(is_output_path(".git/HEAD"));
	CHECK_FALSE(is_output_path("a\nremove - b"));
}
