// SPDX-License-Identifier: GPL-2.0-or-later

/* Licence expressions, read and printed; kernel.cc judges them. */

#include "spdx/spdx.h"

#include <algorithm>
#include <utility>

#include "base/str.h"

namespace kcrate {

namespace {

constexpr size_t max_depth = 128;
constexpr size_t max_size = 4096; /* the longest of real ones has some 300 */

bool is_id_char(char c)
{
	return is_alnum(c) || c == '-' || c == '.' || c == '+';
}

/* The tokens are words, parentheses and the slash; "" is the end. */
class Parser {
public:
	explicit Parser(std::string_view text) : text(text) { advance(); }

	Result<Licence> parse();

private:
	Diag failure(std::string_view what) const;
	Diag unexpected(std::string_view wanted) const;
	void advance();
	bool eat_operator(Licence::Kind kind);
	bool is_word() const;

	Result<Licence> chain(Licence::Kind kind, size_t depth);
	Result<Licence> operand(Licence::Kind kind, size_t depth);
	Result<Licence> primary(size_t depth);
	Result<Licence> simple();

	std::string_view text;
	std::string_view token;
	size_t at = 0; /* behind @token */
};

Diag Parser::failure(std::string_view what) const
{
	return Diag{ Id::bad_licence, str(what, " in licence '", text, "'") };
}

Diag Parser::unexpected(std::string_view wanted) const
{
	if (token.empty())
		return failure(str("expected ", wanted, ", found the end"));
	return failure(str("expected ", wanted, ", found '", token, "'"));
}

void Parser::advance()
{
	while (at < text.size() && std::string_view(" \t\r\n").find(text[at]) !=
					   std::string_view::npos)
		at++;

	const size_t begin = at;
	while (at < text.size() && is_id_char(text[at]))
		at++;
	/* One character that is no word, whole if it is UTF-8. */
	if (at == begin && at < text.size())
		do
			at++;
		while (at < text.size() && (text[at] & 0xc0) == 0x80);
	token = text.substr(begin, at - begin);
}

bool is_reserved(std::string_view word)
{
	const std::string lower = to_lower(word);

	return lower == "and" || lower == "or" || lower == "with";
}

bool Parser::is_word() const
{
	return !token.empty() && is_id_char(token[0]) && !is_reserved(token);
}

bool Parser::eat_operator(Licence::Kind kind)
{
	const bool is_or = kind == Licence::Kind::disjunction;

	if (to_lower(token) != (is_or ? "or" : "and") &&
	    !(is_or && token == "/"))
		return false;
	advance();
	return true;
}

Result<Licence> Parser::simple()
{
	Licence out;

	if (!is_word())
		return unexpected("a licence");
	out.id = token;
	advance();
	if (to_lower(token) != "with")
		return out;
	advance();
	if (!is_word())
		return unexpected("an exception");
	out.exception = token;
	advance();
	return out;
}

Result<Licence> Parser::primary(size_t depth)
{
	if (token != "(")
		return simple();
	if (depth > max_depth)
		return Diag{ Id::bad_licence, str("licence nested more than ",
						  max_depth, " levels deep") };
	advance();
	Licence out = TRY(chain(Licence::Kind::disjunction, depth + 1));
	if (token != ")")
		return unexpected("')'");
	advance();
	return out;
}

/* AND binds tighter than OR. */
Result<Licence> Parser::operand(Licence::Kind kind, size_t depth)
{
	if (kind == Licence::Kind::disjunction)
		return chain(Licence::Kind::conjunction, depth);
	return primary(depth);
}

void add_term(Licence &to, Licence term)
{
	if (term.kind != to.kind) {
		to.terms.push_back(std::move(term));
		return;
	}
	for (Licence &inner : term.terms)
		to.terms.push_back(std::move(inner));
}

Result<Licence> Parser::chain(Licence::Kind kind, size_t depth)
{
	Licence first = TRY(operand(kind, depth));
	Licence out;

	if (!eat_operator(kind))
		return first;
	out.kind = kind;
	add_term(out, std::move(first));
	do {
		Licence next = TRY(operand(kind, depth));
		add_term(out, std::move(next));
	} while (eat_operator(kind));
	return out;
}

Result<Licence> Parser::parse()
{
	if (token.empty())
		return Diag{ Id::bad_licence, "the licence is empty" };

	Licence out = TRY(chain(Licence::Kind::disjunction, 0));
	if (!token.empty())
		return unexpected("AND, OR or the end");
	return out;
}

/* AND within OR needs no parentheses, OR within AND does. */
std::string operand_text(const Licence &term, Licence::Kind in)
{
	if (term.kind == Licence::Kind::disjunction &&
	    in == Licence::Kind::conjunction)
		return str("(", to_string(term), ")");
	return to_string(term);
}

} /* namespace */

Result<Licence> parse_licence(std::string_view text)
{
	if (text.size() > max_size)
		return Diag{ Id::bad_licence, str("the licence is longer than ",
						  max_size, " bytes") };
	return Parser(text).parse();
}

std::vector<Licence> ids_in(const Licence &licence)
{
	std::vector<Licence> out;

	if (licence.kind == Licence::Kind::id)
		return { licence };
	for (const Licence &term : licence.terms)
		for (Licence &id : ids_in(term))
			out.push_back(std::move(id));
	return out;
}

std::string to_string(const Licence &licence)
{
	std::vector<std::string> terms;

	if (licence.kind == Licence::Kind::id)
		return licence.exception.empty()
			       ? licence.id
			       : str(licence.id, " WITH ", licence.exception);
	for (const Licence &term : licence.terms)
		terms.push_back(operand_text(term, licence.kind));
	return join(terms, licence.kind == Licence::Kind::conjunction ? " AND "
								      : " OR ");
}

} /* namespace kcrate */
