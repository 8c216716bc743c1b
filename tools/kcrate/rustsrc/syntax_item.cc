// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/syntax_reader.h"

namespace kcrate {

void SyntaxReader::items()
{
	while (!is_end())
		item();
}

void SyntaxReader::item()
{
	const Depth deeper(*this);
	const Mark begin = mark();
	const Attributes attributes = outer_attributes();

	rest_of_item(begin, attributes);
}

/* `pub`, `pub(crate)`, `pub(in a::b)`; whether there is one. */
bool SyntaxReader::visibility()
{
	if (!accept_word("pub"))
		return false;
	if (!group('('))
		return true;

	const size_t before = at;
	const Outer outer = enter('(');
	if (accept_word("in")) {
		mod_path();
		leave(outer);
	} else if ((accept_word("crate") || accept_word("self") ||
		    accept_word("super")) &&
		   is_end()) {
		leave(outer);
	} else {
		/* A field that is a tuple. */
		at = before;
		end = outer.end;
	}
	return true;
}

/* Behind its attributes; @begin: before them. */
void SyntaxReader::rest_of_item(const Mark &begin, const Attributes &attributes)
{
	const bool visible = visibility();

	if (at_signature(false)) {
		function(begin, attributes);
	} else if (word("extern")) {
		if (word("crate", 1))
			extern_crate();
		else
			foreign_module();
	} else if (accept_word("use")) {
		const bool root = !accept("::");
		use_tree(root);
		expect(";");
	} else if (word("static")) {
		static_item(begin);
	} else if (accept_word("const")) {
		valued_constant(begin);
	} else if (word("mod") || (word("unsafe") && word("mod", 1))) {
		module(begin, attributes);
	} else if (accept_word("type")) {
		defined_alias(begin, Where::before);
	} else if (word("struct") || (word("union") && ident(1))) {
		structure();
	} else if (word("enum")) {
		enumeration();
	} else if (word("trait") || (word("auto") && word("trait", 1)) ||
		   (word("unsafe") && (word("trait", 1) || word("auto", 1)))) {
		trait();
	} else if (word("unsafe") && word("extern", 1)) {
		foreign_module();
	} else if (word("impl") || (word("unsafe") && word("impl", 1)) ||
		   (word("default") && !punct("!", 1))) {
		implementation(begin, visible);
	} else if (accept_word("macro")) {
		expect_ident();
		if (group('('))
			expect_group();
		if (!group('{'))
			fail();
		expect_group();
		rewind(begin);
	} else if (!visible) {
		item_macro();
	} else {
		fail();
	}
}

/* `const async unsafe extern "C" fn`, or what there is of it. */
bool SyntaxReader::at_signature(bool safe) const
{
	size_t n = word("const") ? 1 : 0;

	n += word("async", n);
	n += word("unsafe", n) || (safe && word("safe", n));
	if (word("extern", n))
		n += kind(TokenKind::string, n + 1) ? 2 : 1;
	return word("fn", n);
}

SyntaxReader::Qualifiers SyntaxReader::qualifiers(bool safe)
{
	Qualifiers out;

	accept_word("const");
	accept_word("async");
	out.is_unsafe = accept_word("unsafe");
	out.is_safe = !out.is_unsafe && safe && accept_word("safe");
	abi();
	return out;
}

void SyntaxReader::abi()
{
	if (accept_word("extern") && kind(TokenKind::string))
		at++;
}

void SyntaxReader::function(const Mark &begin, const Attributes &attributes)
{
	const bool is_unsafe = qualifiers(false).is_unsafe;
	const bool counts_as_unsafe = is_unsafe || attributes.exported;
	Attributes all = attributes;

	counts.functions.add(counts_as_unsafe);
	if (!function_head(begin, attributes, counts_as_unsafe))
		return;
	const Outer outer = enter('{');
	inner_attributes(all);
	statements();
	leave(outer);
	if (all.test)
		rewind(begin);
	else if (is_unsafe)
		scopes--; /* and where it is only exported, stays open */
}

/* Behind its qualifiers; whether a body follows. */
bool SyntaxReader::function_head(const Mark &begin,
				 const Attributes &attributes,
				 bool counts_as_unsafe)
{
	if (counts_as_unsafe) {
		/* Its attributes are in it. */
		counts.exprs.safe -= attributes.safe_exprs;
		counts.exprs.is_unsafe += attributes.safe_exprs;
		scopes++;
	}
	signature();
	if (!accept(";"))
		return true;
	rewind(begin);
	return false;
}

/* From `fn` on. */
void SyntaxReader::signature()
{
	expect_word("fn");
	expect_ident();
	generics();
	parameters();
	return_type(true);
	where_clause();
}

void SyntaxReader::parameters()
{
	const Outer outer = enter('(');

	for (bool first = true; !is_end(); first = false) {
		outer_attributes();
		if (accept("...")) {
			if (!is_end())
				expect(",");
			break;
		}
		if (receiver()) {
			if (!first)
				fail();
		} else if (ident() && punct("<", 1)) {
			type(); /* Rust 2015: a type alone */
		} else {
			pattern();
			expect(":");
			if (!accept("..."))
				type();
		}
		if (!is_end())
			expect(",");
	}
	leave(outer);
}

/* `&'a mut self`, `mut self: T`; whether it is one. */
bool SyntaxReader::receiver()
{
	size_t n = 0;
	const bool reference = punct("&");

	n += reference;
	n += reference && lifetime(n);
	n += word("mut", n);
	if (!word("self", n) || punct("::", n + 1))
		return false;
	at += n + 1;
	if (!reference && accept(":"))
		type();
	return true;
}

/* Behind `const`. */
SyntaxReader::Constant SyntaxReader::constant()
{
	Constant out;

	if (!accept_word("_"))
		expect_ident();
	out.generic = generics();
	expect(":");
	type();
	out.valued = accept("=");
	if (out.valued)
		expression();
	out.generic |= where_clause();
	expect(";");
	return out;
}

/* One that syn has a node for only with a value, and without generics. */
void SyntaxReader::valued_constant(const Mark &begin)
{
	const Constant made = constant();

	if (made.generic || !made.valued)
		rewind(begin);
}

/* Behind `type`; syn's FlexibleItemType. */
SyntaxReader::Alias SyntaxReader::alias(Where where)
{
	Alias out;
	bool constrained = false;

	expect_ident();
	generics();
	out.bounded = accept(":");
	if (out.bounded)
		bounds_until([&] {
			return word("where") || punct("=") || punct(";");
		});
	if (where != Where::behind)
		constrained = where_clause();
	out.defined = accept("=");
	if (out.defined)
		type();
	if (where != Where::before && !constrained)
		where_clause();
	expect(";");
	return out;
}

/* One that syn has a node for only with a type, and without bounds. */
void SyntaxReader::defined_alias(const Mark &begin, Where where)
{
	const Alias made = alias(where);

	if (made.bounded || !made.defined)
		rewind(begin);
}

/* @root: `::` may begin a path in it. */
void SyntaxReader::use_tree(bool root)
{
	const Depth deeper(*this);

	while (path_word() || word("try")) {
		at++;
		if (!accept("::")) {
			if (accept_word("as") && !accept_word("_"))
				expect_ident();
			return;
		}
		root = false;
	}
	if (accept("*"))
		return;
	list('{', [&] { use_tree(root && !accept("::")); });
}

void SyntaxReader::extern_crate()
{
	at += 2;
	if (!accept_word("self"))
		expect_ident();
	if (accept_word("as") && !accept_word("_"))
		expect_ident();
	expect(";");
}

void SyntaxReader::module(const Mark &begin, const Attributes &attributes)
{
	Attributes all = attributes;

	accept_word("unsafe");
	expect_word("mod");
	if (!accept_word("try"))
		expect_ident();
	if (!accept(";")) {
		const Outer outer = enter('{');
		inner_attributes(all);
		items();
		leave(outer);
	}
	if (all.test_module)
		rewind(begin);
}

/* One that stands for items of a trait, an impl … */
void SyntaxReader::macro_call()
{
	mod_path();
	expect("!");
	macro_body();
}

/* Behind which a `;` must stand, but for braces. */
void SyntaxReader::macro_body()
{
	const bool braced = group('{');

	expect_group();
	if (!braced)
		expect(";");
}

/* `macro_rules! name { … }`, and one that stands for items. */
void SyntaxReader::item_macro()
{
	mod_path();
	expect("!");
	if (!accept_word("try") && ident())
		at++;
	macro_body();
}

} /* namespace kcrate */
