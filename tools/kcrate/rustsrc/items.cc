// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/items.h"

#include <algorithm>
#include <array>

#include "rustsrc/attributes.h"

namespace kcrate {

namespace {

template <size_t n>
bool is_one_of(const TokenFile &file, size_t i,
	       const std::array<std::string_view, n> &words)
{
	return std::any_of(
		words.begin(), words.end(),
		[&](std::string_view word) { return is_word(file, i, word); });
}

constexpr std::array<std::string_view, 6> block_words = { "if",	   "match",
							  "while", "for",
							  "loop",  "unsafe" };

struct Scanner {
	const TokenFile &file;
	size_t limit;
	size_t &budget;

	bool is(size_t i, std::string_view s) const { return file.is(i, s); }
	bool ends(size_t i);
	size_t next(size_t i) const;
	bool is_arrow(size_t i) const;
	bool is_assignment(size_t i) const;
	bool closes_angle(size_t i) const;
	bool opens_angle(size_t i, bool types) const;

	size_t behind_semicolon(size_t i);
	size_t behind_header(size_t i);
	size_t skip_visibility(size_t i) const;
	size_t skip_qualifiers(size_t i) const;
	size_t item(size_t begin);
	size_t macro_item(size_t i) const;
	bool begins_block(size_t i) const;
	size_t body(size_t i);
	size_t block(size_t i);
	size_t statement_block(size_t i);
	size_t arm(size_t i);
	size_t plain(size_t i, bool types);
	size_t node(size_t begin);
};

/* Every loop asks this once a step, so it also keeps the accounts. */
bool Scanner::ends(size_t i)
{
	if (i >= limit || !budget)
		return true;
	budget--;
	return file.tokens[i].kind == TokenKind::close;
}

size_t Scanner::next(size_t i) const
{
	const Token &token = file.tokens[i];

	return std::min<size_t>(limit, token.kind == TokenKind::open
					       ? token.match() + 1
					       : i + 1);
}

/* `=>` */
bool Scanner::is_arrow(size_t i) const
{
	return is(i, "=") && file.tokens[i].joint && is(i + 1, ">");
}

/* A `>` that is not the end of `->` or `=>`. */
bool Scanner::closes_angle(size_t i) const
{
	return is(i, ">") && !(i && file.tokens[i - 1].joint &&
			       (is(i - 1, "-") || is(i - 1, "=")));
}

/* A `=` that stands alone. */
bool Scanner::is_assignment(size_t i) const
{
	return is(i, "=") && !is_arrow(i) && !is(i + 1, "=") && !is(i - 1, "=");
}

/* `::<`, and between @types also a `<` right behind a word. */
bool Scanner::opens_angle(size_t i, bool types) const
{
	if (!is(i, "<") || !i)
		return false;

	const Token &before = file.tokens[i - 1];
	return is(i - 1, ":") ||
	       (types && before.end() == file.tokens[i].begin);
}

size_t Scanner::behind_semicolon(size_t i)
{
	for (; !ends(i); i = next(i))
		if (is(i, ";"))
			return i + 1;
	return i;
}

/* An item that ends in `;` or in braces that are not in angle brackets. */
size_t Scanner::behind_header(size_t i)
{
	size_t angles = 0;

	for (; !ends(i); i = next(i)) {
		if (is(i, "<"))
			angles++;
		else if (angles && closes_angle(i))
			angles--;
		else if (is(i, ";") || (!angles && is_open(file, i, '{')))
			return next(i);
	}
	return i;
}

size_t Scanner::skip_visibility(size_t i) const
{
	if (!is_word(file, i, "pub"))
		return i;
	return is_open(file, i + 1, '(') ? next(i + 1) : i + 1;
}

size_t Scanner::skip_qualifiers(size_t i) const
{
	constexpr std::array<std::string_view, 8> words = { "const",   "async",
							    "unsafe",  "safe",
							    "default", "auto",
							    "extern",  "gen" };

	while (i < limit && is_one_of(file, i, words)) {
		i++;
		if (i < limit && file.tokens[i].kind == TokenKind::string)
			i++;
	}
	return i;
}

/* The end of the item that begins at @begin, or @begin if none does. */
size_t Scanner::item(size_t begin)
{
	constexpr std::array<std::string_view, 8> with_header = {
		"fn", "mod", "struct", "enum", "trait", "impl", "macro", "union"
	};
	constexpr std::array<std::string_view, 5> to_semicolon = {
		"use", "type", "let", "const", "static"
	};
	const size_t first = skip_visibility(begin);
	const size_t word = skip_qualifiers(first);

	if (is_word(file, first, "extern") && is_word(file, first + 1, "crate"))
		return behind_semicolon(first);
	if (is_one_of(file, word, with_header) &&
	    (!is_word(file, word, "union") ||
	     (word + 1 < limit &&
	      file.tokens[word + 1].kind == TokenKind::identifier)))
		return behind_header(word);
	if (word > first && is_word(file, word - 1, "extern"))
		return behind_header(word);
	if (word > first && file.tokens[word - 1].kind == TokenKind::string)
		return behind_header(word); /* extern "C" { */
	if (word < limit && word > first && is_open(file, word, '{'))
		return begin; /* unsafe { */
	if (is_one_of(file, word, to_semicolon))
		return behind_semicolon(word);
	if (is_one_of(file, first, to_semicolon))
		return behind_semicolon(first);
	return macro_item(first) > first ? macro_item(first) : begin;
}

/* `macro_rules! name {…}` */
size_t Scanner::macro_item(size_t i) const
{
	if (!is_word(file, i, "macro_rules") || i + 3 >= limit ||
	    !is(i + 1, "!"))
		return i;

	const size_t end = next(i + 3);
	return end < limit && is(end, ";") ? end + 1 : end;
}

bool Scanner::begins_block(size_t i) const
{
	if (i >= limit)
		return false;
	return is_open(file, i, '{') || is_one_of(file, i, block_words) ||
	       (file.tokens[i].kind == TokenKind::lifetime && is(i + 1, ":")) ||
	       ((is_word(file, i, "const") || is_word(file, i, "async")) &&
		is_open(file, i + 1, '{'));
}

/*
 * Behind the braces that are the body of the `if`, `match`, … at @i, not those
 * of a pattern (`if let A { b } = c {`) or of a block in the condition.
 */
size_t Scanner::body(size_t i)
{
	bool in_pattern = is_word(file, i, "for");
	bool after_word =
		!is_word(file, i, "loop") && !is_word(file, i, "unsafe") &&
		!is_word(file, i, "const") && !is_word(file, i, "async");

	for (i = next(i); !ends(i); i = next(i)) {
		if (is_open(file, i, '{') && !in_pattern && !after_word)
			return next(i);
		after_word = is_word(file, i, "unsafe");
		if (is_word(file, i, "let"))
			in_pattern = true;
		else if (is_word(file, i, "in") || is_assignment(i))
			in_pattern = false;
		else if (is(i, ";"))
			return i;
	}
	return i;
}

/* Behind an expression with a block, of which begins_block() is true. */
size_t Scanner::block(size_t i)
{
	if (i < limit && file.tokens[i].kind == TokenKind::lifetime)
		i = std::min(limit, i + 2);
	if (is_open(file, i, '{'))
		return next(i);

	const bool may_go_on = is_word(file, i, "if");
	i = body(i);
	while (may_go_on && i < limit && is_word(file, i, "else")) {
		i++;
		if (is_open(file, i, '{'))
			return next(i);
		i = i < limit ? body(i) : i;
	}
	return i;
}

/* The same as a statement, which a method call may extend. */
size_t Scanner::statement_block(size_t i)
{
	i = block(i);
	return i < limit && (is(i, ".") || is(i, "?")) ? plain(i, false) : i;
}

/* A match arm from behind its `=>`. */
size_t Scanner::arm(size_t i)
{
	if (begins_block(i)) {
		i = block(i);
		if (i < limit && is(i, ","))
			return i + 1;
		if (i >= limit || !(is(i, ".") || is(i, "?")))
			return i;
	}
	return plain(i, false);
}

/* To the comma or semicolon, whichever comes first. */
size_t Scanner::plain(size_t i, bool types)
{
	size_t angles = 0;
	bool path_only = true; /* so far nothing but `a::b!` */

	for (; !ends(i); i = next(i)) {
		if (is(i, ";") || (!angles && is(i, ",")))
			return i + 1;
		if (!angles && is_arrow(i))
			return arm(std::min(limit, i + 2));
		if (opens_angle(i, types))
			angles++;
		else if (angles && closes_angle(i))
			angles--;
		if (is_open(file, i, '{') && path_only && is(i - 1, "!") &&
		    !is(next(i), ".") && !is(next(i), "?"))
			return next(i);
		path_only = path_only &&
			    (file.tokens[i].kind == TokenKind::identifier ||
			     is(i, ":") || is(i, "!") || is(i, "$"));
	}
	return i;
}

size_t Scanner::node(size_t begin)
{
	const size_t behind_item = item(begin);

	if (behind_item > begin)
		return behind_item;
	if (begins_block(begin))
		return statement_block(begin);

	const size_t first = skip_visibility(begin);
	const bool types =
		first > begin || (is(first + 1, ":") && !is(first + 2, ":"));
	return plain(first, types);
}

} /* namespace */

size_t node_end(const TokenFile &file, size_t begin, size_t limit,
		size_t &budget)
{
	if (begin >= limit)
		return limit;

	Scanner scanner = { file, limit, budget };
	const size_t end = scanner.node(begin);
	return budget ? std::clamp(end, begin, limit)
		      : std::min(begin + 1, limit);
}

} /* namespace kcrate */
