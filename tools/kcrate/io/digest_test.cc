// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/digest.h"

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("SHA-256 is that of FIPS 180-4")
{
	CHECK(sha256_of("abc") == "ba7816bf8f01cfea414140de5dae2223"
				  "b00361a396177a9cb410ff61f20015ad");
	CHECK(sha256_of("") == "e3b0c44298fc1c149afbf4c8996fb924"
			       "27ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a file's digest follows its bytes")
{
	File file("abc");
	const std::string before = digest_of(file);

	file.replace("abd");
	CHECK(digest_of(file) != before);
	file.replace("abc");
	CHECK(digest_of(file) == before);
}

TEST_CASE("a tree's hash depends on every path and every byte")
{
	Tree tree = { { "a", File("1") }, { "b", File("2") } };
	Tree other_path = { { "a", File("1") }, { "c", File("2") } };
	Tree other_byte = { { "a", File("1") }, { "b", File("3") } };
	const std::string hash = tree_hash(tree);

	CHECK(hash ==
	      sha256_of(str(sha256_of("1"), "  a\n", sha256_of("2"), "  b\n")));
	CHECK(tree_hash(other_path) != hash);
	CHECK(tree_hash(other_byte) != hash);
}
