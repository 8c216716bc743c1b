// SPDX-License-Identifier: GPL-2.0-or-later

#include "cfg/cfg.h"

#include <algorithm>
#include <utility>

#include "base/str.h"

namespace kcrate {

Truth operator!(Truth a)
{
	switch (a) {
	case Truth::no:
		return Truth::yes;
	case Truth::yes:
		return Truth::no;
	case Truth::maybe:
		break;
	}
	return Truth::maybe;
}

Truth all_of(Truth a, Truth b)
{
	return std::min(a, b);
}

Truth any_of(Truth a, Truth b)
{
	return std::max(a, b);
}

void CfgAnswers::add(std::string_view key,
		     std::optional<std::string_view> value, Truth truth)
{
	auto at = keys.find(key);

	if (at == keys.end())
		at = keys.emplace(key, OfKey()).first;
	if (!value)
		at->second.bare = truth;
	else if (!at->second.with.contains(*value))
		at->second.with.emplace(*value, truth);
}

bool CfgAnswers::are_of(const CfgSet &cfgs) const
{
	for (const auto &[key, answers] : keys) {
		if (answers.bare && cfgs.truth_of(key, {}) != *answers.bare)
			return false;
		for (const auto &[value, truth] : answers.with)
			if (cfgs.truth_of(key, value) != truth)
				return false;
	}
	return true;
}

void CfgSet::set(std::string_view key, std::optional<std::string_view> value)
{
	Values &values = keys[std::string(key)];

	if (value)
		values.with.emplace(*value);
	else
		values.bare = true;
}

void CfgSet::know(std::string_view key)
{
	keys[std::string(key)].known = true;
}

void CfgSet::leave_open(std::string_view key)
{
	keys[std::string(key)].open = true;
}

Truth CfgSet::lookup(std::string_view key,
		     std::optional<std::string_view> value) const
{
	const Truth truth = truth_of(key, value);

	if (told)
		told->add(key, value, truth);
	return truth;
}

Truth CfgSet::truth_of(std::string_view key,
		       std::optional<std::string_view> value) const
{
	const auto it = keys.find(key);

	if (it == keys.end())
		return closed ? Truth::no : Truth::maybe;

	const Values &values = it->second;
	if (value ? values.with.contains(*value) : values.bare)
		return Truth::yes;
	/* A key that takes values, such as `feature`, is not a bare one. */
	if (values.known || (!value && !values.with.empty()))
		return Truth::no;
	return closed && !values.open ? Truth::no : Truth::maybe;
}

namespace {

/* Deeper nesting than this is an attack on the stack, not a target. */
constexpr size_t max_depth = 128;

struct Token {
	enum class Kind {
		open,
		close,
		comma,
		equals,
		name,
		raw_name,
		string,
		end
	};

	Kind kind = Kind::end;
	std::string_view text;	  /* as written */
	std::string_view meaning; /* without r# or quotes */
};

bool starts_name(char c)
{
	return is_alpha(c) || c == '_';
}

bool is_operator(std::string_view name)
{
	return name == "all" || name == "any" || name == "not";
}

class Parser {
public:
	explicit Parser(std::string_view text) : text(text) {}

	Result<CfgExpr> parse();

private:
	Diag failure(std::string_view what) const;
	Diag unexpected(std::string_view wanted) const;
	size_t name_end(size_t from) const;
	Result<Token> lex();
	Result<Token> lex_name();
	Result<Token> lex_string();
	Status advance();
	Status eat(Token::Kind kind, std::string_view wanted);

	Result<CfgExpr> expression(size_t depth);
	Result<CfgExpr> operation(size_t depth);
	Status operands(CfgExpr &expr, size_t depth);
	Result<CfgExpr> predicate();

	std::string_view text;
	size_t at = 0;
	Token token; /* the next one, not yet eaten */
};

Diag Parser::failure(std::string_view what) const
{
	return Diag{ Id::bad_cfg, str(what, " in cfg '", text, "'") };
}

Diag Parser::unexpected(std::string_view wanted) const
{
	if (token.kind == Token::Kind::end)
		return failure(str("expected ", wanted, ", found the end"));
	return failure(str("expected ", wanted, ", found '", token.text, "'"));
}

size_t Parser::name_end(size_t from) const
{
	size_t end = from;

	while (end < text.size() && (is_alnum(text[end]) || text[end] == '_'))
		end++;
	return end;
}

Result<Token> Parser::lex_name()
{
	const size_t begin = at;
	const bool raw = text.substr(at).starts_with("r#");
	const size_t name = raw ? at + 2 : at;

	if (name >= text.size() || !starts_name(text[name]))
		return failure("'r#' without an identifier");
	at = name_end(name);
	return Token{ raw ? Token::Kind::raw_name : Token::Kind::name,
		      text.substr(begin, at - begin),
		      text.substr(name, at - name) };
}

/* cargo knows no escapes: a string ends at the next quote. */
Result<Token> Parser::lex_string()
{
	const size_t begin = at;
	const size_t close = text.find('"', begin + 1);

	if (close == text.npos)
		return failure(
			str("unterminated string '", text.substr(begin), "'"));
	at = close + 1;
	return Token{ Token::Kind::string, text.substr(begin, at - begin),
		      text.substr(begin + 1, close - begin - 1) };
}

/* The offending character, whole if it is UTF-8. */
std::string_view character(std::string_view text, size_t at)
{
	size_t end = at + 1;

	while (end < text.size() && (text[end] & 0xc0) == 0x80)
		end++;
	return text.substr(at, end - at);
}

Result<Token> Parser::lex()
{
	/* Tabs and newlines are errors to cargo, too. */
	while (at < text.size() && text[at] == ' ')
		at++;
	if (at == text.size())
		return Token{};
	if (starts_name(text[at]))
		return lex_name();
	if (text[at] == '"')
		return lex_string();

	const size_t index = std::string_view("(),=").find(text[at]);
	if (index == std::string_view::npos)
		return failure(str("unexpected character '",
				   character(text, at), "'"));
	at++;
	return Token{ static_cast<Token::Kind>(index),
		      text.substr(at - 1, 1),
		      {} };
}

Status Parser::advance()
{
	token = TRY(lex());
	return ok();
}

Status Parser::eat(Token::Kind kind, std::string_view wanted)
{
	if (token.kind != kind)
		return unexpected(wanted);
	return advance();
}

Result<CfgExpr> Parser::predicate()
{
	CfgExpr expr;

	if (token.kind != Token::Kind::name &&
	    token.kind != Token::Kind::raw_name)
		return unexpected("a cfg expression");
	expr.kind = CfgExpr::Kind::predicate;
	expr.key = token.meaning;
	TRY(advance());
	if (token.kind == Token::Kind::equals) {
		TRY(advance());
		if (token.kind != Token::Kind::string)
			return unexpected("a string");
		expr.value = token.meaning;
		TRY(advance());
	} else if (expr.key == "true" || expr.key == "false") {
		expr.kind = CfgExpr::Kind::literal;
		expr.truth = expr.key == "true";
		expr.key.clear();
	}
	return expr;
}

/* The operands and the closing parenthesis. */
Status Parser::operands(CfgExpr &expr, size_t depth)
{
	while (token.kind != Token::Kind::close) {
		CfgExpr operand = TRY(expression(depth));
		expr.operands.push_back(std::move(operand));
		if (token.kind != Token::Kind::comma)
			break;
		TRY(advance());
	}
	return eat(Token::Kind::close, "')'");
}

Result<CfgExpr> Parser::operation(size_t depth)
{
	const std::string_view name = token.meaning;
	CfgExpr expr;

	TRY(advance());
	TRY(eat(Token::Kind::open, "'('"));
	if (name == "not") {
		expr.kind = CfgExpr::Kind::negation;
		CfgExpr operand = TRY(expression(depth));
		expr.operands.push_back(std::move(operand));
		TRY(eat(Token::Kind::close, "')'"));
		return expr;
	}
	expr.kind = name == "all" ? CfgExpr::Kind::all : CfgExpr::Kind::any;
	TRY(operands(expr, depth));
	return expr;
}

Result<CfgExpr> Parser::expression(size_t depth)
{
	if (depth > max_depth)
		return Diag{ Id::bad_cfg, str("cfg nested more than ",
					      max_depth, " levels deep") };
	if (token.kind == Token::Kind::name && is_operator(token.meaning))
		return operation(depth + 1);
	return predicate();
}

Result<CfgExpr> Parser::parse()
{
	TRY(advance());
	CfgExpr expr = TRY(expression(0));
	if (token.kind != Token::Kind::end)
		return failure(str("unexpected '", token.text,
				   "' after the expression"));
	return expr;
}

/* The operands of all, any and not, with commas between them. */
std::string operand_text(const CfgExpr &expr)
{
	std::string out;

	for (const CfgExpr &operand : expr.operands) {
		if (!out.empty())
			out += ", ";
		out += to_string(operand);
	}
	return out;
}

std::string predicate_text(const CfgExpr &expr)
{
	/* The bare word would be read as the start of an operation. */
	const std::string_view raw = is_operator(expr.key) ? "r#" : "";

	if (expr.value)
		return str(raw, expr.key, " = \"", *expr.value, "\"");
	return str(raw, expr.key);
}

} /* namespace */

Result<CfgExpr> parse_cfg(std::string_view text)
{
	return Parser(text).parse();
}

Result<CfgExpr> parse_platform(std::string_view text)
{
	CfgExpr expr;

	if (text.starts_with("cfg(") && text.ends_with(')'))
		return parse_cfg(text.substr(4, text.size() - 5));
	if (text.find('(') != text.npos)
		return Diag{
			Id::bad_cfg,
			str("unexpected '(' in '", text,
			    "': a cfg expression begins with 'cfg(' and ends with ')'")
		};
	for (size_t at = 0; at < text.size(); at++)
		if (!is_alnum(text[at]) &&
		    std::string_view("_-.").find(text[at]) == text.npos)
			return Diag{ Id::bad_cfg,
				     str("unexpected character '",
					 character(text, at),
					 "' in the target name '", text, "'") };
	expr.kind = CfgExpr::Kind::predicate;
	expr.key = "target";
	expr.value = text;
	return expr;
}

std::string to_string(const CfgExpr &expr)
{
	switch (expr.kind) {
	case CfgExpr::Kind::all:
		return str("all(", operand_text(expr), ")");
	case CfgExpr::Kind::any:
		return str("any(", operand_text(expr), ")");
	case CfgExpr::Kind::negation:
		return str("not(", operand_text(expr), ")");
	case CfgExpr::Kind::predicate:
		return predicate_text(expr);
	case CfgExpr::Kind::literal:
		break;
	}
	return expr.truth ? "true" : "false";
}

Truth evaluate(const CfgExpr &expr, const CfgSet &cfgs)
{
	Truth truth = Truth::no;

	switch (expr.kind) {
	case CfgExpr::Kind::all:
		truth = Truth::yes;
		for (size_t i = 0;
		     i < expr.operands.size() && truth != Truth::no; i++)
			truth = all_of(truth, evaluate(expr.operands[i], cfgs));
		return truth;
	case CfgExpr::Kind::any:
		for (size_t i = 0;
		     i < expr.operands.size() && truth != Truth::yes; i++)
			truth = any_of(truth, evaluate(expr.operands[i], cfgs));
		return truth;
	case CfgExpr::Kind::negation:
		return !evaluate(expr.operands.front(), cfgs);
	case CfgExpr::Kind::predicate:
		return cfgs.lookup(expr.key, expr.value);
	case CfgExpr::Kind::literal:
		break;
	}
	return expr.truth ? Truth::yes : Truth::no;
}

} /* namespace kcrate */
