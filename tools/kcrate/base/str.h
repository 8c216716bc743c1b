/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Text: building it, taking it apart, comparing it.  No domain, no OS. */

#include <string>
#include <string_view>
#include <vector>

namespace kcrate {

namespace str_detail {

inline void append(std::string &out, std::string_view s)
{
	out += s;
}
inline void append(std::string &out, char c)
{
	out += c;
}

template <typename T>
requires std::is_integral_v<T>
void append(std::string &out, T n)
{
	out += std::to_string(n);
}

} /* namespace str_detail */

/* All arguments (text, characters, integers) one after the other. */
template <typename... Args>
std::string str(const Args &...args)
{
	std::string out;

	(str_detail::append(out, args), ...);
	return out;
}

/* The pieces of @s between @separator: one more than there are separators. */
std::vector<std::string_view> split(std::string_view s, char separator);

/* The lines of @text, each without its newline; a final one ends no line. */
std::vector<std::string_view> lines(std::string_view text);

/* Behind the line of @at with its newline, or the end of @text. */
size_t next_line(std::string_view text, size_t at);

/* How the lines of @text end: "\r\n" if the first does, else "\n". */
std::string_view newline_of(std::string_view text);

/* @items with @separator between them. */
std::string join(const std::vector<std::string> &items,
		 std::string_view separator);

/* @s without ASCII white space at either end. */
std::string_view trim(std::string_view s);

/* @s with every @from replaced by @to; an empty @from replaces nothing. */
std::string replace_all(std::string_view s, std::string_view from,
			std::string_view to);

/* Whether @needle occurs in @s; fast, unlike std::string::find(). */
bool contains(std::string_view s, std::string_view needle);

/* How often @needle occurs in @s, without overlap. */
size_t count_of(std::string_view s, std::string_view needle);

/* ASCII only, whatever the locale. */
bool is_digit(char c);
bool is_alpha(char c);
bool is_alnum(char c);
std::string to_lower(std::string_view s);
std::string to_upper(std::string_view s);

/* Two lower-case digits a byte. */
std::string hex(std::string_view bytes);

/* Whether @s is a SHA-256 as sha256sum prints it. */
bool is_sha256(std::string_view s);

/* rustc knows a package by its identifier: "proc-macro2" is proc_macro2. */
std::string crate_identifier(std::string_view package_name);

/*
 * The member of @candidates that @word was most likely meant to be: the one
 * with the fewest edits, if these are at most a third of its length; else "".
 */
std::string nearest(std::string_view word,
		    const std::vector<std::string> &candidates);

} /* namespace kcrate */
