// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>
#include <array>

#include "base/str.h"
#include "rustsrc/syntax_reader.h"

namespace kcrate {

/* An expression of @kind, counted if geiger counts it. */
SyntaxReader::Expr SyntaxReader::node(Kind kind, bool was_unsafe, bool braced)
{
	if (kind != Kind::literal && kind != Kind::path &&
	    kind != Kind::unsafe_block)
		counts.exprs.add(was_unsafe);
	return { kind, was_unsafe, braced };
}

/* @structs: whether `name { … }` is one, and not a name before a block. */
SyntaxReader::Expr SyntaxReader::expression(bool structs)
{
	const Depth deeper(*this);

	return operators(unary(structs), structs, Precedence::none);
}

SyntaxReader::Operator SyntaxReader::next_operator() const
{
	using enum Precedence;
	struct Row {
		std::string_view text;
		Precedence precedence;
	};
	constexpr std::array<Row, 31> table = { {
		{ "+=", assign },  { "-=", assign },	  { "*=", assign },
		{ "/=", assign },  { "%=", assign },	  { "^=", assign },
		{ "&=", assign },  { "|=", assign },	  { "<<=", assign },
		{ ">>=", assign }, { "&&", logical_and }, { "||", logical_or },
		{ "<<", shift },   { ">>", shift },	  { "==", compare },
		{ "<=", compare }, { "!=", compare },	  { ">=", compare },
		{ "+", sum },	   { "-", sum },	  { "*", product },
		{ "/", product },  { "%", product },	  { "^", bit_xor },
		{ "&", bit_and },  { "|", bit_or },	  { "<", compare },
		{ ">", compare },  { "=>", none },	  { "=", assign },
		{ "..", range },
	} };

	if (word("as"))
		return { cast, 1 };
	if (!kind(TokenKind::punct))
		return {};
	for (const Row &row : table)
		if (punct(row.text))
			return { row.precedence, row.text.size() };
	return {};
}

/* What follows @lhs and binds at least as tightly as @base. */
SyntaxReader::Expr SyntaxReader::operators(Expr lhs, bool structs,
					   Precedence base)
{
	/* A range is the left side of nothing. */
	while (lhs.kind != Kind::range) {
		const Operator next = next_operator();
		if (next.precedence == Precedence::none ||
		    next.precedence < base)
			break;
		if (next.precedence == Precedence::range) {
			const bool was_unsafe = lhs.in_unsafe;
			lhs = range(was_unsafe, structs);
			continue;
		}
		at += next.length;
		if (next.precedence == Precedence::cast) {
			lhs = cast(lhs);
			continue;
		}
		const bool compares = next.precedence == Precedence::compare;
		if (compares && lhs.kind == Kind::compare)
			fail();
		const Expr rhs = operand(structs, next.precedence);
		lhs = node(compares ? Kind::compare : Kind::other,
			   lhs.in_unsafe, rhs.braced);
	}
	return lhs;
}

/* The right side of an operator of @precedence. */
SyntaxReader::Expr SyntaxReader::operand(bool structs, Precedence precedence)
{
	const Depth deeper(*this);
	Expr out = unary(structs);

	for (;;) {
		const size_t before = at;
		const Precedence next = next_operator().precedence;
		if (next <= precedence &&
		    !(next == precedence && precedence == Precedence::assign))
			break;
		out = operators(out, structs, next);
		if (at == before)
			break;
	}
	return out;
}

SyntaxReader::Expr SyntaxReader::cast(Expr lhs)
{
	type(false);
	if ((punct(".") && !punct("..")) || punct("?") || group('[') ||
	    group('('))
		fail();
	return node(Kind::other, lhs.in_unsafe);
}

/* Of a range: whether nothing is behind its `..`. */
bool SyntaxReader::range_ends(bool structs) const
{
	constexpr std::array<std::string_view, 15> texts = {
		",", ";", "?",	"=>", "=",  "+",  "/",	"%",
		"^", ">", "<=", "!=", "-=", "*=", "&=",
	};

	return is_end() || (punct(".") && !punct("..")) ||
	       (!structs && group('{')) || word("as") || punct("|=") ||
	       punct("<<=") ||
	       std::any_of(texts.begin(), texts.end(),
			   [&](std::string_view text) { return punct(text); });
}

/* From its `..` on; @was_unsafe where it begins. */
SyntaxReader::Expr SyntaxReader::range(bool was_unsafe, bool structs)
{
	const bool closed = punct("..=");
	bool braced = false;

	if (punct("..."))
		fail();
	at += closed ? 3 : 2;
	if (closed || !range_ends(structs))
		braced = operand(structs, Precedence::range).braced;
	return node(Kind::range, was_unsafe, braced);
}

/* One with what stands before and behind it. */
SyntaxReader::Expr SyntaxReader::unary(bool structs)
{
	const Depth deeper(*this);
	const bool was_unsafe = in_unsafe();

	outer_attributes();
	if (punct("&") || punct("*") || punct("!") || punct("-"))
		return prefixed(structs, was_unsafe);
	return trailers(atom(structs));
}

SyntaxReader::Expr SyntaxReader::prefixed(bool structs, bool was_unsafe)
{
	if (accept("&")) {
		const bool raw =
			word("raw") && (word("mut", 1) || word("const", 1));
		at += raw;
		if (!accept_word("mut") && raw)
			at++;
	} else {
		at++;
	}
	return node(Kind::other, was_unsafe, unary(structs).braced);
}

/* Calls, members, indices and `?` behind @e. */
SyntaxReader::Expr SyntaxReader::trailers(Expr e)
{
	for (;;) {
		const bool is_range = e.kind == Kind::range;
		if (group('(')) {
			list('(', [&] { expression(); });
		} else if (punct(".") && !punct("..") && !is_range) {
			if (!member_trailer(e))
				continue;
		} else if (group('[')) {
			const Outer outer = enter('[');
			expression();
			leave(outer);
		} else if (!punct("?") || is_range) {
			return e;
		} else {
			at++;
		}
		e = node(Kind::other, e.in_unsafe);
	}
}

/* From its `.` on; whether there is one more to count. */
bool SyntaxReader::member_trailer(Expr &e)
{
	at++;
	if (kind(TokenKind::number) &&
	    file.text(at).find('.') != std::string_view::npos) {
		const Expr base = e;
		e = { Kind::other, e.in_unsafe, false };
		if (float_members(base))
			return false;
	}
	if (accept_word("await"))
		return true;

	const bool named = member();
	if (!named)
		return true;
	const bool turbofish = punct("::");
	if (turbofish)
		angle_arguments();
	if (group('('))
		list('(', [&] { expression(); });
	else if (turbofish)
		fail();
	return true;
}

/* `.0.1` is a `.` and a number; whether no more is to follow its last dot. */
bool SyntaxReader::float_members(const Expr &base)
{
	const std::string_view text = file.text(at);

	for (const char c : text)
		if (c != '.' && (c < '0' || c > '9'))
			fail();
	if (failure)
		return true;
	at++;
	counts.exprs.add(base.in_unsafe);
	if (text.back() == '.')
		return false;
	counts.exprs.add(base.in_unsafe);
	return true;
}

/* A name, or an index; whether it is a name. */
bool SyntaxReader::member()
{
	if (ident()) {
		at++;
		return true;
	}
	if (kind(TokenKind::number) &&
	    file.text(at).find_first_not_of("0123456789_") ==
		    std::string_view::npos)
		at++;
	else
		fail();
	return false;
}

/*
 * A statement's, or a match arm's: one that ends in a block is complete with
 * it.
 */
SyntaxReader::Expr SyntaxReader::statement_like()
{
	const Depth deeper(*this);

	outer_attributes();
	Expr e = begins_block() ? block_like() : unary(true);
	if (e.kind != Kind::block && e.kind != Kind::unsafe_block)
		return operators(e, true, Precedence::none);
	if ((punct(".") && !punct("..")) || punct("?"))
		return operators(trailers(e), true, Precedence::none);
	return e;
}

/* syn's Expr::peek. */
bool SyntaxReader::begins_expression() const
{
	constexpr std::array<std::string_view, 5> unless = { "!", "-", "*", "|",
							     "&" };

	for (const std::string_view text : unless)
		if (punct(text))
			return !punct(str(text, "=")) && !punct("->");
	return (any_ident() && !word("as")) || any_group() || literal() ||
	       punct("..") || (punct("<") && !punct("<=") && !punct("<<=")) ||
	       punct("::") || lifetime() || punct("#");
}

} /* namespace kcrate */
