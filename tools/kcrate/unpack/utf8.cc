// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/utf8.h"

#include <array>

namespace kcrate {

namespace {

/*
 * Unicode's table of well-formed byte sequences: for a first byte the length,
 * and what the second byte may be.  All later ones are 80..BF.
 */
struct Form {
	unsigned char first, last;
	size_t length;
	unsigned char second_low, second_high;
};

constexpr std::array<Form, 9> forms = { {
	{ 0x00, 0x7f, 1, 0x00, 0x00 },
	{ 0xc2, 0xdf, 2, 0x80, 0xbf },
	{ 0xe0, 0xe0, 3, 0xa0, 0xbf },
	{ 0xe1, 0xec, 3, 0x80, 0xbf },
	{ 0xed, 0xed, 3, 0x80, 0x9f },
	{ 0xee, 0xef, 3, 0x80, 0xbf },
	{ 0xf0, 0xf0, 4, 0x90, 0xbf },
	{ 0xf1, 0xf3, 4, 0x80, 0xbf },
	{ 0xf4, 0xf4, 4, 0x80, 0x8f },
} };

bool within(char c, unsigned char low, unsigned char high)
{
	const unsigned char byte = static_cast<unsigned char>(c);

	return byte >= low && byte <= high;
}

const Form *form_of(char c)
{
	for (const Form &form : forms) {
		if (within(c, form.first, form.last))
			return &form;
	}
	return nullptr;
}

/* The length of the character that @s begins with, 0 if it is none. */
size_t character_length(std::string_view s)
{
	const Form *form = form_of(s[0]);

	if (!form || s.size() < form->length)
		return 0;
	if (form->length > 1 &&
	    !within(s[1], form->second_low, form->second_high))
		return 0;
	for (size_t i = 2; i < form->length; i++) {
		if (!within(s[i], 0x80, 0xbf))
			return 0;
	}
	return form->length;
}

} /* namespace */

size_t first_not_utf8(std::string_view s)
{
	size_t at = 0;

	while (at < s.size()) {
		const size_t length = character_length(s.substr(at));

		if (!length)
			return at;
		at += length;
	}
	return std::string_view::npos;
}

} /* namespace kcrate */
