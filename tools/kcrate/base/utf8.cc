// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace kcrate {

namespace {

unsigned byte(std::string_view text, size_t i)
{
	return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

bool continues(std::string_view text, size_t i, unsigned low = 0x80,
	       unsigned high = 0xbf)
{
	return byte(text, i) >= low && byte(text, i) <= high;
}

/* The length of the well-formed character at @i (Unicode, table 3-7), or 0. */
size_t well_formed(std::string_view text, size_t i)
{
	const unsigned first = byte(text, i);

	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return continues(text, i + 1) ? 2 : 0;
	if (first >= 0xe0 && first <= 0xef)
		return continues(text, i + 1, first == 0xe0 ? 0xa0 : 0x80,
				 first == 0xed ? 0x9f : 0xbf) &&
				       continues(text, i + 2)
			       ? 3
			       : 0;
	if (first >= 0xf0 && first <= 0xf4)
		return continues(text, i + 1, first == 0xf0 ? 0x90 : 0x80,
				 first == 0xf4 ? 0x8f : 0xbf) &&
				       continues(text, i + 2) &&
				       continues(text, i + 3)
			       ? 4
			       : 0;
	return 0;
}

/* So many are looked at together. */
constexpr size_t ascii_step = 32;

bool step_is_ascii(const char *p)
{
	uint64_t words[ascii_step / sizeof(uint64_t)];
	uint64_t any = 0;

	memcpy(words, p, sizeof(words));
	for (const uint64_t word : words)
		any |= word;
	return !(any & 0x8080808080808080u);
}

} /* namespace */

size_t first_not_utf8(std::string_view text)
{
	size_t i = 0;

	while (i < text.size()) {
		if (i + ascii_step <= text.size() &&
		    step_is_ascii(text.data() + i)) {
			i += ascii_step;
			continue;
		}
		const size_t length = well_formed(text, i);
		if (!length)
			return i;
		i += length;
	}
	return text.npos;
}

bool is_ascii(std::string_view text)
{
	size_t i = 0;

	while (i + ascii_step <= text.size()) {
		if (!step_is_ascii(text.data() + i))
			return false;
		i += ascii_step;
	}
	return std::all_of(text.begin() + i, text.end(),
			   [](char c) { return !(c & 0x80); });
}

size_t utf8_length(char first)
{
	const unsigned c = static_cast<unsigned char>(first);

	return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

size_t utf8_space(std::string_view text, size_t i)
{
	if (text.substr(i, 2) == "\xc2\x85")
		return 2;
	if (text.substr(i, 2) != "\xe2\x80")
		return 0;

	const unsigned last = byte(text, i + 2);
	return last == 0x8e || last == 0x8f || last == 0xa8 || last == 0xa9 ? 3
									    : 0;
}

bool utf8_append(std::string &out, unsigned long code)
{
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return false;
	if (code < 0x80) {
		out += static_cast<char>(code);
		return true;
	}

	const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	constexpr unsigned leads[] = { 0, 0xc0, 0xe0, 0xf0 };
	out += static_cast<char>(leads[more] | (code >> (6 * more)));
	for (int i = more - 1; i >= 0; i--)
		out += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3f));
	return true;
}

} /* namespace kcrate */
