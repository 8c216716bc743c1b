// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/crate_source.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

/* The columns of what is found in @text, or in lib.rs with @other beside it. */
std::string found(const std::string &text, const std::string &other = "")
{
	Tree tree;
	CfgSet cfgs;
	TokenStore tokens;
	Sink sink;
	std::vector<std::string> columns;

	cfgs.know("no");
	tree.emplace("lib.rs", File(text));
	tree.emplace("other.rs", File(other));
	const CrateSource source = std::move(
		read_crate_source(tree, "lib.rs", cfgs, tokens, sink).value());
	const Result<std::vector<Place>> places =
		references_to(tree, source, "dep", cfgs, tokens);
	for (const Place &place : places.value())
		columns.push_back(
			str(place.file == "lib.rs" ? "" : str(place.file, ":"),
			    place.column));
	return join(columns, " ");
}

struct Row {
	std::string_view text;
	std::string_view columns;
};

} /* namespace */

TEST_CASE("a path, a use or an extern crate names a crate")
{
	constexpr Row rows[] = {
		{ "use dep;", "5" },
		{ "use dep::a;", "5" },
		{ "pub use ::dep as x;", "11" },
		{ "use {a, dep::b, c::{dep, d}, dep};", "9 30" },
		{ "use ::{a, dep};", "11" },
		{ "use a::{dep, b::dep}; use dep;", "27" },
		{ "extern crate dep;", "14" },
		{ "extern crate dep as other;", "14" },
		{ "fn f() -> dep::A { ::dep::b() }", "11 22" },
		{ "type A = <dep::B as ::dep::C>::D;", "11 23" },
		{ "fn f() -> ::dep::A {}", "13" },
		{ "match a { b => ::dep::c }", "18" },
		{ "macro_rules! m { () => { dep::a!($b); dep::$c } }",
		  "26 39" },
		{ "#[dep::attribute] fn f() {}", "3" },
		{ "let a = 0..dep::B;", "12" },
		{ "let a: &dep::B = &mut dep::c;", "9 23" },
		{ "foo!(dep::a); r#dep::b;", "6 17" },
	};

	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(found(std::string(row.text)) == row.columns);
	}
}

TEST_CASE("the same word elsewhere names something else")
{
	for (const std::string_view text :
	     { "self::dep::a; crate::dep::b; super::dep::c; $crate::dep::d",
	       "fn dep() { dep() } let dep = 1; S { dep: a }; f(dep)",
	       "x.dep.y; x.dep::<T>(); a::dep::b; Vec::<u8>::dep::c",
	       "$dep::a; 'dep: loop {}", "#[dep(x)] struct A;",
	       "use a::dep; use self::dep; use a::{b, dep};",
	       "use {a::{dep}, b::{c, dep}};", "dep::<T>()",
	       "\"dep::a\" // dep::b\n /* dep::c */", "a ::dep::b",
	       "struct dep; enum E { dep }", "depth::a; my_dep::b" }) {
		CAPTURE(text);
		CHECK(found(std::string(text)).empty());
	}
}

TEST_CASE("code that is switched off names nothing")
{
	CHECK(found("#[cfg(no)] use dep::a; use dep::b;") == "28");
	CHECK(found("#[cfg(no)] mod m { dep::a(); } #[cfg(x)] dep::b();") ==
	      "42");
	CHECK(found("#[cfg(no)] mod other;", "dep::a();").empty());
	CHECK(found("mod other; dep::b();", "use dep;") == "12 other.rs:5");
	CHECK(found("cfg_if! { if #[cfg(no)] { dep::a() } else { dep::b() } }") ==
	      "45");
	CHECK(found("macro_rules! w { ($($i:item)*) => "
		    "{ $( #[cfg(no)] $i )* } } w! { use dep; }")
		      .empty());
}

TEST_CASE("an attribute that a cfg_attr switches off names nothing")
{
	CHECK(found("#[cfg_attr(no, derive(dep::A))] struct B;") == "");
	CHECK(found("#![cfg_attr(no, dep::a)]\nstruct B;") == "");
	CHECK(found("#[cfg_attr(maybe, derive(dep::A))] struct B;") == "26");
	CHECK(found("#[cfg_attr(no, derive(dep::A))] #[cfg(no)] fn f() {} "
		    "dep::b!();") == "54");
}

TEST_CASE("a local module of the name hides the crate from relative paths")
{
	CHECK(found("mod dep {} use dep::a; dep::b(); ::dep::c();") == "36");
	CHECK(found("mod dep {} mod other; extern crate dep;",
		    "use dep::a; ::dep::b()") == "36 other.rs:15");
	CHECK(found("mod other; dep::a();", "mod dep {} dep::b();") == "12");
	CHECK(found("mod m { mod dep {} } mod other;", "dep::b();") ==
	      "other.rs:1");
	CHECK(found("#[cfg(no)] mod dep {} dep::a();") == "23");
}
