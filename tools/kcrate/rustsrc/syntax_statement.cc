// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>
#include <array>

#include "rustsrc/syntax_reader.h"

namespace kcrate {

/* In braces; @inner: it may have attributes of its own. */
void SyntaxReader::block(bool inner)
{
	const Depth deeper(*this);
	const Outer outer = enter('{');
	Attributes attributes;

	if (inner)
		inner_attributes(attributes);
	statements();
	leave(outer);
}

void SyntaxReader::statements()
{
	for (;;) {
		/* syn has each lone `;` as an expression. */
		while (accept(";"))
			node(Kind::other, in_unsafe());
		if (is_end())
			return;
		if (!statement() && !is_end())
			fail();
	}
}

/* Whether another may follow. */
bool SyntaxReader::statement()
{
	const Mark begin = mark();
	const Attributes attributes = outer_attributes();
	bool braced = false;
	const bool item_macro = item_macro_ahead(braced);

	if (braced) {
		mod_path();
		expect("!");
		expect_group();
		accept(";");
		return true;
	}
	if (word("let")) {
		local();
		return true;
	}
	if (item_macro || begins_item()) {
		rest_of_item(begin, attributes);
		return true;
	}
	return expression_statement();
}

/*
 * Whether `name! other` is here; or if @braced is set, `name! { … }` as a
 * statement.
 */
bool SyntaxReader::item_macro_ahead(bool &braced)
{
	const size_t begin = at;
	bool item = false;

	if (read_mod_path() && punct("!")) {
		item = ident(1) || word("try", 1);
		braced = !item && group('{', 1) && !punct("?", 2) &&
			 !(punct(".", 2) && !punct("..", 2));
	}
	at = begin;
	return item;
}

bool SyntaxReader::begins_item() const
{
	constexpr std::array<std::string_view, 11> always = {
		"pub",	  "extern", "use",   "fn",   "mod",   "type",
		"struct", "enum",   "trait", "impl", "macro",
	};
	const bool fn_behind_async =
		word("unsafe", 1) || word("extern", 1) || word("fn", 1);

	if (!any_ident())
		return false;
	if (std::any_of(always.begin(), always.end(),
			[&](std::string_view text) { return word(text); }))
		return true;
	if (word("crate"))
		return !punct("::", 1);
	if (word("static"))
		return word("mut", 1) || ident(1);
	if (word("const"))
		return !(group('{', 1) || word("static", 1) ||
			 word("move", 1) || punct("|", 1) ||
			 (word("async", 1) &&
			  !(word("unsafe", 2) || word("extern", 2) ||
			    word("fn", 2))));
	if (word("unsafe"))
		return !group('{', 1);
	return (word("async") && fn_behind_async) ||
	       (word("union") && ident(1)) ||
	       (word("auto") && word("trait", 1)) ||
	       (word("default") && (word("unsafe", 1) || word("impl", 1)));
}

void SyntaxReader::local()
{
	expect_word("let");
	pattern();
	if (accept(":"))
		type();
	if (accept("=")) {
		const Expr value = expression();
		if (!value.braced && accept_word("else")) {
			node(Kind::block, in_unsafe());
			block();
		}
	}
	expect(";");
}

/* Whether another statement may follow it. */
bool SyntaxReader::expression_statement()
{
	const Expr e = statement_like();
	const bool ended = accept(";");

	/* A macro that is a statement is no expression. */
	if (e.kind == Kind::macro && (ended || e.braced))
		(e.in_unsafe ? counts.exprs.is_unsafe : counts.exprs.safe)--;
	return ended || e.kind == Kind::block || e.kind == Kind::unsafe_block ||
	       (e.kind == Kind::macro && e.braced);
}

} /* namespace kcrate */
