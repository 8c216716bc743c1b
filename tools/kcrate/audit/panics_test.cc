// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/panics.h"

#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

/* The sites in @text. */
std::string sites(const std::string &text)
{
	const TestCode code(text);
	std::vector<std::string> out;

	for (const CodeSite &site : panic_sites(*code))
		out.emplace_back(name_of(site.kind).key);
	return join(out, " ");
}

/* In a function. */
std::string in_function(const std::string &body)
{
	return sites(str("fn f(a: usize, x: f64) { ", body, " }"));
}

} /* namespace */

TEST_CASE("macros that panic are found, and those for debugging are not")
{
	check(in_function,
	      {
		      { "panic!(\"a\"); core::todo!(); unreachable!()",
			"macros macros macros" },
		      { "assert!(b); assert_eq!(b, c); assert_ne![b, c]",
			"macros macros macros" },
		      { "debug_assert!(b); debug_assert_eq!(b, c)", "" },
		      { "assert(b); panic::Location::caller(); panic != b",
			"" },
		      { "b!(panic!())", "macros" },
		      { "assert!(b[0] / c == 1)", "macros indices divisions" },
	      });
	CHECK(sites("macro_rules! assert { () => {} } fn f() { assert!() }")
		      .empty());
}

TEST_CASE("unwrap and its kin are found")
{
	check(in_function,
	      {
		      { "b.unwrap(); b.expect(\"c\"); b().unwrap_err()",
			"unwraps unwraps unwraps" },
		      { "b?.expect_err(\"c\")", "unwraps" },
		      { "b.unwrap_or(c); b.unwrap_or_default(); unwrap(b)",
			"" },
		      { "b.expect(c, d); b.unwrap(c); b.unwrap", "" },
	      });
}

TEST_CASE("an index is told from other brackets")
{
	check(in_function,
	      {
		      { "b[0]; b[1..]; b.c()[d]; b[0][1]; b?[c]",
			"indices indices indices indices indices indices" },
		      { "self.b[c]; (b)[c]; r#in[b]",
			"indices indices indices" },
		      { "self.0[1]; b.0.1[c]", "indices indices" },
		      { "b[..]; [b]; &[b]; [b, c]; let [d, e] = b", "" },
		      { "return [b]; if b { [c] } else { [d] }", "" },
		      { "vec![b]; let c: [u8; 4]; c as [u8; 4]", "" },
		      { "for d in [b, c] {} match [b] { [e] => {} }", "" },
		      { "b::<[u8; 4]>(); &mut [b]; #[c] d", "" },
		      { "b!(c[d]); vec![c[d]]", "indices" },
	      });
	CHECK(sites("struct A(pub [u8; 4], pub(crate) [u8; 4]);").empty());
	CHECK(sites("impl A for [u8] {} fn f() -> [u8; 4] { b }").empty());
}

TEST_CASE("a division by what is no constant is found")
{
	check(in_function,
	      {
		      { "b / c; b % c; b /= c; b() / (c)",
			"divisions divisions divisions divisions" },
		      { "b / c.len(); b / SIZE.get()", "divisions divisions" },
		      { "b / 2; b % 0x10; b /= 3; b / SIZE; b / Self::N", "" },
		      { "b / u64::BITS; b % T::A", "" },
		      { "b / (N * 2); b % (T::A)", "" },
		      { "b / 0; b / (0); b / (N * c); b / ()",
			"divisions divisions divisions divisions" },
		      { "(b as f32) / c; b / (c as f64); (b) / (c)",
			"divisions" },
		      { "x / a; a / x; b / 1.5; 2.0 / b; b as f32 / c", "" },
		      { "1e3 / b; (b as f16) / c; b / 2f128", "" },
		      { "0xf32 / b", "divisions" },
		      { "b!(c / d); \"c / d\"; c // d\n", "" },
	      });
}

TEST_CASE("functions of slices that panic are found")
{
	check(in_function,
	      {
		      { "b.copy_from_slice(c); b.split_at(4); b.swap(c, d)",
			"calls calls calls" },
		      { "b.chunks(c); b.step_by(c); b.chunks(0)",
			"calls calls calls" },
		      { "b.chunks(4); b.windows(2); b.step_by(2)", "" },
		      { "b.swap(c, Ordering::Relaxed); b.swap(&c)", "" },
		      { "mem::swap(b, c); b.split_at_checked(c); b.chunks",
			"" },
	      });
}

TEST_CASE("what rustc computes is left out")
{
	check(sites,
	      {
		      { "const A: u8 = B[0] / c; static D: u8 = e.unwrap();",
			"" },
		      { "const _: () = { assert!(B[0] == c) };", "" },
		      { "fn a() { const { assert!(b) }; let c = [0; d / e]; }",
			"" },
		      { "type A = [u8; b / c]; #[a(b / c)] fn d() {}", "" },
		      { "impl A { pub const B: u8 = c / d; }", "" },
		      { "#[cfg(test)] mod a { fn b() { c.unwrap() } }", "" },
		      { "#[test] fn a() { b.unwrap() }", "" },
		      { "macro_rules! a { ($b:expr) => { $b.unwrap() } } a!(c);",
			"" },
		      /* near misses */
		      { "const fn a(b: u8) { c / b; }", "divisions" },
		      { "fn a<const N: usize>() { b[c]; }", "indices" },
		      { "fn a(b: *const u8) { c[d]; }", "indices" },
		      { "fn a() { let b = [c[d], 0]; [e[f]; 2] }",
			"indices indices" },
		      { "fn a() { const B: u8 = 1; c / d }", "divisions" },
	      });
}
