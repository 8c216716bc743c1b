/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* As much of UTF-8 as readers of names and of Rust need. */

#include <cstddef>
#include <string>
#include <string_view>

namespace kcrate {

inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/*
 * Where @text stops being UTF-8 (no overlong forms, no surrogates, nothing
 * above U+10FFFF), or npos.
 */
size_t first_not_utf8(std::string_view text);

/* Whether @text has ASCII alone. */
bool is_ascii(std::string_view text);

/* How many bytes the character has that begins with @first. */
size_t utf8_length(char first);

/*
 * The length of the character at @i of @text if it is one that Rust takes for
 * white space and lies beyond ASCII (U+0085, U+200E/F, U+2028/9), else 0.
 */
size_t utf8_space(std::string_view text, size_t i);

/* Appends code point @code; false if there is no such character. */
bool utf8_append(std::string &out, unsigned long code);

} /* namespace kcrate */
