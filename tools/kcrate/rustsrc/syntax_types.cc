// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/syntax_reader.h"

namespace kcrate {

/* A struct or a union. */
void SyntaxReader::structure()
{
	const bool is_union = word("union");

	at++;
	expect_ident();
	generics();
	const bool constrained = where_clause();
	if (group('{')) {
		named_fields();
		return;
	}
	if (is_union)
		fail();
	if (!constrained && group('(')) {
		unnamed_fields();
		where_clause();
	}
	expect(";");
}

void SyntaxReader::named_fields()
{
	list('{', [&] {
		outer_attributes();
		visibility();
		if (!accept_word("_"))
			expect_ident();
		expect(":");
		type();
	});
}

void SyntaxReader::unnamed_fields()
{
	list('(', [&] {
		outer_attributes();
		visibility();
		type();
	});
}

void SyntaxReader::enumeration()
{
	at++;
	expect_ident();
	generics();
	where_clause();
	list('{', [&] {
		outer_attributes();
		visibility();
		expect_ident();
		if (group('{'))
			named_fields();
		else if (group('('))
			unnamed_fields();
		if (accept("="))
			expression();
	});
}

/* A trait, or an alias of traits. */
void SyntaxReader::trait()
{
	const bool is_unsafe = accept_word("unsafe");
	const bool is_auto = accept_word("auto");
	Attributes attributes;

	expect_word("trait");
	expect_ident();
	generics();
	if (!is_unsafe && !is_auto && accept("=")) {
		bounds_until([&] { return word("where") || punct(";"); });
		where_clause();
		expect(";");
		return;
	}
	counts.item_traits.add(is_unsafe);
	if (accept(":"))
		bounds_until([&] { return word("where") || group('{'); });
	where_clause();
	const Outer outer = enter('{');
	inner_attributes(attributes);
	while (!is_end())
		trait_item();
	leave(outer);
}

/* Its functions are neither functions nor methods to geiger. */
void SyntaxReader::trait_item()
{
	const Depth deeper(*this);
	const Mark begin = mark();

	outer_attributes();
	const bool visible = visibility();
	const bool kept = accept_word("default") || visible;
	bool verbatim = kept;
	if (at_signature(false)) {
		qualifiers(false);
		signature();
		if (!accept(";"))
			block(true);
	} else if (accept_word("const")) {
		verbatim |= constant().generic;
	} else if (accept_word("type")) {
		alias(Where::behind);
	} else if (!kept) {
		macro_call();
	} else {
		fail();
	}
	if (verbatim)
		rewind(begin);
}

/* Whether the `<` of an impl begins its generics, and not a type. */
bool SyntaxReader::has_impl_generics() const
{
	if (!punct("<"))
		return false;
	return punct(">", 1) || punct("#", 1) || word("const", 1) ||
	       ((ident(1) || lifetime(1)) && (punct(":", 2) || punct(",", 2) ||
					      punct(">", 2) || punct("=", 2)));
}

void SyntaxReader::implementation(const Mark &begin, bool visible)
{
	bool verbatim = visible;
	Attributes attributes;

	accept_word("default");
	const bool is_unsafe = accept_word("unsafe");
	expect_word("impl");
	if (has_impl_generics())
		generics();
	if (word("const") || (punct("?") && word("const", 1))) {
		accept("?");
		at++;
		verbatim = true;
	}
	if (punct("!") && !group('{', 1))
		at++;
	const bool of_path = type().path;
	if (accept_word("for")) {
		verbatim |= !of_path;
		type();
	}
	where_clause();
	counts.item_impls.add(is_unsafe);
	const Outer outer = enter('{');
	inner_attributes(attributes);
	while (!is_end())
		impl_item();
	leave(outer);
	if (verbatim)
		rewind(begin);
}

void SyntaxReader::impl_item()
{
	const Depth deeper(*this);
	const Mark begin = mark();
	const Attributes attributes = outer_attributes();
	bool kept = visibility();

	if (word("default") && !punct("!", 1)) {
		at++;
		kept = true;
	}
	if (at_signature(false)) {
		method(begin, attributes);
	} else if (accept_word("const")) {
		valued_constant(begin);
	} else if (accept_word("type")) {
		defined_alias(begin, Where::behind);
	} else if (!kept) {
		macro_call();
	} else {
		fail();
	}
}

void SyntaxReader::method(const Mark &begin, const Attributes &attributes)
{
	const bool is_unsafe = qualifiers(false).is_unsafe;

	counts.methods.add(is_unsafe);
	if (!function_head(begin, attributes, is_unsafe))
		return;
	block(true);
	scopes -= is_unsafe;
}

/* `extern "C" { … }` */
void SyntaxReader::foreign_module()
{
	Attributes attributes;

	accept_word("unsafe");
	abi();
	const Outer outer = enter('{');
	inner_attributes(attributes);
	while (!is_end())
		foreign_item();
	leave(outer);
}

void SyntaxReader::foreign_item()
{
	const Depth deeper(*this);
	const Mark begin = mark();

	outer_attributes();
	const bool visible = visibility();
	if (at_signature(true)) {
		const bool is_safe = qualifiers(true).is_safe;
		signature();
		const bool has_body = group('{');
		if (has_body)
			block(true);
		else
			expect(";");
		if (is_safe || has_body)
			rewind(begin);
	} else if (word("static") ||
		   ((word("unsafe") || word("safe")) && word("static", 1))) {
		foreign_static(begin);
	} else if (accept_word("type")) {
		const Alias made = alias(Where::both);
		if (made.bounded || made.defined)
			rewind(begin);
	} else if (!visible) {
		macro_call();
	} else {
		fail();
	}
}

void SyntaxReader::foreign_static(const Mark &begin)
{
	bool verbatim = accept_word("unsafe") || accept_word("safe");

	expect_word("static");
	accept_word("mut");
	expect_ident();
	expect(":");
	type();
	if (accept("=")) {
		verbatim = true;
		expression();
	}
	expect(";");
	if (verbatim)
		rewind(begin);
}

void SyntaxReader::static_item(const Mark &begin)
{
	bool verbatim = false;

	expect_word("static");
	accept_word("mut");
	expect_ident();
	if (punct("=")) {
		verbatim = true; /* without a type */
	} else {
		expect(":");
		type();
	}
	if (accept("="))
		expression();
	else
		verbatim = true;
	expect(";");
	if (verbatim)
		rewind(begin);
}

} /* namespace kcrate */
