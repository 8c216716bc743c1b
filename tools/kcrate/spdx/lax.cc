// SPDX-License-Identifier: GPL-2.0-or-later

/* Expressions with names in place of ids: written anew, then parsed. */

#include <algorithm>
#include <utility>

#include "base/str.h"
#include "spdx/names.h"

namespace kcrate {

namespace {

/* A text in words and what stands between them. */
struct Token {
	std::string word; /* in lower case; "/" and parentheses are words */
	size_t begin, end;
};

std::vector<Token> tokens_of(std::string_view text)
{
	constexpr std::string_view marks = "+/()";
	std::vector<Token> out;

	for (size_t at = 0; at < text.size();) {
		const size_t begin = at;
		if (marks.find(text[at]) != marks.npos)
			at++;
		while (at < text.size() && at - begin < 64 &&
		       marks.find(text[begin]) == marks.npos &&
		       (is_alnum(text[at]) || (text[at] & 0x80)))
			at++;
		if (at > begin)
			out.push_back(
				{ to_lower(text.substr(begin, at - begin)),
				  begin, at });
		else
			at++;
	}
	return out;
}

bool is_operator(std::string_view word)
{
	return word == "or" || word == "and" || word == "/" || word == "(" ||
	       word == ")" || word == "with";
}

/* Writes a text anew, with ids where it has names. */
class Rewriter {
public:
	explicit Rewriter(std::string_view text)
		: text(text), tokens(tokens_of(text))
	{
		for (const Token &token : tokens)
			words.push_back(token.word);
	}

	/* "" where something is no name. */
	std::string run(std::vector<Substitution> &made);

private:
	bool ends(size_t i) const
	{
		return i >= words.size() || is_operator(words[i]);
	}
	bool name(std::vector<Substitution> &made);
	bool id();

	std::string_view text;
	std::vector<Token> tokens;
	std::vector<std::string> words;
	size_t at = 0;
	std::string out;
};

bool Rewriter::name(std::vector<Substitution> &made)
{
	const std::optional<NamedLicence> found = licence_name_at(words, at);

	if (!found || !is_known_licence(found->id) || !ends(at + found->words))
		return false;
	const size_t begin = tokens[at].begin;
	const size_t end = tokens[at + found->words - 1].end;
	const std::string from(text.substr(begin, end - begin));
	/* SPDX's older names of the same are SPDX's. */
	const std::string to = is_known_licence(from) ? from : found->id;
	if (to != from)
		made.push_back({ from, to });
	out += to;
	at += found->words;
	return true;
}

/* An id as it is: words with nothing but "-" and "." between them. */
bool Rewriter::id()
{
	const size_t begin = tokens[at].begin;
	size_t end = begin;

	while (end < text.size() && (is_alnum(text[end]) || text[end] == '-' ||
				     text[end] == '.' || text[end] == '+'))
		end++;
	while (at < tokens.size() && tokens[at].begin < end)
		at++;
	out += text.substr(begin, end - begin);
	/* As whole words, and nothing that it would not be told of. */
	return end > begin && tokens[at - 1].end == end && ends(at);
}

std::string Rewriter::run(std::vector<Substitution> &made)
{
	bool is_exception = false;

	while (at < tokens.size()) {
		out += out.empty() ? "" : " ";
		if (is_operator(words[at])) {
			is_exception = words[at] == "with";
			out += is_exception ? "WITH" : to_upper(words[at]);
			at++;
			continue;
		}
		if ((is_exception || !name(made)) && !id())
			return {};
		is_exception = false;
	}
	return out;
}

} /* namespace */

Result<LaxLicence> parse_licence_lax(std::string_view text)
{
	Result<Licence> strict = parse_licence(text);
	LaxLicence out;

	if (strict && is_known_licence(strict.value()))
		return LaxLicence{ std::move(strict.value()), {} };
	/* parse_licence() has refused what is too long. */
	Result<Licence> lax = parse_licence(
		Rewriter(text.substr(0, 4096)).run(out.substitutions));
	if (lax && (strict || text.size() <= 4096)) {
		out.licence = std::move(lax.value());
		return out;
	}
	if (!strict)
		return std::move(strict.error());
	return LaxLicence{ std::move(strict.value()), {} };
}

} /* namespace kcrate */
