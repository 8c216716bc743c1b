/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* As much of UTF-8 as a lexer needs. */

#include <cstddef>
#include <string>
#include <string_view>

namespace kcrate {

/* The offset of the first byte of @text that is not UTF-8, else its size. */
size_t utf8_error(std::string_view text);

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
