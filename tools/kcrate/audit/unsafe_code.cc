// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/unsafe_code.h"

#include <algorithm>

#include "audit/token_walk.h"
#include "base/str.h"
#include "rustsrc/attributes.h"

namespace kcrate {

namespace {

/* How far a statement's beginning is looked for. */
constexpr size_t max_statement = 2000;

/* Whether @text has @word, which is small, in any case. */
bool says(std::string_view text, std::string_view word)
{
	const auto same = [](char a, char b) {
		return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b;
	};

	return std::search(text.begin(), text.end(), word.begin(), word.end(),
			   same) != text.end();
}

enum class Body : uint8_t { none, inherent, implemented, trait, foreign };

class Reader {
public:
	Reader(const CrateCode &code, std::vector<CodeSite> &out)
		: code(code), out(out)
	{}

	void read(size_t index)
	{
		const CodeModule &in = code.modules()[index];

		module = index;
		file = in.tokens;
		walk_through(TokenWalk(in, in.skipped));
		in_macro = true;
		for (const auto &[begin, end] : in.macros)
			walk_through(TokenWalk(in, in.dead, begin, end));
		in_macro = false;
	}

private:
	void walk_through(TokenWalk walk);
	void judge(const TokenWalk &walk);
	void judge_unsafe(const TokenWalk &walk);
	void judge_attribute(size_t i);
	void note_body(size_t i);
	SiteKind kind_of_function(size_t name, Body where);
	size_t behind_abi(size_t i) const;
	bool begins_item(size_t i) const;
	bool is_arrow(size_t i) const;
	size_t body_of(size_t i);
	bool is_documented(const TokenWalk &walk, std::string_view word);
	size_t statement_begin(size_t i);
	std::string_view comments_before(size_t i) const;

	void add(size_t token, SiteKind kind, bool undocumented = false)
	{
		out.push_back({ in_macro ? SiteKind::unsafe_in_macro : kind,
				module, token, undocumented });
	}

	const CrateCode &code;
	std::vector<CodeSite> &out;
	size_t module = 0;
	const TokenFile *file = nullptr;
	bool in_macro = false;
	size_t fruitless = 0; /* where no body was found lately */
	/* Whose statement was looked for last. */
	struct {
		size_t at = 0, begin = 0;
	} asked;
	/* What was looked at last: a statement may have many of them. */
	struct {
		size_t begin = 0;
		std::string_view word;
		size_t next = 0;
		bool found = false;
	} said;
	/* The braces of impls, traits and extern blocks that were met last. */
	std::vector<std::pair<size_t, Body>> bodies;
};

void Reader::walk_through(TokenWalk walk)
{
	bodies.clear();
	said = {};
	asked = {};
	fruitless = 0;
	for (; !walk.is_end(); walk.next())
		judge(walk);
}

void Reader::judge(const TokenWalk &walk)
{
	const size_t i = walk.token();

	while (!bodies.empty() && file->tokens[bodies.back().first].match() < i)
		bodies.pop_back();
	if (file->is(i, "#")) {
		judge_attribute(i);
		return;
	}
	if (file->tokens[i].kind != TokenKind::identifier)
		return;
	note_body(i);
	if (is_word(*file, i, "unsafe"))
		judge_unsafe(walk);
	else if (is_word(*file, i, "static") && is_word(*file, i + 1, "mut"))
		add(i, SiteKind::static_mut);
	else if (is_word(*file, i, "extern") &&
		 is_open(*file, behind_abi(i), '{'))
		add(i, SiteKind::extern_block);
}

/* Behind `extern` and the string that may follow it. */
size_t Reader::behind_abi(size_t i) const
{
	if (!is_word(*file, i, "extern"))
		return i;
	return i + 1 < file->tokens.size() &&
			       file->tokens[i + 1].kind == TokenKind::string
		       ? i + 2
		       : i + 1;
}

/* Whether the word at @i is an item's, and not one of a type. */
bool Reader::begins_item(size_t i) const
{
	if (!i)
		return true;
	return file->is(i - 1, ";") || file->is(i - 1, "{") ||
	       file->is(i - 1, "}") || file->is(i - 1, "]") ||
	       is_word(*file, i - 1, "unsafe") ||
	       is_word(*file, i - 1, "default");
}

/* Whether the `>` at @i is that of `->` or `=>`. */
bool Reader::is_arrow(size_t i) const
{
	return i && file->tokens[i - 1].joint &&
	       (file->is(i - 1, "-") || file->is(i - 1, "="));
}

/* The brace of the item whose word is at @i, or 0. */
size_t Reader::body_of(size_t i)
{
	const size_t begin = i;
	const size_t end = std::min(file->tokens.size(), i + max_statement);

	if (i < fruitless)
		return 0;
	for (size_t angles = 0; i < end; i++) {
		if (file->tokens[i].kind == TokenKind::close ||
		    file->is(i, ";"))
			return 0;
		if (file->is(i, "<"))
			angles++;
		else if (file->is(i, ">") && angles && !is_arrow(i))
			angles--;
		if (file->tokens[i].kind != TokenKind::open)
			continue;
		/* `A<{ 1 }>` has braces too. */
		if (is_open(*file, i, '{') && !angles)
			return i;
		i = file->tokens[i].match();
	}
	/* What is no Rust shall not be searched again for each word. */
	fruitless = begin + max_statement / 2;
	return 0;
}

void Reader::note_body(size_t i)
{
	Body body = Body::none;

	if (is_word(*file, i, "trait"))
		body = Body::trait;
	else if (is_word(*file, i, "extern"))
		body = Body::foreign;
	else if (is_word(*file, i, "impl") && begins_item(i))
		body = Body::inherent;
	if (body == Body::none)
		return;
	const size_t open = body == Body::foreign ? behind_abi(i) : body_of(i);
	if (!open || !is_open(*file, open, '{'))
		return;
	for (size_t k = i; body == Body::inherent && k < open; k++)
		if (is_word(*file, k, "for") && !file->is(k + 1, "<"))
			body = Body::implemented;
	bodies.emplace_back(open, body);
}

void Reader::judge_attribute(size_t i)
{
	const size_t open = file->is(i + 1, "!") ? i + 2 : i + 1;

	if (is_open(*file, open, '[') &&
	    (is_word(*file, open + 1, "no_mangle") ||
	     is_word(*file, open + 1, "export_name") ||
	     is_word(*file, open + 1, "link_section") ||
	     (is_word(*file, open + 1, "unsafe") &&
	      is_open(*file, open + 2, '('))))
		add(i, SiteKind::unsafe_attribute);
}

/* Whose `fn` is before @name, in a body @where. */
SiteKind Reader::kind_of_function(size_t name, Body where)
{
	if (where == Body::inherent || where == Body::implemented)
		return SiteKind::unsafe_method;
	if (where != Body::trait)
		return SiteKind::unsafe_function;
	return body_of(name) ? SiteKind::unsafe_trait_default
			     : SiteKind::unsafe_trait_method;
}

void Reader::judge_unsafe(const TokenWalk &walk)
{
	const size_t i = walk.token();
	const size_t function = behind_abi(i + 1);

	if (is_open(*file, i + 1, '{')) {
		add(i, SiteKind::unsafe_block,
		    !is_documented(walk, "safety:") &&
			    !says(comments_before(i + 2), "safety:"));
	} else if (is_word(*file, i + 1, "impl")) {
		add(i, SiteKind::unsafe_impl, !is_documented(walk, "safety:"));
	} else if (is_word(*file, i + 1, "trait") ||
		   is_word(*file, i + 1, "auto")) {
		add(i, SiteKind::unsafe_trait,
		    !is_documented(walk, "# safety"));
	} else if (is_word(*file, function, "fn") &&
		   function + 1 < file->tokens.size() &&
		   !file->tokens[function + 1].is_bracket()) {
		/* `unsafe fn(u8)` is a type. */
		const bool listed =
			!bodies.empty() && walk.around() == bodies.back().first;
		const Body where = listed ? bodies.back().second : Body::none;
		if (where == Body::foreign)
			return;
		add(i, kind_of_function(function + 1, where),
		    where != Body::implemented &&
			    !is_documented(walk, "# safety"));
	}
}

/* What stands between the token before @i and it: white space and comments. */
std::string_view Reader::comments_before(size_t i) const
{
	const std::string_view text = file->source.text;
	const size_t begin = i ? file->head() + file->tokens[i - 1].end() : 0;

	return text.substr(begin, file->head() + file->tokens[i].begin - begin);
}

/* The first token of the statement, arm, field or item that @i is in. */
size_t Reader::statement_begin(size_t i)
{
	std::optional<size_t> comma;
	size_t k = i;

	for (size_t n = 0; k > 0 && n < max_statement; k--, n++) {
		if (k == asked.at) {
			k = asked.begin;
			break;
		}
		const Token &before = file->tokens[k - 1];
		if (file->is(k - 1, ";") || file->is(k - 1, "}") ||
		    before.kind == TokenKind::open)
			break;
		if (before.kind == TokenKind::close)
			k = before.match() + 1;
		else if (file->is(k - 1, ",") && !comma)
			comma = k;
		else if (is_word(*file, k - 1, "let") ||
			 is_word(*file, k - 1, "const") ||
			 is_word(*file, k - 1, "static"))
			comma = {}; /* it was one of a type */
	}
	asked = { i, comma.value_or(k) };
	return asked.begin;
}

/*
 * Whether a comment with @word stands before what the walk is at, anywhere from
 * the beginning of its statement on.
 */
bool Reader::is_documented(const TokenWalk &walk, std::string_view word)
{
	const size_t i = walk.token();
	size_t outermost = i;

	for (auto at = walk.brackets().rbegin(); at != walk.brackets().rend();
	     ++at) {
		if (is_open(*file, *at, '{'))
			break;
		outermost = *at;
	}
	const size_t begin = statement_begin(outermost);
	if (said.begin != begin || said.word != word || said.next > i + 1)
		said = { begin, word, begin, false };
	for (; said.next <= i; said.next++)
		said.found |= says(comments_before(said.next), word);
	return said.found;
}

} /* namespace */

std::vector<CodeSite> unsafe_sites(const CrateCode &code)
{
	std::vector<CodeSite> out;
	Reader reader(code, out);

	for (const size_t m : code.reached())
		reader.read(m);
	return out;
}

bool forbids_unsafe_code(const CrateCode &code, const CfgSet &cfgs)
{
	const TokenFile &file = *code.modules()[0].tokens;
	std::vector<Attribute> attributes;

	for (size_t i = 0; file.is(i, "#") && file.is(i + 1, "!") &&
			   is_open(file, i + 2, '[');
	     i = file.tokens[i + 2].match() + 1)
		read_attributes(file, i + 2, cfgs, attributes);
	for (const Attribute &attribute : attributes) {
		const size_t name = attribute.tokens.begin;
		if (attribute.when != Truth::yes ||
		    !is_word(file, name, "forbid") ||
		    !is_open(file, name + 1, '('))
			continue;
		for (const TokenRange &lint : arguments(file, name + 1))
			if (lint.end == lint.begin + 1 &&
			    is_word(file, lint.begin, "unsafe_code"))
				return true;
	}
	return false;
}

} /* namespace kcrate */
