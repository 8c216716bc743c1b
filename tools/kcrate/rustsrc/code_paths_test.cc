// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/code_paths.h"

#include "rustsrc/test_code.h"

using namespace kcrate;

namespace {

TokenFile lexed(std::string_view text)
{
	Result<TokenFile> file = lex({ "x.rs", text });

	REQUIRE_MESSAGE(file, outcome(file));
	return std::move(file.value());
}

/* Those in @text, each looked for behind the one before. */
std::string paths(std::string_view text)
{
	const TokenFile file = lexed(text);
	const size_t end = file.tokens.size();
	std::vector<std::string> found;

	for (size_t i = 0; i < end;) {
		const std::optional<CodePath> path = path_at(file, i, end);
		if (path)
			found.push_back(path_text(*path));
		i = path ? path->end : i + 1;
	}
	return join(found, " ");
}

/* "NAME=PATH" of each that the `use` which @text begins with imports. */
std::string imports(std::string_view text)
{
	const TokenFile file = lexed(text);
	size_t i = 0;
	std::vector<std::string> found;

	for (const ImportedPath &import :
	     imports_at(file, i, file.tokens.size())) {
		CHECK(import.path.imported);
		found.push_back(str(import.name, "=", path_text(import.path)));
	}
	return join(found, " ");
}

struct Row {
	std::string_view text;
	std::string_view found;
};

void check_paths(const std::vector<Row> &rows)
{
	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(paths(row.text) == row.found);
	}
}

void check_imports(const std::vector<Row> &rows)
{
	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(imports(row.text) == row.found);
	}
}

/* `use {{…a…}};` with @depth braces. */
std::string nested_use(size_t depth)
{
	return str("use ", std::string(depth, '{'), "a",
		   std::string(depth, '}'), ";");
}

} /* namespace */

TEST_CASE("a path is words with `::` between them")
{
	check_paths({
		{ "a", "a" },
		{ "a::b::c", "a::b::c" },
		{ "a, b::c", "a b::c" },
		{ "a : b", "a b" },
		{ "a: :b", "a b" },
		{ "crate::a self::b super::super::c Self::d",
		  "crate::a self::b super::super::c Self::d" },
		{ "1 \"a\" 'b' 'c: + -", "" },
		{ "a::", "a" },
		{ "a::*", "a" },
	});
}

TEST_CASE("a keyword is no word of a path, unless it is raw")
{
	check_paths({
		{ "fn if let while mut dyn where", "" },
		{ "r#fn::a", "fn::a" },
		{ "a::r#type::b", "a::type::b" },
		{ "a::fn", "a" },
		{ "union::auto", "union::auto" },
	});
}

TEST_CASE("a path is global where nothing stands before its `::`")
{
	check_paths({
		{ "::a::b", "::a::b" },
		{ "x(::a, &::b)", "x ::a ::b" },
		{ "x = ::a", "x ::a" },
		{ "return ::a", "::a" },
		{ "x as ::a::b", "x ::a::b" },
		{ "impl ::a::B for ::c::D {}", "::a::B ::c::D" },
		{ "fn f() -> ::a {}", "f ::a" },
		{ "match x { y => ::a }", "x y ::a" },
		{ "T: ::a::B", "T ::a::B" },
		{ "#[x] ::a::b!()", "x ::a::b" },
		{ "a ::b", "a::b" },
	});
}

TEST_CASE("what stands behind a type in angle brackets begins no path")
{
	check_paths({
		{ "<T as a::U>::x", "T a::U" },
		{ "<a::T>::x", "a::T" },
		{ "a<T>::x", "a T" },
	});
}

TEST_CASE("generic arguments are no words of the path that they stand in")
{
	check_paths({
		{ "a::<T>::b", "a::b" },
		{ "a::<>::b", "a::b" },
		{ "a::<B<C>>::d", "a::d" },
		{ "a::<B<C<D>>>::f", "a::f" },
		{ "a::<fn(B) -> C>::d", "a::d" },
		{ "a::<[B; 3], (C, D)>::e", "a::e" },
		{ "a::<{ 1 > 0 }>::b", "a::b" },
		{ "a::<'x, B = C>::d", "a::d" },
		{ "a::b::<T>(c)", "a::b T c" },
		{ "a::b<T>", "a::b T" },
		{ "(a::<b)", "a b" },
		{ "a::<b; c>::d", "a b c" },
	});
}

TEST_CASE("behind a dot is a field or a method, behind two begins a path")
{
	check_paths({
		{ "a.b", "a" },
		{ "a.b.c(d)", "a d" },
		{ "a.b::<T>()", "a T" },
		{ "1.a", "" },
		{ "0..a::b", "a::b" },
		{ "0..=a::b", "a::b" },
		{ "a..b.c", "a b" },
		{ "..a", "a" },
	});
}

TEST_CASE("a macro's variable is no path, $crate is one")
{
	check_paths({
		{ "$crate::a::b", "crate::a::b" },
		{ "$a", "" },
		{ "$a::b", "" },
		{ "$a + b", "b" },
		{ "a::$b", "a" },
	});
}

TEST_CASE("a path has its tokens, and none behind the end")
{
	const TokenFile file = lexed("x + ::a::<T>::b<U>");
	const std::optional<CodePath> path = path_at(file, 4, 18);

	REQUIRE(path);
	CHECK(path->begin == 4);
	CHECK(path->end == 13);
	CHECK_FALSE(path->imported);
	CHECK_FALSE(path_at(file, 1, 18));
	CHECK_FALSE(path_at(file, 12, 18));
	CHECK(path_text(*path_at(lexed("a::b"), 0, 3)) == "a");
	CHECK(path_text(*path_at(lexed("a::b"), 0, 4)) == "a::b");
	CHECK(path_text(*path_at(lexed("a::b"), 0, 1)) == "a");
}

TEST_CASE("colons are two that touch, and a segment is no keyword")
{
	const TokenFile file = lexed(":: : : a fn r#fn 'x");

	CHECK(is_colons(file, 0));
	CHECK_FALSE(is_colons(file, 1));
	CHECK_FALSE(is_colons(file, 2));
	CHECK_FALSE(is_colons(file, 7));
	CHECK_FALSE(is_segment(file, 0));
	CHECK(is_segment(file, 4));
	CHECK_FALSE(is_segment(file, 5));
	CHECK(is_segment(file, 6));
	CHECK_FALSE(is_segment(file, 7));
	CHECK_FALSE(is_segment(file, 8));
}

TEST_CASE("an import is called by its last word or by its rename")
{
	check_imports({
		{ "use a;", "a=a" },
		{ "use a::b;", "b=a::b" },
		{ "use ::a::b;", "b=::a::b" },
		{ "use crate::a;", "a=crate::a" },
		{ "use self::a;", "a=self::a" },
		{ "use super::super::a;", "a=super::super::a" },
		{ "use $crate::a;", "a=crate::a" },
		{ "use a::b as c;", "c=a::b" },
		{ "use a as b;", "b=a" },
		{ "use a::B as _;", "_=a::B" },
		{ "use a::r#type;", "type=a::type" },
		{ "use a::b as r#fn;", "fn=a::b" },
	});
}

TEST_CASE("a group imports each of its paths, self the one before it")
{
	check_imports({
		{ "use a::{b, c};", "b=a::b c=a::c" },
		{ "use a::{b, c,};", "b=a::b c=a::c" },
		{ "use a::{b as c, d};", "c=a::b d=a::d" },
		{ "use a::{self, b};", "a=a b=a::b" },
		{ "use a::{self as c};", "c=a" },
		{ "use a::{b::{c, d::{self, e}}, f};",
		  "c=a::b::c d=a::b::d e=a::b::d::e f=a::f" },
		{ "use {a, b::c};", "a=a c=b::c" },
		{ "use {self::a, crate::b};", "a=self::a b=crate::b" },
		{ "use ::{a, b};", "a=::a b=::b" },
		{ "use {::a::b, c};", "b=::a::b c=c" },
		{ "use a::{};", "" },
	});
}

TEST_CASE("a glob is called *")
{
	check_imports({
		{ "use a::*;", "*=a" },
		{ "use a::b::*;", "*=a::b" },
		{ "use a::{b, c::*};", "b=a::b *=a::c" },
		{ "use self::*;", "*=self" },
		{ "use ::*;", "" },
	});
}

TEST_CASE("a use that is not one to its end imports nothing")
{
	check_imports({
		{ "use a", "" },
		{ "use a::;", "" },
		{ "use a b;", "" },
		{ "use a::{b c};", "" },
		{ "use a::{b, fn};", "" },
		{ "use a as b::c;", "" },
		{ "use a::b!();", "" },
		{ "use a::*::b;", "" },
		{ "use fn;", "" },
		{ "use;", "" },
		{ "use <'a, T>;", "" },
		{ "use<'a, T> + B;", "" },
		/* a macro's variable may be anything */
		{ "use $a::b;", "" },
	});
}

TEST_CASE("braces in a use are followed so deep and no deeper")
{
	CHECK(imports(nested_use(1)) == "a=a");
	CHECK(imports(nested_use(64)) == "a=a");
	CHECK(imports(nested_use(65)).empty());
}

TEST_CASE("an import has the tokens of its part, and the use ends behind `;`")
{
	const TokenFile file = lexed("use a::{b::c as d, e}; f");
	size_t i = 0;
	const std::vector<ImportedPath> found =
		imports_at(file, i, file.tokens.size());

	CHECK(i == 15);
	REQUIRE(found.size() == 2);
	CHECK(found[0].path.begin == 5);
	CHECK(found[0].path.end == 11);
	CHECK(found[1].path.begin == 12);
	CHECK(found[1].path.end == 13);
	CHECK(file.is(i, "f"));
}
