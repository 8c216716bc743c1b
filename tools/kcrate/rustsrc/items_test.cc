// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/items.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* @text with a `@` where the node that begins it ends. */
std::string marked(const std::string &text, size_t budget = 1000)
{
	const TokenFile file = std::move(lex({ "x.rs", text }).value());
	const size_t end = node_end(file, 0, file.tokens.size(), budget);

	if (end == file.tokens.size())
		return text + "@";

	std::string out = text;
	return out.insert(file.tokens[end].begin, "@");
}

void check(const std::vector<std::string> &rows)
{
	for (const std::string &row : rows) {
		CAPTURE(row);
		CHECK(marked(replace_all(row, "@", "")) == row);
	}
}

} /* namespace */

TEST_CASE("an item ends in its braces or at its semicolon")
{
	check({
		"fn f() -> A<{ 1 }> { } @x",
		"fn f(); @x",
		"pub(in a::b) async fn f() where A: Fn() -> B { } @x",
		"const fn f() { } @x",
		"const A: B = B { }; @x",
		"default const A: B = B { }; @x",
		"static mut A: fn() -> B = c; @x",
		"struct A; @x",
		"struct A(B, C); @x",
		"struct A<T> where T: B { } @x",
		"enum A { B, C } @x",
		"union A { b: C } @x",
		"trait A: B { } @x",
		"trait A = B; @x",
		"unsafe impl<T> A<{ T }> for B<T> { } @x",
		"mod a { } @x",
		"mod a; @x",
		"extern crate a; @x",
		"extern \"C\" { } @x",
		"extern { } @x",
		"unsafe extern \"C\" fn f() { } @x",
		"use a::{b, c}; @x",
		"type A<B> = C<B>; @x",
		"macro_rules! a { () => { } } @x",
		"macro_rules! a [ () => { } ]; @x",
		"macro a() { } @x",
		"a! { } @x",
		"a::b! { } @x",
		"a!(b); @x",
	});
}

TEST_CASE("a statement ends where rustc ends it")
{
	check({
		"let a = b { c }; @x",
		"let Some(a) = b else { c }; @x",
		"{ a } @x",
		"{ a }.b(); @x",
		"unsafe { a } @x",
		"const { a } @x",
		"async { a } @x",
		"async move { a }; @x",
		"if a { } @x",
		"if a { } else { } @x",
		"if let A { b } = c { } else if d == e { } else { } @x",
		"if unsafe { a } { } @x",
		"if let A { b } = c && let D { e } = f { } @x",
		"match a { } @x",
		"match a { }.b(); @x",
		"match a { }?; @x",
		"while let A { b } = c { } @x",
		"for A { b } in c { } @x",
		"loop { } @x",
		"'a: while b { } @x",
		"a = B { c: d }; @x",
		"a.b(|c| { d }); @x",
		"return a; @x",
		"vec![a; b].c(); @x",
		"a! { }.b(); @x",
	});
}

TEST_CASE("in a list, a node ends behind its comma")
{
	check({
		"a: B<C, D>, @x",
		"pub a: B<C, fn() -> D>, @x",
		"pub(crate) B<C, D>, @x",
		"a, @x",
		"a: b < c, @d > e",
		"a::b::<C, D>(), @x",
		"A { a: B }, @x",
		"A = 1, @x",
		"A => b, @x",
		"A => { b } @x",
		"A => { b }, @x",
		"A { b } if c => if d { e } else { f } @x",
		"A | B => match c { }.d(), @x",
		"A => b::<C, D>(), @x",
		"A => loop { }, @x",
	});
}

TEST_CASE("a node does not leave the brackets it is in")
{
	const TokenFile file =
		std::move(lex({ "x.rs", "(a b) { c } d;" }).value());
	size_t budget = 100;

	CHECK(node_end(file, 1, file.tokens.size(), budget) == 3);
	CHECK(node_end(file, 4, 6, budget) == 6);
	CHECK(node_end(file, 8, 8, budget) == 8);
}

TEST_CASE("without a budget a node is one token long")
{
	CHECK(marked("fn f() { } x", 2) == "fn @f() { } x");
	CHECK(marked("fn f() { } x", 100) == "fn f() { } @x");
}
