// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/attributes.h"

namespace kcrate {

namespace {

/* Whether @range is `name(…)`. */
bool is_call(const TokenFile &file, TokenRange range)
{
	return range.end - range.begin >= 3 &&
	       file.tokens[range.begin].kind == TokenKind::identifier &&
	       is_open(file, range.begin + 1, '(') &&
	       file.tokens[range.begin + 1].match() == range.end - 1;
}

/* Its spelling is its key: nobody can know one with a bracket or a quote. */
CfgExpr unknown_predicate(const TokenFile &file, TokenRange range)
{
	CfgExpr expr;

	expr.kind = CfgExpr::Kind::predicate;
	if (range.begin < range.end) {
		const size_t begin = file.tokens[range.begin].begin;
		const size_t end = file.tokens[range.end - 1].end();

		expr.key = file.code.substr(begin, end - begin);
	}
	expr.key = "(" + expr.key + ")";
	return expr;
}

/* all(…), any(…), not(…) */
CfgExpr operation(const TokenFile &file, TokenRange range)
{
	const std::vector<TokenRange> operands =
		arguments(file, range.begin + 1);
	CfgExpr expr;

	if (is_word(file, range.begin, "all"))
		expr.kind = CfgExpr::Kind::all;
	else if (is_word(file, range.begin, "any"))
		expr.kind = CfgExpr::Kind::any;
	else if (is_word(file, range.begin, "not") && operands.size() == 1)
		expr.kind = CfgExpr::Kind::negation;
	else
		return unknown_predicate(file, range);
	for (const TokenRange operand : operands)
		expr.operands.push_back(cfg_expression(file, operand));
	return expr;
}

CfgExpr bare(const TokenFile &file, size_t i)
{
	CfgExpr expr;

	expr.truth = is_word(file, i, "true");
	if (expr.truth || is_word(file, i, "false"))
		return expr;
	expr.kind = CfgExpr::Kind::predicate;
	expr.key = file.text(i);
	return expr;
}

struct Unpacker {
	const TokenFile &file;
	const CfgSet &cfgs;
	std::vector<Attribute> &out;

	void unpack(const Attribute &attribute)
	{
		const TokenRange range = attribute.tokens;

		if (is_word(file, range.begin, "cfg_attr") &&
		    is_call(file, range))
			unpack_cfg_attr(attribute);
		else if (range.begin < range.end)
			out.push_back(attribute);
	}

	void unpack_cfg_attr(const Attribute &outer)
	{
		const std::vector<TokenRange> parts =
			arguments(file, outer.tokens.begin + 1);
		const bool nested = outer.predicate.end != 0;

		if (parts.empty())
			return;
		const Truth when =
			all_of(outer.when,
			       evaluate(cfg_expression(file, parts[0]), cfgs));
		for (size_t i = 1; i < parts.size(); i++)
			unpack({ parts[i], when,
				 nested ? TokenRange{ 1, 1 } : parts[0] });
	}
};

bool same_tokens(const TokenFile &file, TokenRange a, TokenRange b)
{
	if (a.end - a.begin != b.end - b.begin)
		return false;
	for (size_t i = 0; i < a.end - a.begin; i++)
		if (file.text(a.begin + i) != file.text(b.begin + i))
			return false;
	return a.begin < a.end;
}

/* Whether @a is not(@b). */
bool negates(const TokenFile &file, TokenRange a, TokenRange b)
{
	return is_word(file, a.begin, "not") && is_call(file, a) &&
	       same_tokens(file, { a.begin + 2, a.end - 1 }, b);
}

} /* namespace */

std::vector<TokenRange> arguments(const TokenFile &file, size_t open)
{
	const size_t close = file.tokens[open].match();
	std::vector<TokenRange> parts;
	size_t begin = open + 1;

	for (size_t i = begin; i < close; i++) {
		if (file.tokens[i].kind == TokenKind::open) {
			i = file.tokens[i].match();
		} else if (file.is(i, ",")) {
			parts.push_back({ begin, i });
			begin = i + 1;
		}
	}
	if (begin < close)
		parts.push_back({ begin, close });
	return parts;
}

CfgExpr cfg_expression(const TokenFile &file, TokenRange range)
{
	const size_t size = range.end - range.begin;

	if (is_call(file, range))
		return operation(file, range);
	if (!size || file.tokens[range.begin].kind != TokenKind::identifier)
		return unknown_predicate(file, range);
	if (size == 1)
		return bare(file, range.begin);
	if (size != 3 || !file.is(range.begin + 1, "=") ||
	    file.tokens[range.begin + 2].kind != TokenKind::string)
		return unknown_predicate(file, range);

	Result<std::string> value = string_value(file, range.begin + 2);
	if (!value)
		return unknown_predicate(file, range);
	CfgExpr expr;
	expr.kind = CfgExpr::Kind::predicate;
	expr.key = file.text(range.begin);
	expr.value = std::move(value.value());
	return expr;
}

void read_attributes(const TokenFile &file, size_t open, const CfgSet &cfgs,
		     std::vector<Attribute> &out)
{
	Unpacker{ file, cfgs, out }.unpack(
		{ { open + 1, file.tokens[open].match() }, Truth::yes, {} });
}

Truth condition(const TokenFile &file, const Attribute &attribute,
		const CfgSet &cfgs)
{
	const TokenRange range = attribute.tokens;

	if (is_word(file, range.begin, "cfg") && is_call(file, range)) {
		const TokenRange inside = { range.begin + 2, range.end - 1 };
		std::vector<TokenRange> parts =
			arguments(file, range.begin + 1);
		const TokenRange predicate =
			parts.size() == 1 ? parts[0] : inside;

		return any_of(!attribute.when,
			      evaluate(cfg_expression(file, predicate), cfgs));
	}
	if (range.end - range.begin == 1 &&
	    (is_word(file, range.begin, "test") ||
	     is_word(file, range.begin, "bench")))
		return any_of(!attribute.when, cfgs.lookup("test", {}));
	return Truth::yes;
}

bool are_opposite(const TokenFile &file, const Attribute &a, const Attribute &b)
{
	return negates(file, a.predicate, b.predicate) ||
	       negates(file, b.predicate, a.predicate);
}

} /* namespace kcrate */
