// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/debian.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

constexpr char first[] = "--- a/src/lib.rs\n+++ b/src/lib.rs\n"
			 "@@ -1,2 +1,2 @@\n-one\n+ONE\n two\n";
constexpr char second[] = "--- a/src/lib.rs\n+++ b/src/lib.rs\n"
			  "@@ -1,2 +1,2 @@\n-ONE\n+Eins\n two\n";

Tree debian_tree(const std::string &lib)
{
	return { { "src/lib.rs", File(lib) },
		 { ".cargo-checksum.json", File("{}") },
		 { "debian/patches/series",
		   File("first.patch\n# note\nsecond.patch -p1\n") },
		 { "debian/patches/first.patch", File(first) },
		 { "debian/patches/second.patch", File(second) } };
}

} /* namespace */

TEST_CASE("Debian's patches are reversed, the last one first")
{
	Tree tree = debian_tree("Eins\ntwo\n");

	CHECK(undo_debian_changes(tree));
	CHECK(tree.size() == 1);
	CHECK(tree["src/lib.rs"].bytes() == "one\ntwo\n");
}

TEST_CASE("a patch that moved is reversed where its lines stand once")
{
	Tree tree = debian_tree("zero\nEins\ntwo\n");

	CHECK(undo_debian_changes(tree));
	CHECK(tree["src/lib.rs"].bytes() == "zero\none\ntwo\n");
}

TEST_CASE("when one patch cannot be reversed, none is")
{
	Tree tree = debian_tree("something else\n");

	CHECK_FALSE(undo_debian_changes(tree));
	CHECK(tree.size() == 1);
	CHECK(tree["src/lib.rs"].bytes() == "something else\n");
}

TEST_CASE("a hunk without context is not guessed at")
{
	Tree tree = { { "f", File("b\n") },
		      { "debian/patches/series", File("p\n") },
		      { "debian/patches/p",
			File("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n") } };

	CHECK_FALSE(undo_debian_changes(tree));
	CHECK(tree["f"].bytes() == "b\n");
}
