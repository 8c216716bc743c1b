// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree/patch.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

Result<Patch> parse(std::string_view text)
{
	return parse_patch({ "p.diff", text });
}

/* What @patch makes of a file "f" that holds @before. */
std::string patched(std::string_view patch, std::string_view before,
		    Placement placement = Placement::recorded_line)
{
	Tree tree = { { "f", File(std::string(before)) } };
	const Result<Patch> parsed = parse(patch);

	REQUIRE(outcome(parsed) == "ok");
	const Status status = apply_patch(parsed.value(), placement, tree);
	return status ? std::string(tree["f"].bytes()) : outcome(status);
}

constexpr char change[] = "--- a/f\n+++ b/f\n"
			  "@@ -2,3 +2,3 @@ fn\n b\n-c\n+C\n d\n";

} /* namespace */

TEST_CASE("a hunk applies at its line")
{
	CHECK(patched(change, "a\nb\nc\nd\ne\n") == "a\nb\nC\nd\ne\n");
}

TEST_CASE("a hunk applies nowhere else, with no fuzz")
{
	constexpr char mismatch[] = "patch-mismatch: the lines of this hunk do "
				    "not stand in f at line 2";

	CHECK(patched(change, "x\na\nb\nc\nd\n") == mismatch);
	CHECK(patched(change, "a\nb\nc\nD\n") == mismatch);
	CHECK(patched(change, "a\nb\nc\n") == mismatch);
}

TEST_CASE("unique_match finds moved lines, if they stand there once")
{
	CHECK(patched(change, "x\nx\nb\nc\nd\n", Placement::unique_match) ==
	      "x\nx\nb\nC\nd\n");
	CHECK(patched(change, "b\nc\nd\nx\nb\nc\nd\n", Placement::unique_match)
		      .starts_with("patch-mismatch"));
}

TEST_CASE("a missing newline at the end is part of the line")
{
	constexpr char patch[] = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n"
				 "\\ No newline at end of file\n+b\n";

	CHECK(patched(patch, "a") == "b\n");
	CHECK(patched(patch, "a\n").starts_with("patch-mismatch"));
}

TEST_CASE("several hunks count lines of the old file")
{
	CHECK(patched("--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n-a\n+1\n+2\n"
		      "@@ -3,0 +5,1 @@\n+z\n",
		      "a\nb\nc\nd\n") == "1\n2\nb\nc\nz\nd\n");
}

TEST_CASE("files are made and removed, and a patch is applied whole")
{
	Tree tree = { { "old", File("x\n") } };
	const Result<Patch> patch =
		parse("--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+y\n"
		      "--- a/old\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");

	REQUIRE(outcome(patch) == "ok");
	CHECK(outcome(apply_patch(patch.value(), Placement::recorded_line,
				  tree)) == "ok");
	CHECK(tree.size() == 1);
	CHECK(tree["new"].bytes() == "y\n");

	/* The first file exists now, so the second stays too. */
	tree["old"] = File("x\n");
	CHECK(outcome(apply_patch(patch.value(), Placement::recorded_line,
				  tree)) ==
	      "patch-mismatch: new exists already");
	CHECK(tree.count("old") == 1);
}

TEST_CASE("a reversed patch undoes the patch")
{
	Tree tree = { { "f", File("a\nb\nc\nd\n") } };
	const Result<Patch> patch = parse(change);

	REQUIRE(apply_patch(patch.value(), Placement::recorded_line, tree));
	REQUIRE(apply_patch(reversed(patch.value()), Placement::recorded_line,
			    tree));
	CHECK(tree["f"].bytes() == "a\nb\nc\nd\n");
}

TEST_CASE("what is not a plain patch is refused")
{
	const struct {
		std::string_view text, outcome;
	} cases[] = {
		{ "", "patch-syntax: p.diff: no change in it" },
		{ "--- a/f\n+++ b/f\n", "patch-syntax: no hunk follows" },
		{ "--- a/f\n+++ b/g\n@@ -1 +1 @@\n-a\n+b\n",
		  "patch-syntax: a rename cannot be patched here" },
		{ "--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n",
		  "patch-syntax: a patch from nothing to nothing" },
		{ "--- a/../f\n+++ b/../f\n@@ -1 +1 @@\n-a\n+b\n",
		  "patch-syntax: 'a/../f' is not a path with one leading "
		  "component below the crate" },
		{ "--- f\n+++ f\n@@ -1 +1 @@\n-a\n+b\n",
		  "patch-syntax: 'f' is not a path with one leading component "
		  "below the crate" },
		{ "--- a/f\n+++ b/f\n@@ -1,2 +1 @@\n-a\n+b\n",
		  "patch-syntax: the hunk has fewer lines than its header "
		  "says" },
		{ "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n-b\n+b\n",
		  "patch-syntax: the hunk has more lines than its header "
		  "says" },
		{ "--- a/f\n+++ b/f\n@@ -x +1 @@\n-a\n+b\n",
		  "patch-syntax: not a hunk's header" },
		{ "old mode 100644\nnew mode 100755\n",
		  "patch-syntax: a rename, a mode or a binary file cannot be "
		  "patched here" },
		{ "@@ -1 +1 @@\n-a\n+b\n",
		  "patch-syntax: a hunk without a file" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.text);
		CHECK(outcome(parse(c.text)) == c.outcome);
	}
}
