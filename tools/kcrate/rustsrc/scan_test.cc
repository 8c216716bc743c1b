// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/test_walk.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

void check(const std::vector<Reached> &rows)
{
	for (const Reached &row : rows) {
		CAPTURE(row.text);
		CHECK(reach(std::string(row.text)) == row.reached);
	}
}

} /* namespace */

TEST_CASE("a cfg decides over what it stands on, and over nothing else")
{
	check({
		{ "#[cfg(yes)] mod a; mod b;", "a.rs b.rs" },
		{ "#[cfg(no)] mod a; mod b;", "b.rs -a.rs" },
		{ "#[cfg(what)] mod a; mod b;", "?a.rs b.rs" },
		{ "#[cfg(yes)] #[cfg(what)] #[cfg(no)] mod a;", "-a.rs" },
		{ "#[cfg(yes)] #[cfg(what)] pub(in crate::x) mod a;", "?a.rs" },
		{ "#[cfg(all(yes, not(no)))] mod a;", "a.rs" },
		{ "#[cfg(any(no, feature = r\"on\",))] mod a;", "a.rs" },
		{ "#[cfg(feature = \"\\x6fn\")] mod a;", "a.rs" },
		{ "#[cfg(feature = \"off\")] mod a;", "-a.rs" },
		{ "#[cfg(/* x */ not ( no ) )] mod a;", "a.rs" },
		{ "#[cfg(true)] mod a; #[cfg(false)] mod b;", "a.rs -b.rs" },
		{ "#[cfg(r#true)] mod a;", "?a.rs" },
		{ "#[cfg(version(\"1.80\"))] mod a;", "?a.rs" },
		{ "#[cfg(accessible(a::b))] mod a; #[cfg(=)] mod b;",
		  "?a.rs ?b.rs" },
		{ "#[cfg(not(version(\"1\")))] mod a;", "?a.rs" },
		{ "#[cfg(test)] mod a; #[test] fn f() { include_str!(\"d.txt\"); }",
		  "-a.rs -d.txt=" },
		{ "#[cfg(no)] mod m { mod a; } #[cfg(what)] mod m { mod n { mod a; } }",
		  "?m/n/a.rs -m/a.rs" },
		{ "mod m { #![cfg(no)] mod a; } mod b;", "b.rs -m/a.rs" },
		{ "#![cfg(what)] mod a;", "?a.rs" },
		{ "#[doc = \"x\"] #[allow(x)] mod a;", "a.rs" },
	});
}

TEST_CASE("a cfg ends where its item, statement or field ends")
{
	const std::string_view nodes[] = {
		"fn f<T: A<{ 1 }>>() -> B<{ 2 }> where T: C { x }",
		"pub(crate) const unsafe extern \"C\" fn f() -> u8 { 1 }",
		"struct S<const N: usize = { 3 }> { a: [u8; { 1 }] }",
		"struct S(u8) where u8: Copy;",
		"const X: S = S { a: 1 };",
		"static X: fn() -> u8 = || { 1 };",
		"impl<T> From<Foo<{ N }>> for T where T: Fn() -> u8 { }",
		"unsafe impl Send for X {}",
		"extern crate x as y;",
		"extern \"C\" { fn f(); }",
		"unsafe extern { fn f(); }",
		"use a::{b, c::{d}};",
		"type T = [u8; { 1 }];",
		"union U { a: u8 }",
		"enum E { A { a: u8 }, B(u8) }",
		"pub trait T: A<B = C> { fn f() { } }",
		"macro_rules! m { () => { }; }",
		"macro_rules! m ( () => { } );",
		"foo! { a; b }",
		"foo::bar!(a, b);",
		"auto trait T {}",
	};

	for (const std::string_view node : nodes) {
		CAPTURE(node);
		CHECK(reach(str("#[cfg(no)] ", node, " mod a;")) == "a.rs");
		CHECK(reach(str("#[cfg(no)] mod b { ", node, " } mod a;")) ==
		      "a.rs");
	}
}

TEST_CASE("a cfg within a function ends where its expression ends")
{
	const std::string_view statements[] = {
		"let x = S { a: 1 };",
		"let Some(x) = y else { return };",
		"{ a; b }",
		"if a { b } else if let S { c } = d { e } else { f }",
		"while let S { a } = b { c }",
		"for S { a } in b { c }",
		"match unsafe { a } { B { c } => d, _ => { e } }",
		"'a: loop { break 'a; }",
		"unsafe { a() }",
		"const { a() }",
		"a.b(c, d)?.e = f;",
		"match a { b => c }.d();",
		"println!(\"{}\", a);",
		"foo! { a }",
		"return a;",
	};

	for (const std::string_view statement : statements) {
		CAPTURE(statement);
		CHECK(reach(str("fn f() { #[cfg(no)] ", statement,
				" include_str!(\"d.txt\"); }")) == "d.txt=");
	}
	check({
		{ "fn f() { #[cfg(no)] g(include_str!(\"d.txt\"), h); }",
		  "-d.txt=" },
		{ "static A: B = B { #[cfg(no)] c: D::<E, F>::g(), h: include_str!(\"d.txt\") };",
		  "d.txt=" },
		{ "struct A { #[cfg(no)] a: B<C, D>, e: [u8; include_bytes!(\"d.txt\").len()] }",
		  "d.txt=" },
		{ "fn f() { match a { #[cfg(no)] B => { c } D => include_str!(\"d.txt\"), } }",
		  "d.txt=" },
		{ "fn f() { match a { #[cfg(no)] B => if c { d } else { e }, D => include_str!(\"d.txt\"), } }",
		  "d.txt=" },
		{ "fn f() { match a { #[cfg(no)] B => include_str!(\"d.txt\"), _ => c, } }",
		  "-d.txt=" },
		{ "fn f() { g(#[cfg(no)] a, include_str!(\"d.txt\")) }",
		  "d.txt=" },
		{ "fn f() { g(a, #[cfg(no)] a) } mod a;", "a.rs" },
	});
}

TEST_CASE("cfg_attr gives paths and cfgs, each as far as its predicate holds")
{
	check({
		{ "#[cfg_attr(yes, path = \"b.rs\")] mod a;", "b.rs -a.rs" },
		{ "#[cfg_attr(no, path = \"b.rs\")] mod a;", "a.rs -b.rs" },
		{ "#[cfg_attr(what, path = \"b.rs\")] mod a;", "?a.rs ?b.rs" },
		{ "#[cfg_attr(what, path = \"b.rs\")] "
		  "#[cfg_attr(not(what), path = \"c.rs\")] mod a;",
		  "?b.rs ?c.rs" },
		{ "#[path = \"b.rs\"] #[path = \"c.rs\"] mod a;", "b.rs" },
		{ "#[cfg_attr(yes, cfg_attr(what, path = \"b.rs\"), allow(x))] mod a;",
		  "?a.rs ?b.rs" },
		{ "#[cfg_attr(yes, cfg(no))] mod a;", "-a.rs" },
		{ "#[cfg_attr(no, cfg(no))] mod a;", "a.rs" },
		{ "#[cfg_attr(what, cfg(no))] mod a;", "?a.rs" },
		{ "#[cfg_attr(yes, path = \"m\")] mod z { mod a; }", "m/a.rs" },
		{ "#[cfg_attr(yes)] mod a; #[cfg_attr()] mod b;", "a.rs b.rs" },
	});
}

TEST_CASE("cfg_if! and cfg_select! are understood")
{
	check({
		{ "cfg_if::cfg_if! { if #[cfg(yes)] { mod a; } else { mod b; } }",
		  "a.rs -b.rs" },
		{ "cfg_if! { if #[cfg(no)] { mod a; } else if #[cfg(what)] { mod b; } else { mod c; } }",
		  "?b.rs ?c.rs -a.rs" },
		{ "cfg_if! { if #[cfg(no)] { cfg_if! { if #[cfg(yes)] { mod a; } } } else { mod b; } }",
		  "b.rs -a.rs" },
		{ "cfg_if! { if #[cfg(yes)] { cfg_if! { if #[cfg(no)] { mod a; } else { mod b; } } } else { mod c; } }",
		  "b.rs -a.rs -c.rs" },
		{ "cfg_select! { no => { mod a; } all(yes, feature = \"on\") => { mod b; } _ => { mod c; } }",
		  "b.rs -a.rs -c.rs" },
		{ "const A: &str = cfg_select! { what => x, _ => include_str!(\"d.txt\") };",
		  "?d.txt=" },
		{ "cfg_if! { nonsense } mod a;", "a.rs" },
	});
}

TEST_CASE("a macro may keep what it is given")
{
	check({
		{ "foo! { mod a; }", "?a.rs" },
		{ "stringify!(include_str!(\"d.txt\"));", "-d.txt=" },
		{ "foo! { #[cfg(no)] mod a; #[cfg(yes)] mod b; }",
		  "?b.rs -a.rs" },
		{ "#[cfg(no)] foo! { mod a; }", "-a.rs" },
		{ "macro_rules! m { () => { mod a; } }", "?a.rs" },
		{ "macro_rules! m { ($($n:ident)*) => { $(mod $n;)* } } m!(a b);",
		  "?a.rs ?b.rs" },
		{ "macro_rules! m { ($f:expr) => { include_str!($f) } } m!(\"d.txt\");",
		  "?d.txt=" },
		{ "println!(\"{}\", include_str!(\"d.txt\"));", "d.txt=" },
	});
}

TEST_CASE("a local macro that only wraps items keeps them as its cfg says")
{
	const std::string on =
		"macro_rules! on { ($($i:item)*) => { $( #[cfg(yes)] $i )* } }";
	const std::string off =
		"macro_rules! off { ($($i:item)*) => { $( #[cfg(yes)] #[cfg_attr(x, y)] #[cfg(no)] $i )* } }";
	const std::string meta =
		"macro_rules! meta { (#![$m:meta] $($i:item)*) => { $( #[cfg($m)] $i )* } }";

	CHECK(reach(on + "on! { mod a; }") == "a.rs");
	CHECK(reach(off + "off! { mod a; }") == "-a.rs");
	CHECK(reach("off! { mod a; }" + off) == "-a.rs");
	CHECK(reach(meta +
		    "meta! { #![no] mod a; } meta! { #![yes] mod b; }") ==
	      "b.rs -a.rs");
	CHECK(reach(meta + "macro_rules! w { ($($i:item)*) => { "
			   "#[cfg(yes)] meta! { #![any(no)] $($i)* } } }"
			   "w! { mod a; }") == "-a.rs");
	CHECK(reach(on + "macro_rules! w { ($($i:item)*) => { "
			 "on! { $($i)* } } } w! { mod a; }") == "a.rs");
	CHECK(reach("#[cfg(yes)] macro_rules! w { ($($t:tt)*) => { $($t)* } }"
		    "#[cfg(no)] macro_rules! w { ($($t:tt)*) => { } }"
		    "w! { mod a; }") == "a.rs");
	CHECK(reach("#[cfg(no)] macro_rules! w { ($($t:tt)*) => { $($t)* } }"
		    "#[cfg(yes)] macro_rules! w { ($($t:tt)*) => { } }"
		    "w! { mod a; }") == "-a.rs");
	CHECK(reach("macro_rules! w { ($($i:item)*) => { w! { $($i)* } } }"
		    "w! { mod a; }") == "?a.rs");
	CHECK(reach("macro_rules! w { ($($i:item)*) => { $($i)* }; () => {} }"
		    "w! { mod a; }") == "?a.rs");
}
