// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/places.h"

#include "base/utf8.h"
#include "testing/test.h"

using namespace kcrate;

TEST_CASE("a place found is the place that its source would tell")
{
	const std::string text = "one\n\ntwo three\nfour";
	const SourceText source = { "f", text };
	const PlaceFinder finder(source);

	for (size_t begin = 0; begin < text.size(); begin++) {
		for (size_t end = begin + 1; end <= text.size(); end++) {
			const Place a = source.place(begin, end);
			const Place b = finder.place(begin, end);

			CAPTURE(begin);
			CAPTURE(end);
			CHECK(a.file == b.file);
			CHECK(a.line == b.line);
			CHECK(a.column == b.column);
			CHECK(a.width == b.width);
			CHECK(a.text == b.text);
		}
	}
}

TEST_CASE("an endless line is not part of its places")
{
	const std::string text(600, 'x');
	const Place place = PlaceFinder({ "f", text }).place(300, 301);

	CHECK(place.line == 1);
	CHECK(place.column == 301);
	CHECK(place.text.empty());
}

TEST_CASE("UTF-8 is checked as Unicode defines it")
{
	constexpr std::string_view good[] = {
		"",
		"plain ascii, more than 8",
		"\xc2\x80",
		"\xdf\xbf",
		"\xe0\xa0\x80",
		"\xed\x9f\xbf",
		"\xf0\x90\x80\x80",
		"\xf4\x8f\xbf\xbf",
	};
	constexpr std::string_view bad[] = {
		"\x80",
		"\xc1\xbf",
		"\xc2",
		"\xe0\x9f\xbf",
		"\xed\xa0\x80",
		"\xe1\x80",
		"\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xf1\x80\x80",
		"\xff",
	};

	for (const std::string_view text : good)
		CHECK(first_not_utf8(text) == text.npos);
	for (const std::string_view text : bad)
		CHECK(first_not_utf8(text) == 0);
	CHECK(first_not_utf8("12345678\xff") == 8);
	CHECK(first_not_utf8("1234567\xc3\xa9\xff") == 9);
}

TEST_CASE("a code point is written in as few bytes as it takes")
{
	std::string out;

	for (const unsigned long code : { 0x41ul, 0xe9ul, 0x20acul, 0x1f600ul })
		CHECK(utf8_append(out, code));
	CHECK(out == "Aé€😀");
	CHECK(!utf8_append(out, 0xd800));
	CHECK(!utf8_append(out, 0x110000));
	CHECK(utf8_length(out[0]) == 1);
	CHECK(utf8_length(out[1]) == 2);
	CHECK(utf8_length(out[3]) == 3);
	CHECK(utf8_length(out[6]) == 4);
}
