// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/utf8.h"

#include <string>

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("the first and the last character of each length are UTF-8")
{
	for (const std::string_view s :
	     { std::string_view(), std::string_view("\0", 1),
	       std::string_view("\x7f"), std::string_view("\xc2\x80"),
	       std::string_view("\xdf\xbf"), std::string_view("\xe0\xa0\x80"),
	       std::string_view("\xed\x9f\xbf"),
	       std::string_view("\xee\x80\x80"),
	       std::string_view("\xef\xbf\xbf"),
	       std::string_view("\xf0\x90\x80\x80"),
	       std::string_view("\xf4\x8f\xbf\xbf") }) {
		INFO(hex(s));
		CHECK(first_not_utf8(s) == s.npos);
		CHECK(first_not_utf8(str("a", s, "b")) == s.npos);
	}
}

TEST_CASE("a byte that is not ASCII is found wherever it stands")
{
	for (size_t size = 0; size <= 70; size++) {
		std::string text(size, 'a');
		CAPTURE(size);
		CHECK(is_ascii(text));
		CHECK(first_not_utf8(text) == text.npos);
		for (size_t i = 0; i < size; i++) {
			CAPTURE(i);
			text[i] = '\xff';
			CHECK_FALSE(is_ascii(text));
			CHECK(first_not_utf8(text) == i);
			text[i] = 'a';
		}
	}
}

TEST_CASE("overlong forms, surrogates and what is cut short are not UTF-8")
{
	for (const std::string_view s : {
		     "\x80",
		     "\xbf",
		     "\xc0\xaf",
		     "\xc1\xbf",
		     "\xc2",
		     "\xc2\x7f",
		     "\xe0\x9f\xbf",
		     "\xed\xa0\x80",
		     "\xed\xbf\xbf",
		     "\xe2\x80",
		     "\xe2\x80\xc0",
		     "\xf0\x8f\xbf\xbf",
		     "\xf4\x90\x80\x80",
		     "\xf5\x80\x80\x80",
		     "\xf0\x90\x80",
		     "\xff",
	     }) {
		INFO(hex(s));
		CHECK(first_not_utf8(s) == 0);
		CHECK(first_not_utf8(str("\xe2\x82\xac", s)) == 3);
	}
}
