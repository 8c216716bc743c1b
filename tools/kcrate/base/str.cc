// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace kcrate {

std::vector<std::string_view> split(std::string_view s, char separator)
{
	std::vector<std::string_view> out;

	for (;;) {
		const size_t at = s.find(separator);
		out.push_back(s.substr(0, at));
		if (at == s.npos)
			return out;
		s.remove_prefix(at + 1);
	}
}

std::vector<std::string_view> lines(std::string_view text)
{
	if (text.empty())
		return {};
	if (text.ends_with('\n'))
		text.remove_suffix(1);
	return split(text, '\n');
}

std::string join(const std::vector<std::string> &items,
		 std::string_view separator)
{
	std::string out;

	for (const std::string &item : items) {
		if (&item != &items.front())
			out += separator;
		out += item;
	}
	return out;
}

std::string_view trim(std::string_view s)
{
	constexpr std::string_view white = " \t\r\n\f\v";
	const size_t first = s.find_first_not_of(white);

	if (first == s.npos)
		return {};
	return s.substr(first, s.find_last_not_of(white) - first + 1);
}

std::string replace_all(std::string_view s, std::string_view from,
			std::string_view to)
{
	std::string out;

	while (!from.empty()) {
		const size_t at = s.find(from);
		if (at == s.npos)
			break;
		out += s.substr(0, at);
		out += to;
		s.remove_prefix(at + from.size());
	}
	return out.append(s);
}

bool contains(std::string_view s, std::string_view needle)
{
	/* What is empty may have no address, which memmem() must be given. */
	if (s.empty() || needle.empty())
		return needle.empty();
	return memmem(s.data(), s.size(), needle.data(), needle.size());
}

size_t count_of(std::string_view s, std::string_view needle)
{
	size_t count = 0;

	if (needle.empty())
		return 0;
	for (size_t at = s.find(needle); at != s.npos;
	     at = s.find(needle, at + needle.size()))
		count++;
	return count;
}

bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_alnum(char c)
{
	return is_digit(c) || is_alpha(c);
}

std::string to_lower(std::string_view s)
{
	std::string out(s);

	for (char &c : out)
		if (c >= 'A' && c <= 'Z')
			c = static_cast<char>(c - 'A' + 'a');
	return out;
}

std::string to_upper(std::string_view s)
{
	std::string out(s);

	for (char &c : out)
		if (c >= 'a' && c <= 'z')
			c = static_cast<char>(c - 'a' + 'A');
	return out;
}

std::string hex(std::string_view bytes)
{
	constexpr char digits[] = "0123456789abcdef";
	std::string out;

	for (const char c : bytes) {
		const auto byte = static_cast<unsigned char>(c);
		out += digits[byte >> 4];
		out += digits[byte & 15];
	}
	return out;
}

bool is_sha256(std::string_view s)
{
	return s.size() == 64 &&
	       s.find_first_not_of("0123456789abcdef") == s.npos;
}

std::string crate_identifier(std::string_view package_name)
{
	std::string out(package_name);

	std::replace(out.begin(), out.end(), '-', '_');
	return out;
}

namespace {

/* Levenshtein's distance, one row at a time. */
size_t edits(std::string_view a, std::string_view b)
{
	std::vector<size_t> row(b.size() + 1);

	std::iota(row.begin(), row.end(), 0);
	for (size_t i = 0; i < a.size(); i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < b.size(); j++) {
			const size_t replace = diagonal + (a[i] != b[j]);
			diagonal = row[j + 1];
			row[j + 1] =
				std::min({ replace, row[j] + 1, diagonal + 1 });
		}
	}
	return row.back();
}

} /* namespace */

std::string nearest(std::string_view word,
		    const std::vector<std::string> &candidates)
{
	std::string best;
	size_t fewest = word.size();

	for (const std::string &candidate : candidates) {
		const size_t n = edits(word, candidate);
		if (n < fewest && n * 3 <= candidate.size()) {
			fewest = n;
			best = candidate;
		}
	}
	return best;
}

size_t next_line(std::string_view text, size_t at)
{
	const size_t newline = text.find('\n', at);

	return newline == text.npos ? text.size() : newline + 1;
}

std::string_view newline_of(std::string_view text)
{
	const size_t newline = text.find('\n');

	return newline != text.npos && newline && text[newline - 1] == '\r'
		       ? "\r\n"
		       : "\n";
}

} /* namespace kcrate */
