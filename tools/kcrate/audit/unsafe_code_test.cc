// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/unsafe_code.h"

#include <algorithm>

#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

/* The sites in @text, in the order of their places; `?` undocumented ones. */
std::string sites(const std::string &text)
{
	const TestCode code(text);
	std::vector<CodeSite> found = unsafe_sites(*code);
	std::vector<std::string> out;

	std::stable_sort(found.begin(), found.end(),
			 [](const CodeSite &a, const CodeSite &b) {
				 return a.token < b.token;
			 });
	for (const CodeSite &site : found)
		out.push_back(str(site.undocumented ? "?" : "",
				  name_of(site.kind).key));
	return join(out, " ");
}

std::string forbids(const std::string &text)
{
	const TestCode code(text);

	return forbids_unsafe_code(*code, some_cfgs()) ? "yes" : "no";
}

/* In a function. */
std::string in_function(const std::string &body)
{
	return sites(str("fn f() {\n", body, "\n}"));
}

} /* namespace */

TEST_CASE("unsafe code is known by its kind")
{
	check(sites,
	      {
		      { "unsafe fn a() {}", "?functions" },
		      { "pub(crate) const unsafe extern \"C\" fn a() {}",
			"?functions" },
		      { "impl A { unsafe fn a() {} }", "?methods" },
		      { "impl<const N: u8> A<{ N }> { unsafe fn a() {} }",
			"?methods" },
		      { "impl<A> B for C<A> where A: D, { unsafe fn e() {} }",
			"methods" },
		      { "impl<A: Fn(B) -> C, const D: u8> E<A, { D }> "
			"where { unsafe fn a() {} }",
			"?methods" },
		      { "trait A { unsafe fn a(); unsafe fn b() {} }",
			"?trait_methods ?trait_defaults" },
		      { "trait A { fn a() { unsafe fn b() {} } }",
			"?functions" },
		      { "fn a() -> impl A { unsafe fn b() {} }", "?functions" },
		      { "unsafe impl A for B {} unsafe trait C {}",
			"?impls ?traits" },
		      { "extern \"C\" { fn a(); } unsafe extern {}",
			"extern_blocks extern_blocks" },
		      { "unsafe extern \"C\" { unsafe fn a(); safe fn b(); }",
			"extern_blocks" },
		      { "#[no_mangle] fn a() {} #[unsafe(export_name = \"b\")] "
			"fn b() {}",
			"attributes attributes" },
		      { "static mut A: u8 = 0;", "static_muts" },
		      { "#[no_mangle] fn a() {} fn b() { c() }", "attributes" },
	      });
}

TEST_CASE("what only looks unsafe is not")
{
	check(sites,
	      {
		      { "type A = unsafe fn(u8);", "" },
		      { "fn r#unsafe() {} fn no_mangle() {}", "" },
		      { "#[inline] fn a() {} extern crate b;", "" },
		      { "pub extern \"C\" fn a() {}", "" },
		      { "static A: u8 = 0;", "" },
		      { "/* unsafe {} */ fn a() { \"unsafe {}\"; }", "" },
		      { "#[cfg(test)] unsafe fn a() {}", "" },
		      { "#[cfg(test)] mod a { unsafe fn b() {} }", "" },
		      { "#[test] fn a() { unsafe {} }", "" },
	      });
}

TEST_CASE("macros that are called count, and what they are given")
{
	check(sites, {
			     { "macro_rules! a { () => { unsafe {} } } a!();",
			       "?in_macros" },
			     { "macro_rules! a { () => { unsafe {} } }", "" },
			     { "fn a() { b!(unsafe { c() }) }", "?blocks" },
		     });
}

TEST_CASE("a block is documented by a comment before its statement")
{
	check(in_function,
	      {
		      { "unsafe {}", "?blocks" },
		      { "// SAFETY: a\nunsafe {}", "blocks" },
		      { "// Safety: a\n// and more\nunsafe {}", "blocks" },
		      { "/* SAFETY: a */ unsafe {}", "blocks" },
		      { "// SAFETY: a\nlet b: A<B, C> = unsafe {};", "blocks" },
		      { "// SAFETY: a\n#[b]\nlet c = d(e, unsafe {});",
			"blocks" },
		      { "let a =\n// SAFETY: b\nunsafe {};", "blocks" },
		      { "// SAFETY: a\nb(unsafe {}, unsafe {});",
			"blocks blocks" },
		      { "a(\n// SAFETY: b\nunsafe {});", "blocks" },
		      { "match a {\n// SAFETY: b\nC => unsafe {}, }",
			"blocks" },
		      { "if a { b }\n// SAFETY: c\nunsafe {}", "blocks" },
		      { "unsafe { /* SAFETY: a */ }", "blocks" },
		      { "a(unsafe {\n// SAFETY: b\nc() })", "blocks" },
		      /* near misses */
		      { "// SAFETY: a\nb();\nunsafe {}", "?blocks" },
		      { "// SAFETY: a\nunsafe {}\nunsafe {}",
			"blocks ?blocks" },
		      { "// SAFETY: a\nif b { unsafe {} }", "?blocks" },
		      { "match a {\n// SAFETY: b\nC => d,\nE => unsafe {}, }",
			"?blocks" },
		      { "// a is safe\nunsafe {}", "?blocks" },
		      { "unsafe { b(); /* SAFETY: a */ }", "?blocks" },
		      { "\"SAFETY: a\"; unsafe {}", "?blocks" },
		      { "a(|| {\nb();\nunsafe {} }); // SAFETY: c", "?blocks" },
	      });
}

TEST_CASE("impls and functions are documented before them")
{
	check(sites,
	      {
		      { "// SAFETY: a\nunsafe impl A for B {}", "impls" },
		      { "/// # Safety\n/// a\npub unsafe fn a() {}",
			"functions" },
		      { "/** a\n# Safety */\n#[b]\nunsafe fn a() {}",
			"functions" },
		      { "impl A {\n/// # Safety\npub unsafe fn a() {} }",
			"methods" },
		      { "/// # Safety\npub unsafe trait A {}", "traits" },
		      { "// SPDX\n\n// SAFETY: a\nunsafe impl A for B {}",
			"impls" },
		      /* a trait has said it */
		      { "impl A for B { unsafe fn a() {} }", "methods" },
		      { "impl<F: for<'a> A<'a>> B for C { unsafe fn a() {} }",
			"methods" },
		      /* near misses */
		      { "// SAFETY: a\nunsafe fn a() {}", "?functions" },
		      { "/// # Safety\nfn a() {}\nunsafe fn b() {}",
			"?functions" },
		      { "impl A<for<'a> fn(&'a u8)> { unsafe fn a() {} }",
			"?methods" },
		      { "/// Safety\npub unsafe fn a() {}", "?functions" },
	      });
}

TEST_CASE("a long statement is read once")
{
	std::string text = "// SAFETY: a\nstatic A: [u8; 1] = [";

	for (size_t i = 0; i < 20000; i++)
		text += "unsafe {}, ";
	const TestCode code(text + "];");
	const std::vector<CodeSite> found = unsafe_sites(*code);
	REQUIRE(found.size() == 20000);
	CHECK_FALSE(found.front().undocumented);
	CHECK_FALSE(found.back().undocumented);
}

TEST_CASE("a crate forbids unsafe code at its root")
{
	check(forbids,
	      {
		      { "#![forbid(unsafe_code)]", "yes" },
		      { "#![no_std] #![forbid(a, unsafe_code)]", "yes" },
		      { "#![cfg_attr(not(test), forbid(unsafe_code))]", "yes" },
		      { "#![cfg_attr(test, forbid(unsafe_code))]", "no" },
		      { "#![deny(unsafe_code)]", "no" },
		      { "#![forbid(unsafe_op_in_unsafe_fn)]", "no" },
		      { "mod a { #![forbid(unsafe_code)] }", "no" },
		      { "", "no" },
	      });
}
