// SPDX-License-Identifier: GPL-2.0-or-later

#include "licence/words.h"

#include <algorithm>
#include <utility>

#include "base/one_of.h"
#include "base/str.h"

namespace kcrate {

namespace {

bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' ||
	       c == '\v';
}

/* Bytes of the character at @at if it is punctuation beyond ASCII, else 0:
 * quotes, dashes and bullets, and those of Latin-1. */
size_t punctuation_at(std::string_view text, size_t at)
{
	const std::string_view rest = text.substr(at);

	if (rest.starts_with("\xc2"))
		return std::min<size_t>(2, rest.size());
	if (rest.starts_with("\xe2\x80") || rest.starts_with("\xe2\x97") ||
	    rest.starts_with("\xef\xbb"))
		return std::min<size_t>(3, rest.size());
	return 0;
}

bool is_word_at(std::string_view text, size_t at)
{
	return is_alnum(text[at]) ||
	       ((text[at] & 0x80) && !punctuation_at(text, at));
}

/* Where the first of what matters is in @line. */
size_t content_of(std::string_view line)
{
	size_t at = 0;

	while (at < line.size() && !is_word_at(line, at) && line[at] != '(' &&
	       !line.substr(at).starts_with("\xc2\xa9"))
		at += std::max<size_t>(1, punctuation_at(line, at));
	return at;
}

bool eat(std::string_view &text, std::string_view word)
{
	if (!to_lower(text.substr(0, word.size())).starts_with(word))
		return false;
	text = trim(text.substr(word.size()));
	return true;
}

/* "(c)" in one of its spellings. */
bool eat_sign(std::string_view &text)
{
	bool met = false;

	while (eat(text, "(c)") || eat(text, "\xc2\xa9") || eat(text, "&copy;"))
		met = true;
	return met;
}

/* Whether what follows "Copyright" is about that of a text's own. */
bool is_of_text(std::string_view rest)
{
	const std::string lower = to_lower(rest.substr(0, 16));

	for (const char *word :
	     { "holder", "owner", "notice", "license", "licence", "law", "and",
	       "or", "in ", "is ", "to ", "interest", "statement" })
		if (lower.starts_with(word))
			return true;
	return false;
}

/* Whether @line says whose the copyright is, as "Copyright (c) 2020 X". */
bool is_copyright_line(std::string_view line)
{
	std::string_view rest = trim(line.substr(content_of(line)));
	const bool capital = rest.starts_with('C');
	const bool signed_first = eat_sign(rest);

	if (!eat(rest, "copyright"))
		return signed_first && !rest.empty() &&
		       (is_digit(rest[0]) || rest[0] == '<');
	if (eat(rest, "holder:") || eat(rest, "holders:"))
		return true;
	if (rest.starts_with(':') || rest.starts_with(','))
		rest = trim(rest.substr(1));
	if (eat_sign(rest) || signed_first)
		return true;
	if (rest.empty())
		return false;
	if (is_digit(rest[0]) || rest[0] == '<' || rest[0] == '[' ||
	    rest[0] == '{')
		return true;
	return capital && !is_of_text(rest) && rest[0] >= 'A' && rest[0] <= 'Z';
}

/* Whether a licence begins in the line that says whose the copyright is. */
bool has_terms(std::string_view line)
{
	const std::string lower = to_lower(line);

	return contains(lower, "licen") || contains(lower, "permi") ||
	       contains(lower, "redistribut");
}

/* What people write in different ways. */
std::string same_word(std::string word)
{
	constexpr std::pair<std::string_view, std::string_view> same[] = {
		{ "licence", "license" },
		{ "licences", "licenses" },
		{ "licenced", "licensed" },
		{ "licencing", "licensing" },
		{ "http", "https" },
		{ "organisation", "organization" },
		{ "merchantibility", "merchantability" },
		{ "sublicence", "sublicense" },
	};

	for (const auto &[one, other] : same)
		if (word == one)
			return std::string(other);
	return word;
}

/* Whether @word is "1" or "iv", which stand before paragraphs. */
bool is_numeral(std::string_view word)
{
	if (word.size() == 1)
		return true;
	if (word.size() > 4)
		return false;
	return std::all_of(word.begin(), word.end(), is_digit) ||
	       word.find_first_not_of("ivx") == word.npos;
}

class WordReader {
public:
	explicit WordReader(std::string_view text) : text(text) {}

	LicenceWords run();

private:
	void read_line(std::string_view line);
	void read_word(std::string_view line, size_t &at);
	bool is_numbered() const;
	bool is_bullet(std::string_view line, size_t begin, size_t end) const;
	void add(std::string word);
	void drop_rights();

	std::string_view text;
	size_t number = 0;
	bool joined = false; /* the word before ends with its hyphen */
	LicenceWords out;
};

/* Whether a number is that of what the word before says: "version 2". */
bool WordReader::is_numbered() const
{
	constexpr std::string_view numbered[] = { "version", "v", "license",
						  "gpl", "lgpl" };

	return !out.words.empty() && is_one_of(numbered, out.words.back());
}

/* Whether the word is the number of a paragraph: "1. ", "(a) ", "b) ". */
bool WordReader::is_bullet(std::string_view line, size_t begin,
			   size_t end) const
{
	const char before = begin ? line[begin - 1] : ' ';
	const char after = end < line.size() ? line[end] : ' ';
	const char then = end + 1 < line.size() ? line[end + 1] : ' ';

	if (!is_numeral(to_lower(line.substr(begin, end - begin))) ||
	    is_numbered())
		return false;
	if (after == ')')
		return before == '(' || is_blank(before);
	return after == '.' && is_blank(before) && is_blank(then) &&
	       is_digit(line[begin]);
}

void WordReader::add(std::string word)
{
	out.words.push_back(same_word(std::move(word)));
	out.lines.push_back(number);
	drop_rights();
}

/* "All rights reserved." says nothing any more. */
void WordReader::drop_rights()
{
	const size_t n = out.words.size();

	if (n < 3 || out.words[n - 1] != "reserved" ||
	    out.words[n - 2] != "rights" || out.words[n - 3] != "all")
		return;
	out.words.resize(n - 3);
	out.lines.resize(n - 3);
}

void WordReader::read_word(std::string_view line, size_t &at)
{
	const size_t begin = at;

	while (at < line.size() && is_word_at(line, at))
		at++;
	if (is_bullet(line, begin, at))
		return;
	std::string word = to_lower(line.substr(begin, at - begin));
	/* "non-infringement", with the hyphen or without. */
	if (joined && (out.words.back() == "non" || out.words.back() == "sub"))
		out.words.back() += word;
	else
		add(std::move(word));
	joined = at < line.size() && line[at] == '-' && !out.words.empty();
	if (at < line.size() && line[at] == '+' && is_digit(line[at - 1]))
		add("+");
}

void WordReader::read_line(std::string_view line)
{
	for (size_t at = 0; at < line.size();)
		if (is_word_at(line, at))
			read_word(line, at);
		else
			at += std::max<size_t>(1, punctuation_at(line, at));
}

LicenceWords WordReader::run()
{
	for (const std::string_view line : lines(text)) {
		number++;
		const bool copyright = is_copyright_line(line);
		if (copyright)
			out.copyrights.emplace_back(
				trim(line.substr(content_of(line))));
		if (!copyright || has_terms(line))
			read_line(line);
	}
	return std::move(out);
}

} /* namespace */

LicenceWords licence_words(std::string_view text)
{
	return WordReader(text.substr(0, max_licence_size)).run();
}

} /* namespace kcrate */
