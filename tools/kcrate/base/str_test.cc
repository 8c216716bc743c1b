// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("lines end with a newline or with the text")
{
	CHECK(lines("").empty());
	CHECK(lines("a\nb\n") == std::vector<std::string_view>{ "a", "b" });
	CHECK(lines("a\n\nb") == std::vector<std::string_view>{ "a", "", "b" });
	CHECK(lines("\n") == std::vector<std::string_view>{ "" });
}

TEST_CASE("the next line stands behind the newline, or at the end")
{
	CHECK(next_line("a\nb\nc", 0) == 2);
	CHECK(next_line("a\nb\nc", 1) == 2);
	CHECK(next_line("a\nb\nc", 4) == 5);
	CHECK(next_line("", 0) == 0);
}

TEST_CASE("lines end as the first one does")
{
	CHECK(newline_of("a\r\nb\n") == "\r\n");
	CHECK(newline_of("a\nb\r\n") == "\n");
	CHECK(newline_of("\n") == "\n");
	CHECK(newline_of("a") == "\n");
}

TEST_CASE("split gives one piece more than there are separators")
{
	CHECK(split("", ',').size() == 1);
	CHECK(split(",a,", ',') ==
	      std::vector<std::string_view>{ "", "a", "" });
}

TEST_CASE("replace_all and count_of take matches from the left")
{
	CHECK(replace_all("aaa", "aa", "b") == "ba");
	CHECK(replace_all("abc", "", "x") == "abc");
	CHECK(count_of("aaaa", "aa") == 2);
	CHECK(count_of("abc", "") == 0);
}

TEST_CASE("contains finds what is there")
{
	CHECK(contains("abc", "bc"));
	CHECK(contains("abc", ""));
	CHECK(contains(std::string_view("a\0bc", 4), "bc"));
	CHECK_FALSE(contains("abc", "abcd"));
	CHECK_FALSE(contains(std::string_view("abcd", 3), "cd"));
	CHECK_FALSE(contains("", "a"));
}

TEST_CASE("a SHA-256 is 64 lower-case digits")
{
	CHECK(is_sha256(std::string(64, 'a')));
	CHECK_FALSE(is_sha256(std::string(64, 'A')));
	CHECK_FALSE(is_sha256(std::string(63, 'a')));
	CHECK(hex("\x01\xff") == "01ff");
}

TEST_CASE("nearest finds what was meant, or nothing")
{
	const std::vector<std::string> keys = { "features", "version", "why" };

	CHECK(nearest("feature", keys) == "features");
	CHECK(nearest("verison", keys) == "version");
	CHECK(nearest("sha256", keys) == "");
	CHECK(nearest("xyz", keys) == "");
}
