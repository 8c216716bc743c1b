// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/syntax_reader.h"

namespace kcrate {

bool SyntaxReader::begins_closure() const
{
	return punct("|") || word("move") || word("static") ||
	       (word("for") && punct("<", 1) &&
		(lifetime(2) || punct(">", 2))) ||
	       (word("const") && !group('{', 1)) ||
	       (word("async") && (punct("|", 1) || word("move", 1)));
}

/* What is complete without an operator. */
SyntaxReader::Expr SyntaxReader::atom(bool structs)
{
	const bool was_unsafe = in_unsafe();

	if (literal()) {
		at += punct("-") ? 2 : 1;
		return node(Kind::literal, was_unsafe);
	}
	if (word("async") &&
	    (group('{', 1) || (word("move", 1) && group('{', 2)))) {
		at++;
		accept_word("move");
		block();
		return node(Kind::other, was_unsafe, true);
	}
	if (word("try") && group('{', 1))
		return block_like();
	if (begins_closure())
		return closure(structs);
	if (word("builtin") && punct("#", 1))
		return builtin();
	if (path_begin() || (word("try") && (punct("!", 1) || punct("::", 1))))
		return path_or_macro_or_struct(structs);
	if (group('('))
		return parenthesized();
	if (group('['))
		return bracketed();
	return keyword_atom(structs);
}

SyntaxReader::Expr SyntaxReader::keyword_atom(bool structs)
{
	const bool was_unsafe = in_unsafe();

	if (word("break") || word("continue") || word("return") ||
	    word("yield"))
		return jump(structs);
	if (word("become"))
		return become();
	if (word("let"))
		return let(structs);
	if (begins_block())
		return block_like();
	if (punct(".."))
		return range(was_unsafe, structs);
	if (!accept_word("_"))
		fail();
	return node(Kind::other, was_unsafe);
}

bool SyntaxReader::begins_block() const
{
	return word("if") || word("while") || word("loop") || word("match") ||
	       word("unsafe") || group('{') || lifetime() ||
	       ((word("try") || word("const")) && group('{', 1)) ||
	       (word("for") &&
		!(punct("<", 1) && (lifetime(2) || punct(">", 2))));
}

/* What begins_block(). */
SyntaxReader::Expr SyntaxReader::block_like()
{
	const bool was_unsafe = in_unsafe();

	if (lifetime())
		return labeled();
	if (word("if"))
		return conditional();
	if (word("while") || word("for") || word("loop"))
		return loop();
	if (word("match"))
		return match();
	if (accept_word("unsafe")) {
		scopes++;
		block(true);
		scopes--;
		return node(Kind::unsafe_block, was_unsafe, true);
	}
	const bool inner = !accept_word("try");
	accept_word("const");
	const Expr out = node(Kind::block, was_unsafe, true);
	block(inner);
	return out;
}

SyntaxReader::Expr SyntaxReader::labeled()
{
	accept_lifetime();
	expect(":");
	if (!word("while") && !word("for") && !word("loop") && !group('{'))
		fail();
	return failure ? Expr{ Kind::block, false, true } : block_like();
}

SyntaxReader::Expr SyntaxReader::conditional()
{
	const Expr out = { Kind::block, in_unsafe(), true };

	for (;;) {
		expect_word("if");
		node(Kind::block, in_unsafe());
		expression(false);
		block();
		if (!accept_word("else"))
			return out;
		if (word("if"))
			continue;
		node(Kind::block, in_unsafe());
		block();
		return out;
	}
}

SyntaxReader::Expr SyntaxReader::loop()
{
	const Expr out = node(Kind::block, in_unsafe(), true);

	if (accept_word("for")) {
		alternatives();
		expect_word("in");
		expression(false);
	} else if (accept_word("while")) {
		expression(false);
	} else {
		expect_word("loop");
	}
	block(true);
	return out;
}

SyntaxReader::Expr SyntaxReader::match()
{
	const Expr out = node(Kind::block, in_unsafe(), true);
	Attributes attributes;

	expect_word("match");
	expression(false);
	const Outer outer = enter('{');
	inner_attributes(attributes);
	while (!is_end())
		arm();
	leave(outer);
	return out;
}

void SyntaxReader::arm()
{
	outer_attributes();
	alternatives();
	if (accept_word("if"))
		expression();
	expect("=>");
	const Expr body = statement_like();
	if (!accept(",") && !is_end() && body.kind != Kind::block &&
	    body.kind != Kind::unsafe_block)
		fail();
}

SyntaxReader::Expr SyntaxReader::path_or_macro_or_struct(bool structs)
{
	const bool was_unsafe = in_unsafe();
	const Path name = qualified_path(true);

	if (!name.qualified && punct("!") && !punct("!=") && name.plain) {
		at++;
		const bool braced = group('{');
		expect_group();
		return node(Kind::macro, was_unsafe, braced);
	}
	if (!structs || !group('{'))
		return node(Kind::path, was_unsafe);
	struct_fields();
	return node(Kind::other, was_unsafe, true);
}

void SyntaxReader::struct_fields()
{
	const Outer outer = enter('{');

	while (!is_end()) {
		if (accept("..")) {
			if (!is_end())
				expression();
			break;
		}
		outer_attributes();
		const bool named = member();
		if (!named || punct(":")) {
			expect(":");
			expression();
		}
		if (!is_end())
			expect(",");
	}
	leave(outer);
}

SyntaxReader::Expr SyntaxReader::closure(bool structs)
{
	const bool was_unsafe = in_unsafe();

	if (word("for"))
		bound_lifetimes();
	for (const std::string_view text :
	     { "const", "static", "async", "move" })
		accept_word(text);
	expect("|");
	while (!is_end() && !punct("|")) {
		outer_attributes();
		pattern();
		if (accept(":"))
			type();
		if (!punct("|"))
			expect(",");
	}
	expect("|");
	if (!accept("->"))
		return node(Kind::other, was_unsafe,
			    expression(structs).braced);
	type();
	node(Kind::block, in_unsafe());
	block();
	return node(Kind::other, was_unsafe, true);
}

/* With @wanted an expression, else nothing. */
SyntaxReader::Expr SyntaxReader::optional_operand(bool wanted)
{
	return wanted ? expression() : Expr{ Kind::other, false, false };
}

SyntaxReader::Expr SyntaxReader::jump(bool structs)
{
	const bool was_unsafe = in_unsafe();
	const bool breaks = word("break"), continues = word("continue");

	at++;
	if ((breaks || continues) && accept_lifetime() && punct(":"))
		fail();
	const bool wanted = !continues && begins_expression() &&
			    (!breaks || structs || !group('{'));
	return node(Kind::other, was_unsafe, optional_operand(wanted).braced);
}

/* `()`, `(a)` or `(a, b)`. */
SyntaxReader::Expr SyntaxReader::parenthesized()
{
	const bool was_unsafe = in_unsafe();

	list('(', [&] { expression(); });
	return node(Kind::other, was_unsafe);
}

/* `[a, b]` or `[a; n]`. */
SyntaxReader::Expr SyntaxReader::bracketed()
{
	const bool was_unsafe = in_unsafe();
	const Outer outer = enter('[');

	for (bool first = true; !is_end(); first = false) {
		expression();
		if (first && accept(";")) {
			expression();
			break;
		}
		if (!is_end())
			expect(",");
	}
	leave(outer);
	return node(Kind::other, was_unsafe);
}

SyntaxReader::Expr SyntaxReader::let(bool structs)
{
	const bool was_unsafe = in_unsafe();

	at++;
	alternatives();
	expect("=");
	const Expr value =
		operators(unary(structs), structs, Precedence::compare);
	return node(Kind::other, was_unsafe, value.braced);
}

SyntaxReader::Expr SyntaxReader::builtin()
{
	const bool was_unsafe = in_unsafe();

	at += 2;
	expect_ident();
	if (!group('('))
		fail();
	expect_group();
	return node(Kind::other, was_unsafe);
}

/* syn keeps its tokens. */
SyntaxReader::Expr SyntaxReader::become()
{
	const Mark begin = mark();

	at++;
	expression();
	rewind(begin);
	return node(Kind::other, in_unsafe());
}

} /* namespace kcrate */
