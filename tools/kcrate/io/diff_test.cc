// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/diff.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* The diff without its line of object names. */
std::string diff(std::optional<std::string_view> before,
		 std::optional<std::string_view> after)
{
	const Result<std::string> text = unified_diff("d/f", before, after);
	std::string out;

	REQUIRE_MESSAGE(text, outcome(text));
	for (const std::string_view line : lines(text.value()))
		if (!line.starts_with("index "))
			out += str(line, "\n");
	return out;
}

} /* namespace */

TEST_CASE("equal versions have no diff")
{
	CHECK(diff("", "").empty());
	CHECK(diff("", std::string_view()).empty());
	CHECK(diff({}, {}).empty());
	CHECK(diff("a\n", "a\n").empty());
}

TEST_CASE("a change is shown with its context, as git does")
{
	CHECK(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n",
		   "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
	      "diff --git a/d/f b/d/f\n"
	      "--- a/d/f\n"
	      "+++ b/d/f\n"
	      "@@ -2,7 +2,7 @@\n"
	      " 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE(
	"a file that comes or goes is one that does not exist before or after")
{
	CHECK(diff({}, "a\nb\n") == "diff --git a/d/f b/d/f\n"
				    "new file mode 100644\n"
				    "--- /dev/null\n"
				    "+++ b/d/f\n"
				    "@@ -0,0 +1,2 @@\n"
				    "+a\n+b\n");
	CHECK(diff("a\n", {}) == "diff --git a/d/f b/d/f\n"
				 "deleted file mode 100644\n"
				 "--- a/d/f\n"
				 "+++ /dev/null\n"
				 "@@ -1 +0,0 @@\n"
				 "-a\n");
}

TEST_CASE("an empty file is one that exists")
{
	CHECK(diff("", "a\n") == "diff --git a/d/f b/d/f\n"
				 "--- a/d/f\n"
				 "+++ b/d/f\n"
				 "@@ -0,0 +1 @@\n"
				 "+a\n");
	CHECK(diff("a\n", std::string_view()) == "diff --git a/d/f b/d/f\n"
						 "--- a/d/f\n"
						 "+++ b/d/f\n"
						 "@@ -1 +0,0 @@\n"
						 "-a\n");
	CHECK(diff({}, "") == "diff --git a/d/f b/d/f\n"
			      "new file mode 100644\n"
			      "--- /dev/null\n"
			      "+++ b/d/f\n");
	CHECK(diff("", {}) == "diff --git a/d/f b/d/f\n"
			      "deleted file mode 100644\n"
			      "--- a/d/f\n"
			      "+++ /dev/null\n");
}

TEST_CASE("a missing newline is told of, and bytes are not shown")
{
	CHECK(diff("a", "a\n") == "diff --git a/d/f b/d/f\n"
				  "--- a/d/f\n"
				  "+++ b/d/f\n"
				  "@@ -1 +1 @@\n"
				  "-a\n"
				  "\\ No newline at end of file\n"
				  "+a\n");
	CHECK(diff(std::string_view("\0\1", 2), "x\n") ==
	      "diff --git a/d/f b/d/f\n"
	      "Binary files a/d/f and b/d/f differ\n");
}
