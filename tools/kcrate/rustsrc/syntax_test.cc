// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/syntax.h"

#include "base/str.h"
#include "testing/table.h"

namespace kcrate {

namespace {

std::string both(std::string_view name, const GeigerCount &count)
{
	if (count == GeigerCount())
		return "";
	return str(", ", name, " ", std::to_string(count.safe), "/",
		   std::to_string(count.is_unsafe));
}

/* What is not zero, safe and unsafe ones; so says geiger 0.5 with syn 2.0.98.
 */
std::string counted(const std::string &text)
{
	const Result<TokenFile> file = lex({ "a.rs", text });
	REQUIRE(file);
	const Result<GeigerCounts> found = geiger_counts(file.value());
	if (!found)
		return "refused";
	const GeigerCounts &counts = found.value();
	const std::string all =
		str(both("fn", counts.functions), both("expr", counts.exprs),
		    both("impl", counts.item_impls),
		    both("trait", counts.item_traits),
		    both("method", counts.methods),
		    counts.forbids_unsafe ? ", forbids" : "");
	return all.substr(all.empty() ? 0 : 2);
}

/* What is said of `const A: u8 = @open … @close;` that is @depth deep. */
std::string nested(size_t depth, std::string_view open, std::string_view close)
{
	std::string text = "const A: u8 = ";

	for (size_t i = 0; i < depth; i++)
		text += open;
	text += "1";
	for (size_t i = 0; i < depth; i++)
		text += close;
	text += ";";
	const Result<TokenFile> file = lex({ "a.rs", text });
	REQUIRE(file);
	const Result<GeigerCounts> found = geiger_counts(file.value());
	return found ? std::to_string(found.value().exprs.safe)
		     : found.error().message;
}

} /* namespace */

TEST_CASE("functions are counted, and where they are unsafe")
{
	check(counted,
	      {
		      { "fn a() {} unsafe fn b() {} mod m { fn c() { fn d() {} } }",
			"fn 3/1" },
		      { "#[no_mangle] fn a() {} #[export_name = \"x\"] fn b() {}",
			"fn 0/2" },
		      { "#[unsafe(no_mangle)] fn a() {} #[a::no_mangle] fn b() {}",
			"fn 2/0" },
		      { "const async unsafe extern \"C\" fn a() {}", "fn 0/1" },
		      { "fn a(); pub(in a::b) fn b() {}", "fn 1/0" },
		      { "impl A { fn a() {} unsafe fn b() {} fn c(); }",
			"impl 1/0, method 1/1" },
		      { "trait A { fn a() {} unsafe fn b() {} }", "trait 1/0" },
		      { "extern \"C\" { fn a(); safe fn b(); } unsafe extern \"C\" { fn c() {} }",
			"" },
		      { "unsafe trait A {} trait B {} auto trait C {} trait D = A + B; unsafe impl A for B {} impl B {}",
			"impl 1/1, trait 2/1" },
		      { "impl const A for B { fn a() { b() } } pub impl A {} impl A for (B) {} impl (A) for B {}",
			"impl 1/0" },
		      { "macro a($b) { fn c() {} } macro_rules! d { () => { fn e() {} } }",
			"" },
	      });
}

TEST_CASE("tests are left out")
{
	check(counted,
	      {
		      { "#[test] fn a() { b() } #[cfg(test)] mod m { fn c() {} unsafe impl A for B {} }",
			"" },
		      { "mod m { #![cfg(test)] fn a() {} } #[cfg(x, test)] mod n { fn b() {} }",
			"" },
		      { "#[cfg(all(test, x))] mod m { fn a() {} } #[cfg(test)] fn b() {} #[a::test] fn c() {}",
			"fn 3/0" },
		      { "#[cfg(feature = \"a\", test)] mod m { fn a() {} } #[cfg(not(x), test)] mod n { fn b() {} }",
			"fn 2/0" },
	      });
}

TEST_CASE("an exported function makes all behind it unsafe")
{
	check(counted,
	      {
		      { "#[no_mangle] fn a() { b() } fn c() { d() } impl A { fn e() { f() } }",
			"fn 1/1, expr 0/3, impl 1/0, method 1/0" },
		      { "mod m { #[no_mangle] fn a() {} } const A: u8 = b();",
			"fn 0/1, expr 0/1" },
		      { "#[test] #[no_mangle] fn a() {} fn b() { c() }",
			"fn 1/0, expr 1/0" },
		      { "fn a() { become { #[no_mangle] fn b() {} } } fn c() { d() }",
			"fn 2/0, expr 2/0" },
		      { "#[no_mangle] unsafe fn a() { b() } fn c() { d() }",
			"fn 1/1, expr 1/1" },
	      });
}

TEST_CASE("what is in an unsafe scope")
{
	check(counted,
	      {
		      { "fn a() { unsafe { b(); } c() }", "fn 1/0, expr 1/1" },
		      { "fn a() { unsafe { b(unsafe { c() }) } }",
			"fn 1/0, expr 0/2" },
		      { "fn a() { unsafe { b }.c() } unsafe fn d(e: [u8; F + 1]) { g() }",
			"fn 1/1, expr 1/2" },
		      { "#[doc = concat!()] unsafe fn a() {} #[doc = concat!()] fn b() {}",
			"fn 1/1, expr 1/1" },
		      { "impl A { #[doc = concat!()] unsafe fn a() {} }",
			"expr 0/1, impl 1/0, method 0/1" },
		      { "trait A { unsafe fn a() { b() } }",
			"expr 1/0, trait 1/0" },
		      { "unsafe impl A for B { const C: u8 = d(); }",
			"expr 1/0, impl 0/1" },
	      });
}

TEST_CASE("operators are expressions")
{
	check(counted,
	      {
		      { "const A: u8 = a + b * c << d;", "expr 3/0" },
		      { "const A: u8 = -a as u8 as u16 + 1;", "expr 4/0" },
		      { "fn a() { b = c = d += e; }", "fn 1/0, expr 3/0" },
		      { "fn a() { b..c; ..; ..=b; b + 1..; b..c..d }",
			"refused" },
		      { "fn a() { b..=c == d; }", "fn 1/0, expr 2/0" },
		      { "const A: u8 = &raw const a; const B: u8 = &mut &&a; const C: u8 = !*a;",
			"expr 6/0" },
		      { "const A: u8 = a < b && c > d || e as u8 <= f;",
			"expr 6/0" },
		      { "const A: u8 = a as usize << b;", "refused" },
		      { "const A: u8 = a as B < c;", "refused" },
		      { "const A: u8 = return a + b; const B: u8 = |c| d - 1;",
			"expr 4/0" },
	      });
}

TEST_CASE("calls, members and indices are expressions")
{
	check(counted,
	      {
		      { "const A: u8 = a.b.c().d::<E>()[f]?.await;",
			"expr 6/0" },
		      { "const A: u8 = a.0.1 + a.0.1.2 + a.0 .1 + a.0.b;",
			"expr 12/0" },
		      { "const A: u8 = A { a, b: c(), 0: d, ..e() };",
			"expr 3/0" },
		      { "const A: u8 = (a, b()); const B: u8 = (a); const C: u8 = ();",
			"expr 4/0" },
		      { "const A: u8 = [a, b()]; const B: u8 = [a; b + c]; const C: u8 = [];",
			"expr 5/0" },
		      { "const A: u8 = a!(b + c); const B: u8 = <A as B>::c::<{ d + 1 }>();",
			"expr 4/0" },
		      { "const A: u8 = Self::a(self, super::b, crate::c, ::d::e); const B: u8 = _;",
			"expr 2/0" },
		      { "const A: u8 = a[b][c](d)(e); const B: u8 = r#fn(r#match);",
			"expr 5/0" },
		      { "fn a() { builtin # offset_of(a, b) }",
			"fn 1/0, expr 1/0" },
	      });
}

TEST_CASE("blocks are expressions, bodies are not")
{
	check(counted,
	      {
		      { "fn a() { { b } loop {} while c {} for d in e {} }",
			"fn 1/0, expr 4/0" },
		      { "fn a() { if b {} else if let C(d) = e && f {} else {} }",
			"fn 1/0, expr 5/0" },
		      { "fn a() { match b { C(d) if e() => f, _ => { g } | h => {} } }",
			"fn 1/0, expr 4/0" },
		      { "fn a() { 'b: loop { break 'b c(); continue 'b } }",
			"fn 1/0, expr 4/0" },
		      { "fn a() { async { b() } } fn c() { async move {} } fn d() { const { e() } } fn f() { try { g()? } }",
			"fn 4/0, expr 8/0" },
		      { "fn a() { move |b, &c: &u8| -> u8 { d() }; async |e| f; static || {}; for<'a> |b: &'a u8| c }",
			"fn 1/0, expr 7/0" },
		      { "fn a() { let b = c() else { return }; let d: [u8; e + 1] = f; let g; }",
			"fn 1/0, expr 4/0" },
		      { "fn a() { if b {} (c, d) } fn e() { if f {}.g() } fn h() { match i {} - 1 }",
			"fn 3/0, expr 6/0" },
		      { "fn a() { unsafe {} * b } fn c() { { d } + e; }",
			"refused" },
		      { "fn a() { break { b } } fn c() { while break {} {} }",
			"fn 2/0, expr 5/0" },
		      { "fn a() { if A { b } {} }", "fn 1/0, expr 2/0" },
		      { "const A: u8 = yield; const B: u8 = yield a();",
			"expr 3/0" },
	      });
}

TEST_CASE("a statement's macro is none")
{
	check(counted,
	      {
		      { "fn a() { b!(c); d! { e } f![] }", "fn 1/0, expr 1/0" },
		      { "fn a() { b! {}.c(); d! {}? ; e!(f) }",
			"fn 1/0, expr 5/0" },
		      { "fn a() { b! {} + c }", "refused" },
		      { "fn a() { macro_rules! b { () => {} } c::d! { e } ; }",
			"fn 1/0" },
		      { "fn a() { ; ; struct B; ; }", "fn 1/0, expr 3/0" },
		      { "fn a() { #[b] c!(d); #[e] { f } #[g] let h = i; #[j] k() }",
			"fn 1/0, expr 2/0" },
	      });
}

TEST_CASE("what stands in types, patterns and attributes")
{
	check(counted,
	      {
		      { "static A: [u8; a() + 1] = b; type B = [u8; { c }]; enum D { E = f(), G { h: [u8; i()] } }",
			"expr 5/0" },
		      { "fn a() { match b { -1..=2 | A::B.. | const { c } | ..const { d() } => e, box [f, .., g @ h!()] => i } }",
			"fn 1/0, expr 3/0" },
		      { "fn a(&self, b: A<{ c }, D = 1, -1, e>, _: impl B<F: G> + 'a) where [u8; h + 1]: I {}",
			"fn 1/0, expr 2/0" },
		      { "fn a(self: &Self, ...) -> dyn A + B {} fn c(mut self) {} fn d<'a, const E: u8 = { f }, G: ?Sized = H>() {}",
			"fn 3/0, expr 1/0" },
		      { "#![doc = include_str!(\"a\")] #![b(c + d)] #![e]",
			"expr 1/0" },
		      { "type A = fn(b: u8, ...) -> for<'a> fn(&'a u8); type C = *const dyn for<'a> D<'a>; type E = !;",
			"" },
		      { "type A: B = C; const D<E>: u8 = f(); impl G { type H; const I: u8; const J<K>: u8 = l(); } static M: u8; ",
			"impl 1/0" },
		      { "struct A(pub (B, C), pub(crate) D) where E: F; struct G<H>(H); union I { j: u8 } struct K where L: M { n: O }",
			"" },
		      { "fn a() -> impl Fn(u8) -> u8 + use<'a, T> {} fn b<T: ~const A + (B) + for<'c> D<'c>>() {}",
			"fn 2/0" },
		      { "use a::{self, b::*, c as _}; use ::{d, e::f}; extern crate g as h; pub use crate::i;",
			"" },
		      { "fn a() { let B { c, ref mut d, 0: e, .. } = f; let &(g, ..) = h; let self::I = j; let (K | L) = m; }",
			"fn 1/0" },
		      { "trait A<B>: C where D: E { type F<G>: H where I: J; const K: u8 = l(); m! {} default fn n() { o() } }",
			"expr 1/0, trait 1/0" },
	      });
}

TEST_CASE("the file forbids unsafe code")
{
	check(counted, {
			       { "#![forbid(unsafe_code)]", "forbids" },
			       { "#![forbid(a, unsafe_code, b)]", "forbids" },
			       { "#![forbid(unsafe_code = \"a\")]", "" },
			       { "#![forbid(a(b), unsafe_code)]", "" },
			       { "#![forbid(unsafe_code(a))]", "forbids" },
			       { "#![deny(unsafe_code)]", "" },
			       { "#![cfg_attr(a, forbid(unsafe_code))]", "" },
			       { "mod m { #![forbid(unsafe_code)] }", "" },
			       { "#[forbid(unsafe_code)] mod m {}", "" },
		       });
}

TEST_CASE("what syn refuses")
{
	check(counted,
	      {
		      { "type A = Box<Fn(u8) -> u8>;", "refused" },
		      { "const A: u8 = a < b < c;", "refused" },
		      { "const A: u8 = a as u8.b;", "refused" },
		      { "fn a() { let b = if c {} else {} else {}; }",
			"refused" },
		      { "fn a() { b c }", "refused" },
		      { "fn a() { let B | C = d; }", "refused" },
		      { "fn a() { break 'b: loop {} }", "refused" },
		      { "fn a() { match b { c => d e => f } }", "refused" },
		      { "fn a() { match [] { [1.., b] => c } }", "refused" },
		      { "fn a(b: u8, self) {}", "refused" },
		      { "const A: u8 = ...b;", "refused" },
		      { "const A: u8 = a.0x1.b.1e3;", "refused" },
		      { "type A = dyn 'a;", "refused" },
		      { "type A = impl ~const B;", "refused" },
		      { "fn a() { b!() c }", "refused" },
		      { "unsafe fn", "refused" },
		      { "#[a b] fn c() {}", "refused" },
		      { "#[a = #[b] c] fn d() {}", "refused" },
		      { "struct A { b: u8 c: u8 }", "refused" },
		      { "let a = b;", "refused" },
		      { "fn a(b) {}", "refused" },
		      { "impl A { pub const fn }", "refused" },
		      { "pub a!();", "refused" },
		      { "fn a() { #![b] let #![c] d; }", "refused" },
		      { "extern { static A: u8 }", "refused" },
		      { "fn a() { 'b: c() }", "refused" },
		      { "enum A { B = , }", "refused" },
		      { "use a::{b c};", "refused" },
		      { "const A: u8 = a.;", "refused" },
		      { "const A: u8 = ;", "refused" },
	      });
}

TEST_CASE("what is nested too deeply is refused, and long chains are not")
{
	CHECK(nested(200, "(", ")") == "200");
	CHECK(nested(90, "a as A<[u8; { ", " }]>") == "180");
	CHECK(nested(300, "-", "") == "300");
	CHECK(nested(100000, "-", "") == "the code is nested too deeply");
	CHECK(nested(100000, "|a| ", "") == "the code is nested too deeply");
	CHECK(nested(100000, "a = ", "") == "the code is nested too deeply");
	CHECK(nested(100000, "return ", "") == "the code is nested too deeply");
	CHECK(nested(100000, "<", "") == "the code is nested too deeply");
	CHECK(nested(100000, "a + ", "") == "100000");
	CHECK(nested(100000, "", ".a()[0]?") == "300000");
	CHECK(nested(100000, "if a {} else ", "") ==
	      "no Rust that syn 2 can read");
}

TEST_CASE("where a file is refused is said")
{
	const std::string text = "fn a() {\n\tb c\n}\n";
	const Result<TokenFile> file = lex({ "a.rs", text });
	REQUIRE(file);
	const Result<GeigerCounts> found = geiger_counts(file.value());
	REQUIRE(!found);
	REQUIRE(found.error().where);
	CHECK(found.error().where->line == 2);
	CHECK(found.error().where->column == 4);
}

} /* namespace kcrate */
