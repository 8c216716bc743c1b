// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/syntax_reader.h"

namespace kcrate {

/* @plus: it may be a sum of bounds. */
SyntaxReader::Type SyntaxReader::type(bool plus)
{
	const Depth deeper(*this);
	const bool lifetimes = word("for");

	if (lifetimes) {
		bound_lifetimes();
		if (word("dyn") || group('('))
			fail();
	}
	if (group('('))
		return type_in_parentheses(plus);
	if (word("fn") || word("unsafe") || word("extern")) {
		function_type();
	} else if (path_begin()) {
		return path_type(plus, lifetimes);
	} else if (word("dyn") || word("impl") || lifetime()) {
		object_type(plus);
	} else if (group('[')) {
		array_type();
	} else if (punct("*") || punct("&")) {
		pointer_type();
	} else if (punct("!")) {
		at++;
	} else if (!accept_word("_")) {
		fail();
	}
	return {};
}

/* `()`, `(A)`, `(A, B)`, and `(A) + B`. */
SyntaxReader::Type SyntaxReader::type_in_parentheses(bool plus)
{
	const Outer outer = enter('(');
	Type first;

	if (lifetime()) {
		object_type(true);
	} else if (punct("?")) {
		trait_bound();
		leave(outer);
		while (accept("+"))
			bound(false, false);
		return {};
	} else if (!is_end()) {
		first = type();
		if (!is_end())
			expect(",");
		while (!is_end()) {
			first = {};
			type();
			if (!is_end())
				expect(",");
		}
	}
	leave(outer);
	if (plus && (first.path || first.bound))
		while (accept("+"))
			bound(false, false);
	return {};
}

SyntaxReader::Type SyntaxReader::path_type(bool plus, bool lifetimes)
{
	const Path name = qualified_path(false);

	if (name.qualified)
		return {};
	if (!lifetimes && punct("!") && !punct("!=") && name.plain) {
		at++;
		expect_group();
		return {};
	}
	if (!lifetimes && !(plus && punct("+")))
		return { true, name.single, false };
	if (!plus)
		return { false, false, true };
	const bool several = punct("+");
	more_bounds();
	return { false, false, !several };
}

/* `+ A + B`, and a `+` that nothing follows. */
void SyntaxReader::more_bounds()
{
	while (accept("+")) {
		if (!any_ident() && !punct("::") && !punct("?") &&
		    !lifetime() && !group('('))
			return;
		bound(false, false);
	}
}

/* `dyn A + B`, `impl A + B`, or `'a + B`. */
void SyntaxReader::object_type(bool plus)
{
	const Mark begin = mark();
	const bool precise = accept_word("impl");
	const bool star = accept_word("dyn") && accept("*");

	bounds(plus, precise);
	if (star)
		rewind(begin);
}

/* Of which one at least is a trait. */
void SyntaxReader::bounds(bool plus, bool precise)
{
	bool trait = false;

	do {
		trait |= bound(precise, false);
	} while (plus && accept("+") &&
		 (any_ident() || punct("::") || punct("?") || lifetime() ||
		  group('(') || punct("~")));
	if (!trait)
		fail();
}

/* @precise, @tilde: whether `use<…>` and `~const` are allowed. */
bool SyntaxReader::bound(bool precise, bool tilde)
{
	if (accept_lifetime())
		return false;
	if (accept_word("use")) {
		if (!precise)
			fail();
		expect("<");
		while (!is_end() && !punct(">")) {
			if (!accept_lifetime() && !accept_word("Self"))
				expect_ident();
			if (!punct(">"))
				expect(",");
		}
		expect(">");
		return false;
	}

	const Mark begin = mark();
	const bool wrapped = group('(');
	const Outer outer = wrapped ? enter('(') : Outer{};
	const bool is_const = punct("~") && word("const", 1);
	if (is_const && !tilde)
		fail();
	if (is_const)
		at += 2;
	trait_bound();
	if (wrapped)
		leave(outer);
	if (is_const)
		rewind(begin);
	return true;
}

void SyntaxReader::trait_bound()
{
	accept("?");
	if (word("for"))
		bound_lifetimes();
	if (!path(false).bare)
		return;
	if (group('(') || (punct("::") && group('(', 2))) {
		accept("::");
		parenthesized_arguments();
	}
}

void SyntaxReader::array_type()
{
	const Outer outer = enter('[');

	type();
	if (accept(";"))
		expression();
	leave(outer);
}

void SyntaxReader::pointer_type()
{
	if (accept("*")) {
		if (!accept_word("const"))
			expect_word("mut");
	} else {
		expect("&");
		accept_lifetime();
		accept_word("mut");
	}
	type(false);
}

void SyntaxReader::function_type()
{
	accept_word("unsafe");
	abi();
	expect_word("fn");
	list('(', [&] {
		outer_attributes();
		if (word("mut") && word("self", 1))
			at++;
		if ((ident() || word("_") || word("self")) && punct(":", 1) &&
		    !punct("::", 1))
			at += 2;
		if (!accept("...") && !accept_word("self"))
			type();
	});
	return_type(false);
}

void SyntaxReader::return_type(bool plus)
{
	if (accept("->"))
		type(plus);
}

/* `for<'a>` */
void SyntaxReader::bound_lifetimes()
{
	expect_word("for");
	expect("<");
	while (!is_end() && !punct(">")) {
		outer_attributes();
		expect_lifetime();
		if (!punct(">"))
			expect(",");
	}
	expect(">");
}

/* Whether there are some. */
bool SyntaxReader::generics()
{
	if (!accept("<"))
		return false;
	while (!is_end() && !punct(">")) {
		generic_parameter();
		if (!punct(">"))
			expect(",");
	}
	expect(">");
	return true;
}

void SyntaxReader::generic_parameter()
{
	outer_attributes();
	if (accept_lifetime()) {
		if (!accept(":"))
			return;
		while (lifetime()) {
			at++;
			if (!accept("+"))
				return;
		}
	} else if (accept_word("const")) {
		expect_ident();
		expect(":");
		type();
		if (accept("="))
			const_argument();
	} else if (!accept_word("_")) {
		expect_ident();
		if (accept(":"))
			bounds_until([&] {
				return punct(",") || punct(">") || punct("=");
			});
		if (accept("="))
			type();
	}
}

/* Whether there is one. */
bool SyntaxReader::where_clause()
{
	if (!accept_word("where"))
		return false;
	while (!is_end() && !group('{') && !punct(",") && !punct(";") &&
	       !(punct(":") && !punct("::")) && !punct("=")) {
		where_predicate();
		if (!accept(","))
			break;
	}
	return true;
}

void SyntaxReader::where_predicate()
{
	const auto ends = [&] {
		return group('{') || punct(",") || punct(";") ||
		       (punct(":") && !punct("::")) || punct("=");
	};

	if (lifetime() && punct(":", 1)) {
		at += 2;
		while (!is_end() && !ends()) {
			expect_lifetime();
			if (!accept("+"))
				return;
		}
		return;
	}
	if (word("for"))
		bound_lifetimes();
	type();
	expect(":");
	bounds_until(ends);
}

} /* namespace kcrate */
