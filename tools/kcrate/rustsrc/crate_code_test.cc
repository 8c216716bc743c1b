// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/crate_code.h"

#include "rustsrc/test_code.h"

using namespace kcrate;

namespace {

/* `crate::m` */
std::string module_name(const CrateCode &code, size_t module)
{
	const CodeModule &here = code.modules()[module];

	if (!here.parent)
		return "crate";
	for (const auto &[name, child] : code.modules()[*here.parent].children)
		if (child == module)
			return str(module_name(code, *here.parent), "::", name);
	return "(included)";
}

/*
 * `std::x`, `crate::m::Item`, `mod crate::m`, "?" for nobody knows; with
 * ` .x` for each word that is left.
 */
std::string meaning_text(const CrateCode &code, size_t module,
			 const CodePath &path)
{
	const Meaning meaning = code.resolve(module, path);
	std::vector<std::string> words;
	std::string out;

	for (const std::string_view word : meaning.path)
		words.emplace_back(word);
	if (meaning.kind == Meaning::Kind::unknown)
		return "?";
	if (meaning.kind == Meaning::Kind::module)
		out = "mod ";
	if (meaning.kind != Meaning::Kind::foreign)
		words.insert(words.begin(), module_name(code, meaning.module));
	out += join(words, "::");
	for (size_t i = meaning.words; i < path.words.size(); i++)
		out += str(" .", path.words[i]);
	return out;
}

/* What the last path that is spelled as @wanted means where it stands. */
std::string meaning(const Files &files, std::string_view wanted,
		    bool edition_2015 = false)
{
	const TestCode code(files, edition_2015);
	std::string out = "(no such path)";

	for (size_t m = 0; m < code->modules().size(); m++)
		for (const CodePath &path : code->paths(m))
			if (path_text(path) == wanted)
				out = meaning_text(*code, m, path);
	return out;
}

struct Row {
	std::string text;
	std::string_view path;
	std::string_view means;
};

void check(const std::vector<Row> &rows, bool edition_2015 = false)
{
	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(meaning({ { "lib.rs", row.text } }, row.path,
			      edition_2015) == row.means);
	}
}

std::string texts_of(const std::vector<CodePath> &paths)
{
	std::vector<std::string> out;

	/* One word alone is any name. */
	for (const CodePath &path : paths)
		if (path.words.size() > 1 || path.global || path.imported)
			out.push_back(path_text(path));
	return join(out, " ");
}

/* Of all modules. */
std::string paths(const Files &files)
{
	const TestCode code(files);
	std::vector<std::string> out;

	for (size_t m = 0; m < code->modules().size(); m++) {
		const std::string some = texts_of(code->paths(m));
		if (!some.empty())
			out.push_back(some);
	}
	return join(out, " | ");
}

std::string paths(const std::string &text)
{
	return paths({ { "lib.rs", text } });
}

std::string macro_paths(const std::string &text)
{
	const TestCode code(text);
	std::vector<std::string> out;

	for (size_t m = 0; m < code->modules().size(); m++) {
		const std::string some = texts_of(code->macro_paths(m));
		if (!some.empty())
			out.push_back(some);
	}
	return join(out, " | ");
}

/* The paths that a configuration may leave out. */
std::string conditional(const Files &files)
{
	const TestCode code(files);
	std::vector<CodePath> out;

	for (size_t m = 0; m < code->modules().size(); m++)
		for (const CodePath &path : code->paths(m))
			if (CrateCode::is_conditional(code->modules()[m],
						      path.begin))
				out.push_back(path);
	return texts_of(out);
}

std::string conditional(const std::string &text)
{
	return conditional({ { "lib.rs", text } });
}

} /* namespace */

TEST_CASE("a path goes through modules to an item, and no further")
{
	check({
		{ "mod m { pub struct S; } fn f(_: m::S) {}", "m::S",
		  "crate::m::S" },
		{ "mod m { pub mod n { pub fn g() {} } } "
		  "fn f() { m::n::g() }",
		  "m::n::g", "crate::m::n::g" },
		{ "mod m { pub mod n {} } use m::n;", "m::n",
		  "mod crate::m::n" },
		{ "struct S; fn f() { S::new() }", "S::new", "crate::S .new" },
		{ "mod m { pub enum E { A } } fn f() { m::E::A::b }",
		  "m::E::A::b", "crate::m::E .A .b" },
		{ "mod m {} fn f() { m::g() }", "m::g", "?" },
		{ "fn f(x: u8) { x }", "x", "?" },
		{ "fn f() { dep::g::h() }", "dep::g::h", "dep::g::h" },
	});
}

TEST_CASE("all that has a name is an item")
{
	for (const char *const item :
	     { "struct A;", "enum A {}", "union A { x: u8 }", "trait A {}",
	       "type A = u8;", "fn A() {}", "const A: u8 = 1;",
	       "static A: u8 = 1;", "static mut A: u8 = 1;",
	       "pub unsafe trait A {}", "pub(crate) const fn A() {}",
	       "unsafe extern \"C\" fn A() {}" }) {
		CAPTURE(item);
		CHECK(meaning({ { "lib.rs", str(item, " use self::A as B;") } },
			      "self::A") == "crate::A");
	}
	for (const char *const none :
	     { "impl A {}", "const _: A = 1;", "fn f() { struct A; }",
	       "impl S { fn A() {} }", "trait T { const A: u8; }",
	       "macro_rules! m { () => { struct A; } }" }) {
		CAPTURE(none);
		CHECK(meaning({ { "lib.rs", str(none, " use self::A as B;") } },
			      "self::A") == "?");
	}
}

TEST_CASE("crate, self and super are where they say")
{
	check({
		{ "mod m { fn f() { crate::g() } } fn g() {}", "crate::g",
		  "crate::g" },
		{ "mod m { fn f() { self::g() } fn g() {} } fn g() {}",
		  "self::g", "crate::m::g" },
		{ "mod m { fn f() { super::g() } fn g() {} } fn g() {}",
		  "super::g", "crate::g" },
		{ "mod m { mod n { fn f() { super::super::g() } } } fn g() {}",
		  "super::super::g", "crate::g" },
		{ "mod m { mod n { fn f() { self::super::g() } } fn g() {} }",
		  "self::super::g", "crate::m::g" },
		{ "mod m { mod std {} fn f() { self::std::g() } }",
		  "self::std::g", "?" },
		{ "fn g() {} mod m { fn f() { g() } }", "g", "?" },
	});
}

TEST_CASE("an import means what it is of, under its new name too")
{
	check({
		{ "use dep::B; fn f() { B::new() }", "B::new", "dep::B::new" },
		{ "use dep::B; fn f(_: B) {}", "B", "dep::B" },
		{ "use dep::B as C; fn f(_: C) {}", "C", "dep::B" },
		{ "use std::vec as v; fn f(_: v::Vec) {}", "v::Vec",
		  "std::vec::Vec" },
		{ "use core as std; fn f() { std::x() }", "std::x", "core::x" },
		{ "use core as std; fn f() { ::std::x() }", "::std::x",
		  "std::x" },
		{ "use core as std; mod m { fn f() { std::x() } }", "std::x",
		  "std::x" },
		{ "mod m { pub use dep::B; } fn f(_: m::B) {}", "m::B",
		  "dep::B" },
		{ "mod m { pub use crate::n::V; } mod n { pub use std::x as V; "
		  "} use m::V as W; fn f() { W::y() }",
		  "W::y", "std::x::y" },
		{ "mod m { pub struct S; } use m as n; fn f(_: n::S) {}",
		  "n::S", "crate::m::S" },
		{ "use dep; fn f() {}", "dep", "dep" },
	});
}

TEST_CASE("an extern crate of the root renames a crate everywhere")
{
	check({
		{ "extern crate alloc as std; fn f() { std::x() }", "std::x",
		  "alloc::x" },
		{ "extern crate alloc as std; mod m { fn f() { std::x() } }",
		  "std::x", "alloc::x" },
		{ "extern crate alloc as std; mod m { use ::std::x; }",
		  "::std::x", "alloc::x" },
		{ "mod m { extern crate alloc as std; } fn f() { std::x() }",
		  "std::x", "std::x" },
		{ "mod m { extern crate alloc as std; fn f() { std::x() } }",
		  "std::x", "alloc::x" },
		{ "extern crate self as me; mod m { fn f() { me::g() } } "
		  "fn g() {}",
		  "me::g", "crate::g" },
		{ "extern crate self as me; mod m { fn f() { ::me::g() } } "
		  "fn g() {}",
		  "::me::g", "crate::g" },
		{ "extern crate std; fn f() { std::x() }", "std::x", "std::x" },
		{ "fn f() { std::x() } extern crate alloc as", "std::x",
		  "std::x" },
	});
}

TEST_CASE("an import in a function counts")
{
	check({
		{ "fn f() { use dep::B; B::new() }", "B::new", "dep::B::new" },
	});
}

TEST_CASE("a glob brings the names of a local module, behind all others")
{
	check({
		{ "mod m { pub struct S; } use m::*; fn f(_: S) {}", "S",
		  "crate::m::S" },
		{ "mod m { pub use dep::B; } use m::*; fn f(_: B) {}", "B",
		  "dep::B" },
		{ "mod m { pub use dep::B; } use m::*; use std::B; "
		  "fn f(_: B) {}",
		  "B", "std::B" },
		{ "mod m { pub use dep::B; } use m::*; struct B; "
		  "fn f(_: B) {}",
		  "B", "crate::B" },
		{ "mod m { pub use dep::B; } mod n { use super::m::*; "
		  "fn f() { B::c() } }",
		  "B::c", "dep::B::c" },
		{ "mod m { pub use dep::B; } use m::*; use self::g as B; "
		  "fn f(_: B) {}",
		  "B", "?" },
		{ "struct S; mod m { use super::*; fn f(_: S) {} }", "S",
		  "crate::S" },
		{ "mod m { pub mod std {} } use m::*; fn f() { std::x() }",
		  "std::x", "?" },
		{ "mod m { pub struct S; } use m::*; fn f() { T::x() }", "T::x",
		  "T::x" },
	});
}

TEST_CASE("what a crate calls std itself is not std")
{
	check({
		{ "mod std { pub fn x() {} } fn f() { std::x() }", "std::x",
		  "crate::std::x" },
		{ "mod std { pub fn x() {} } fn f() { ::std::x() }", "::std::x",
		  "std::x" },
		{ "mod std { pub fn x() {} } mod m { fn f() { std::x() } }",
		  "std::x", "std::x" },
		{ "mod std { pub fn x() {} } mod m { fn f() { "
		  "crate::std::x() } }",
		  "crate::std::x", "crate::std::x" },
		{ "#[cfg(no)] mod std { pub fn x() {} } fn f() { std::x() }",
		  "std::x", "std::x" },
		{ "struct Vec; fn f() { Vec::new() }", "Vec::new",
		  "crate::Vec .new" },
		{ "mod std { pub use core::*; pub mod m { pub use dep::B; } } "
		  "use std::m::B; fn f(_: B) {}",
		  "B", "dep::B" },
	});
}

TEST_CASE("in edition 2015 a global path and a use begin at the root")
{
	check(
		{
			{ "mod m { pub fn x() {} } mod n { "
			  "fn f() { ::m::x() } }",
			  "::m::x", "crate::m::x" },
			{ "mod n { fn f() { ::std::x() } }", "::std::x",
			  "std::x" },
			{ "mod m { pub struct S; } mod n { use m::S; "
			  "fn f(_: S) {} }",
			  "S", "crate::m::S" },
			{ "mod n { use std::x; fn f() { x::y() } }", "x::y",
			  "std::x::y" },
			{ "extern crate alloc as std; mod n { use std::x; }",
			  "std::x", "alloc::x" },
			{ "mod m { fn f() { crate::g() } } fn g() {}",
			  "crate::g", "crate::g" },
			/* not at a module beside it */
			{ "mod a { pub fn g() {} } mod m { mod a {} "
			  "use a::g; }",
			  "a::g", "crate::a::g" },
		},
		true);
	check({ { "mod m { pub fn x() {} } fn f() { ::m::x() }", "::m::x",
		  "m::x" } });
}

TEST_CASE("imports that lead to each other end")
{
	check({
		{ "use self::a as b; use self::b as a; fn f() { self::a::x() }",
		  "self::a::x", "?" },
		{ "use self::a; fn f() { self::a::x() }", "self::a::x", "?" },
		{ "mod a { pub use crate::b::*; } mod b { pub use crate::a::*; "
		  "pub struct S; } fn f(_: a::S) {}",
		  "a::S", "crate::b::S" },
		{ "mod a { pub use crate::b::*; } mod b { pub use crate::a::*; "
		  "} fn f(_: a::S) {}",
		  "a::S", "?" },
		{ "use self::*; fn f() { self::x::y() }", "self::x::y", "?" },
	});
}

namespace {

/* Modules m0 … of @text each, where NEXT is that behind it. */
std::string chain(size_t length, std::string_view text)
{
	std::string out;

	for (size_t i = 0; i < length; i++)
		out += str("pub mod m", i, " { ",
			   replace_all(std::string(text), "NEXT",
				       str("crate::m", i + 1)),
			   " } ");
	return out;
}

} /* namespace */

TEST_CASE("two ways from module to module are not gone again and again")
{
	const std::string globs = chain(
		40, "pub use NEXT::*; pub use self::super::super::NEXT::*;"
		    "pub use NEXT::*;");

	CHECK(meaning({ { "lib.rs", globs + "pub mod m40 { pub struct S; } "
					    "fn f(_: m0::S) {}" } },
		      "m0::S") == "crate::m40::S");
	CHECK(meaning({ { "lib.rs", globs + "pub mod m40 {} "
					    "fn f(_: m0::S) {}" } },
		      "m0::S") == "?");
}

/* The way that fails must be gone but once: this takes 2^30 steps. */
TEST_CASE("imports that may be either of two are not tried again and again")
{
	const std::string all =
		chain(30, "#[cfg(a)] use NEXT::X; use NEXT::X;") +
		"mod m30 {} use m0::X;";

	CHECK(meaning({ { "lib.rs", all } }, "m0::X") == "?");
}

TEST_CASE("a module has the names of its file, wherever that is")
{
	CHECK(meaning({ { "lib.rs", "mod m; fn f() { m::g() }" },
			{ "m.rs", "pub fn g() {}" } },
		      "m::g") == "crate::m::g");
	CHECK(meaning({ { "lib.rs", "mod m;" },
			{ "m.rs", "mod n; struct S;" },
			{ "m/n.rs", "use super::S;" } },
		      "super::S") == "crate::m::S");
	CHECK(meaning({ { "lib.rs",
			  "#[path = \"x.rs\"] mod m; fn f() { m::g() }" },
			{ "x.rs", "pub fn g() {}" },
			{ "m.rs", "" } },
		      "m::g") == "crate::m::g");
	CHECK(meaning({ { "lib.rs", "mod m { #[path = \"x.rs\"] pub mod n; } "
				    "fn f() { m::n::g() }" },
			{ "m/x.rs", "pub fn g() {}" } },
		      "m::n::g") == "crate::m::n::g");
	CHECK(meaning({ { "lib.rs", "#[cfg_attr(yes, path = \"x.rs\")] mod m; "
				    "fn f() { m::g() }" },
			{ "x.rs", "pub fn g() {}" },
			{ "m.rs", "" } },
		      "m::g") == "crate::m::g");
	CHECK(meaning({ { "lib.rs", "#[cfg_attr(no, path = \"x.rs\")] mod m; "
				    "fn f() { m::g() }" },
			{ "x.rs", "" },
			{ "m.rs", "pub fn g() {}" } },
		      "m::g") == "crate::m::g");
	CHECK(meaning({ { "lib.rs",
			  "mod i { #[path = \"x.rs\"] pub mod a; } mod b; "
			  "fn f() { b::g() }" },
			{ "i/x.rs", "" },
			{ "b.rs", "pub fn g() {}" } },
		      "b::g") == "crate::b::g");
}

TEST_CASE("what is included has the names of the module that includes it")
{
	const Files files = {
		{ "lib.rs", "mod m { include!(\"x.rs\"); struct T; } fn k() {} "
			    "fn f() { m::g() }" },
		{ "x.rs",
		  "pub fn g() { super::k(); self::T::u() } use dep::B;" }
	};

	CHECK(meaning(files, "m::g") == "crate::m::g");
	CHECK(meaning(files, "super::k") == "crate::k");
	CHECK(meaning(files, "self::T::u") == "crate::m::T .u");
	CHECK(meaning({ { "lib.rs", "include!(\"x.rs\"); fn f(_: B) {}" },
			{ "x.rs", "use dep::B;" } },
		      "B") == "dep::B");
}

TEST_CASE("the paths of a module are those of its code and imports")
{
	CHECK(paths("use a::{b, c as d}; extern crate e; fn f() { ::g::h }") ==
	      "a::b a::c ::e ::g::h");
	CHECK(paths("extern crate self as me;").empty());
	CHECK(paths("mod m { a::b!(); } c::d!();") == "c::d | a::b");
	CHECK(paths({ { "lib.rs", "mod m; a::b!();" },
		      { "m.rs", "c::d!();" } }) == "a::b | c::d");
	CHECK(paths("#[a::b] struct S { c: d::E }") == "a::b d::E");
	CHECK(paths("foo! { a::b(c::d) }") == "a::b c::d");
	CHECK(paths("// a::b\n/* c::d */ const X: &str = \"e::f\";").empty());
	/* All that stands in a path's own arguments. */
	CHECK(paths("fn f() { a::<b::C>::d() }") == "a::d b::C");
	CHECK(paths("fn f() -> a::B<c::D> {}") == "a::B c::D");
}

TEST_CASE("code that is switched off has no paths")
{
	CHECK(paths("#[cfg(no)] fn f() { a::b } fn g() { c::d }") == "c::d");
	CHECK(paths("#[cfg(no)] use a::b; #[cfg(yes)] use c::d;") == "c::d");
	CHECK(paths("#[cfg(no)] mod m { a::b!(); }").empty());
	CHECK(paths("mod m { #![cfg(no)] use a::b; } use c::d;") == "c::d");
	CHECK(paths("fn f() { #[cfg(no)] a::b(); c::d() }") == "c::d");
	CHECK(paths("#[test] fn f() { a::b }").empty());
	CHECK(paths("#[cfg_attr(no, a::b)] struct S;").empty());
	CHECK(paths("#[cfg(what)] fn f() { a::b }") == "a::b");
	CHECK(paths({ { "lib.rs", "#[cfg(no)] mod m; use a::b;" },
		      { "m.rs", "use c::d;" } }) == "a::b");
	CHECK(meaning({ { "lib.rs", "#[cfg(no)] use a::B; fn f(_: B) {}" } },
		      "B") == "?");
	CHECK(meaning({ { "lib.rs", "#[cfg(no)] struct B; use self::B;" } },
		      "self::B") == "?");
}

TEST_CASE("what a macro is made of is code where the crate calls the macro")
{
	const std::string m = "macro_rules! m { () => { a::b() } } ";

	CHECK(paths(m + "m!();").empty());
	CHECK(macro_paths(m).empty());
	CHECK(macro_paths(m + "m!();") == "a::b");
	CHECK(macro_paths(m + "fn f() { m![] }") == "a::b");
	CHECK(macro_paths(m + "mod n { m! {} }") == "a::b");
	CHECK(macro_paths(m + "crate::m!();") == "a::b");
	CHECK(macro_paths(m + "foo!(m!());") == "a::b");
	CHECK(macro_paths("mod n { " + m + "} m!();") == "a::b");
	CHECK(macro_paths(m + "#[cfg(no)] m!();").empty());
	CHECK(macro_paths(m + "fn f() { if m != () {} }").empty());
	CHECK(macro_paths(m + "fn m() {} fn f() { m() }").empty());
	CHECK(macro_paths("#[macro_export] " + m).empty());
	CHECK(macro_paths("#[cfg(no)] " + m + "m!();").empty());
	CHECK(macro_paths("macro_rules! m { () => { #[cfg(no)] a::b(); c::d() "
			  "} } m!();") == "c::d");
}

TEST_CASE("a macro may be called by another that is called")
{
	const std::string m = "macro_rules! m { () => { a::b() } } "
			      "macro_rules! n { () => { m!() } } "
			      "macro_rules! o { () => { $crate::n! {} } } ";

	CHECK(macro_paths(m).empty());
	CHECK(macro_paths(m + "n!();") == "a::b");
	CHECK(macro_paths(m + "o!();") == "a::b crate::n");
	CHECK(macro_paths("macro_rules! m { () => { a::b() } } "
			  "macro_rules! n { () => { n!(); o!() } } "
			  "macro_rules! o { () => { n!(); c::d() } } n!();") ==
	      "c::d");
}

TEST_CASE("macros are known by name, called or not")
{
	const TestCode code("macro_rules! m { () => { a::b() } } "
			    "mod n { macro_rules! m { () => { o!(c::d) } } }");

	REQUIRE(code->macros().count("m") == 2);
	const auto first = code->macros().find("m");
	CHECK(code->macros().size() == 2);
	CHECK(first->second.module == 0);
	CHECK(first->second.calls.empty());
	CHECK(texts_of(code->paths_in(first->second)) == "a::b");
	const auto second = std::next(first);
	CHECK(second->second.module == 1);
	REQUIRE(second->second.calls.size() == 1);
	CHECK(second->second.calls[0] == "o");
	CHECK(texts_of(code->paths_in(second->second)) == "c::d");
}

TEST_CASE("code is conditional where nobody knows whether it is compiled")
{
	CHECK(conditional("#[cfg(what)] fn f() { a::b } fn g() { c::d }") ==
	      "a::b");
	CHECK(conditional("#[cfg(yes)] fn f() { a::b }").empty());
	CHECK(conditional("#[cfg(not(what))] use a::b;") == "a::b");
	CHECK(conditional("#[cfg(all(what, yes))] use a::b;") == "a::b");
	CHECK(conditional("#[cfg(any(what, yes))] use a::b;").empty());
	CHECK(conditional("#[cfg(what)] mod m { mod n { use a::b; } } "
			  "use c::d;") == "a::b");
	CHECK(conditional("fn f() { #[cfg(what)] a::b(); c::d() }") == "a::b");
	CHECK(conditional("struct S { #[cfg(what)] x: a::B, y: c::D }") ==
	      "a::B");
	CHECK(conditional("fn f() { if cfg!(what) { a::b() } }").empty());
}

TEST_CASE("a file is as conditional as what reaches it")
{
	const auto with = [](const std::string &root, const std::string &m) {
		return conditional({ { "lib.rs", root },
				     { "m.rs", m },
				     { "m/n.rs", "use c::d;" } });
	};

	CHECK(with("#[cfg(what)] mod m;", "use a::b;") == "a::b");
	CHECK(with("#[cfg(what)] mod m;", "mod n; use a::b;") == "a::b c::d");
	CHECK(with("mod m;", "#[cfg(what)] mod n; use a::b;") == "c::d");
	CHECK(with("mod m;", "#![cfg(what)] use a::b;") == "a::b");
	CHECK(with("#[cfg(what)] include!(\"m.rs\");", "use a::b;") == "a::b");
	CHECK(with("#[cfg(what)] mod m; #[cfg(yes)] mod m;", "use a::b;")
		      .empty());
}

TEST_CASE("a token is told by its file, and may be left out of its module")
{
	const TestCode code(
		{ { "lib.rs", "mod m;\n#[cfg(no)] use a::b;\nmod n { x }" },
		  { "m.rs", "\n  use c::d;" } });
	const CodeModule &m = code->modules()[1];
	const std::vector<CodePath> paths = code->paths(1);

	REQUIRE(code->modules().size() == 3);
	REQUIRE(m.file != code->modules()[0].file);
	REQUIRE(paths.size() == 1);
	const Place place = code->place(m, paths[0].begin);
	CHECK(place.file == "m.rs");
	CHECK(place.line == 2);
	CHECK(place.column == 7);
	/* mod m ; # [cfg(no)] use a : : b ; mod n { x } */
	CHECK_FALSE(code->is_skipped(0, 0));
	CHECK_FALSE(code->is_skipped(0, 2));
	CHECK(code->is_skipped(0, 3));
	CHECK(code->is_skipped(0, 11));
	CHECK_FALSE(code->is_skipped(0, 16));
	CHECK_FALSE(code->is_skipped(0, 18));
	CHECK(code->is_skipped(0, 19));
	CHECK_FALSE(code->is_skipped(0, 20));
}

TEST_CASE("a root that is no Rust has no code")
{
	const Tree tree = tree_of({ { "lib.rs", "`" } });
	const std::string root = "lib.rs";
	const CfgSet cfgs;
	TokenStore tokens;
	CrateSource source;

	source.files["lib.rs"].reach = Truth::yes;
	const Result<CrateCode> code =
		CrateCode::read({ tree, root, cfgs, tokens }, source);
	CHECK(outcome(code).starts_with("rust-syntax: "));
}
