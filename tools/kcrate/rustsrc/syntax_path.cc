// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/syntax_reader.h"

namespace kcrate {

/* Words with `::` between them; whether there is one, read to its end. */
bool SyntaxReader::read_mod_path()
{
	accept("::");
	while (path_word() || word("Self")) {
		at++;
		if (!accept("::"))
			return true;
	}
	return false;
}

void SyntaxReader::mod_path()
{
	if (!read_mod_path())
		fail();
}

/* One segment; whether it has arguments. */
bool SyntaxReader::segment(bool in_expression)
{
	for (const std::string_view text : { "super", "self", "crate", "try" })
		if (accept_word(text))
			return false;
	if (!accept_word("Self"))
		expect_ident();
	if (!(punct("::") && punct("<", 2)) &&
	    (in_expression || !punct("<") || punct("<=") || punct("<<=")))
		return false;
	angle_arguments();
	return true;
}

/* In an expression, arguments are behind `::`. */
SyntaxReader::Path SyntaxReader::path(bool in_expression)
{
	Path out;

	out.single = !accept("::");
	out.bare = !segment(in_expression);
	out.plain = out.bare;
	while (punct("::") && !group('(', 2)) {
		at += 2;
		out.single = false;
		out.bare = !segment(in_expression);
		out.plain &= out.bare;
	}
	return out;
}

/* One that may begin with `<T as U>`. */
SyntaxReader::Path SyntaxReader::qualified_path(bool in_expression)
{
	Path out;

	if (!accept("<"))
		return path(in_expression);
	out.qualified = true;
	type();
	if (accept_word("as"))
		path(false);
	expect(">");
	do {
		expect("::");
		out.bare = !segment(in_expression);
	} while (punct("::"));
	return out;
}

/* `<…>`, and the `::` that may stand before it. */
void SyntaxReader::angle_arguments()
{
	const Depth deeper(*this);

	accept("::");
	expect("<");
	while (!is_end() && !punct(">")) {
		generic_argument();
		if (!punct(">"))
			expect(",");
	}
	expect(">");
}

void SyntaxReader::generic_argument()
{
	if (lifetime() && !punct("+", 1)) {
		at++;
		return;
	}
	if (literal() || group('{')) {
		const_argument();
		return;
	}
	const Type first = type();
	if (!first.single)
		return;
	if (accept("=")) {
		if (literal() || group('{'))
			const_argument();
		else
			type();
	} else if (accept(":")) {
		bounds_until([&] { return punct(",") || punct(">"); });
	}
}

void SyntaxReader::const_argument()
{
	if (literal()) {
		at += punct("-") ? 2 : 1;
	} else if (ident()) {
		at++;
	} else if (group('{')) {
		node(Kind::block, in_unsafe());
		block(true);
	} else {
		fail();
	}
}

/* `(A, B) -> C` */
void SyntaxReader::parenthesized_arguments()
{
	list('(', [&] { type(); });
	return_type(false);
}

} /* namespace kcrate */
