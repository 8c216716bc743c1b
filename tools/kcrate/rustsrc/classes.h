/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a byte of Rust source may begin, and where words and lines end. */

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/utf8.h"

namespace kcrate {

enum class Class : uint8_t {
	stray,
	space,
	word,
	digit,
	quote,
	tick,
	slash,
	open,
	close,
	punct,
	beyond_ascii
};

constexpr std::array<Class, 256> make_classes()
{
	std::array<Class, 256> of = {};

	for (size_t c = 0; c < 256; c++) {
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			of[c] = Class::word;
		else if (c >= '0' && c <= '9')
			of[c] = Class::digit;
		else if (c >= 0x80)
			of[c] = Class::beyond_ascii;
	}
	for (const char c : std::string_view(" \t\n\v\f\r"))
		of[static_cast<unsigned char>(c)] = Class::space;
	for (const char c : std::string_view("!#$%&*+,-.:;<=>?@^|~"))
		of[static_cast<unsigned char>(c)] = Class::punct;
	for (const char c : std::string_view("([{"))
		of[static_cast<unsigned char>(c)] = Class::open;
	for (const char c : std::string_view(")]}"))
		of[static_cast<unsigned char>(c)] = Class::close;
	of['_'] = Class::word;
	of['"'] = Class::quote;
	of['\''] = Class::tick;
	of['/'] = Class::slash;
	return of;
}

inline constexpr std::array<Class, 256> classes = make_classes();

/* Of the ASCII bytes, those that go on with a word. */
constexpr std::array<bool, 256> make_word_bytes()
{
	std::array<bool, 256> of = {};

	for (size_t c = 0; c < 256; c++)
		of[c] = classes[c] == Class::word || classes[c] == Class::digit;
	return of;
}

inline constexpr std::array<bool, 256> word_bytes = make_word_bytes();

inline Class class_of(char c)
{
	return classes[static_cast<unsigned char>(c)];
}

/* The byte at @i, NUL beyond the end: it begins nothing and ends every loop. */
inline char byte_at(std::string_view text, size_t i)
{
	return i < text.size() ? text[i] : '\0';
}

/* Whether an identifier may begin at @i. */
inline bool begins_word(std::string_view text, size_t i)
{
	const Class c = class_of(byte_at(text, i));

	return c == Class::word ||
	       (c == Class::beyond_ascii && !utf8_space(text, i));
}

/* The end of the identifier, number or suffix whose middle @i is. */
inline size_t word_end(std::string_view text, size_t i)
{
	for (; i < text.size(); i++) {
		if (word_bytes[static_cast<unsigned char>(text[i])])
			continue;
		if (class_of(text[i]) != Class::beyond_ascii ||
		    utf8_space(text, i))
			break;
	}
	return i;
}

inline size_t space_end(std::string_view text, size_t i)
{
	while (i < text.size() && class_of(text[i]) == Class::space)
		i++;
	return i;
}

inline size_t line_end(std::string_view text, size_t i)
{
	return std::min(text.find('\n', i), text.size());
}

inline bool begins_comment(std::string_view text, size_t i)
{
	return byte_at(text, i) == '/' &&
	       (byte_at(text, i + 1) == '/' || byte_at(text, i + 1) == '*');
}

/* Behind the block comment that begins at @i; npos if it is not closed. */
size_t comment_end(std::string_view text, size_t i);

} /* namespace kcrate */
