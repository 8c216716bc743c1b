// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree/tree.h"

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("resolve_path stays in the tree")
{
	CHECK(resolve_path("src/a", "../b.rs") == "src/b.rs");
	CHECK(resolve_path("", "./a//b") == "a/b");
	CHECK(resolve_path("src", "../../x") == "");
	CHECK(resolve_path("src", "/etc/passwd") == "");
	CHECK(resolve_path("src", "..") == "");
}

TEST_CASE("a path is its parent and its base name")
{
	CHECK(parent_of("a/b/c") == "a/b");
	CHECK(parent_of("a") == "");
	CHECK(base_name("a/b/c") == "c");
	CHECK(base_name("a") == "a");
}
