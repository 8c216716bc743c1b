// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/crate_source.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

/* "name column" of what is found in @text, "" for nothing. */
std::string found(const std::string &text, const std::string &other = "")
{
	const Tree tree = { { "lib.rs", File("mod other; " + text) },
			    { "other.rs", File(other) } };
	TokenStore tokens;
	CfgSet cfgs;
	Sink sink;

	cfgs.know("no");
	const CrateSource source = std::move(
		read_crate_source(tree, "lib.rs", cfgs, tokens, sink).value());
	const auto use = std_prelude_use(tree, source, cfgs, tokens).value();
	return use ? str(use->name, " ", use->where.column - 11) : "";
}

} /* namespace */

TEST_CASE("what only std's prelude has is found")
{
	CHECK(found("fn f() -> Vec<u8> {}") == "Vec 11");
	CHECK(found("fn f() -> String {}") == "String 11");
	CHECK(found("struct S { a: Box<u8> }") == "Box 15");
	CHECK(found("struct S { a: String }") == "String 15");
	CHECK(found("fn f() { g(Vec::new()) }") == "Vec 12");
	CHECK(found("impl From<String> for T {} fn f(s: &String) {}") == "");
	CHECK(found("impl From<Vec<u8>> for T {}") == "Vec 11");
	CHECK(found("fn f() { println!(\"\") }") == "println 10");
	CHECK(found("fn f() { let a = vec![1]; }") == "vec 18");
	CHECK(found("", "fn f() -> Vec<u8> {}") == "Vec 0");
}

TEST_CASE("what a crate has from elsewhere is not std's")
{
	for (const std::string text : {
		     "use alloc::vec::Vec; fn f() -> Vec<u8> {}",
		     "use other::{a, Vec}; fn f() -> Vec<u8> {}",
		     "use dep::*; fn f() -> Vec<u8> {}",
		     "use dep::*; fn f() { vec![] }",
		     "struct Vec<T>(T); fn f() -> Vec<u8> {}",
		     "type String = u8; fn f() -> String {}",
		     "macro_rules! vec { () => {} } fn f() { vec!() }",
		     "#[macro_use] extern crate alloc; fn f() { vec!() }",
		     "use crate::Kind::*; fn f() { a::<Vec<u8>>() }",
		     "fn f() -> alloc::vec::Vec<u8> { alloc::vec![] }",
		     "fn f() -> $crate::Vec<u8> {}",
		     "enum Kind { String, Vec(u8) }",
		     "match a { String => 1, Vec(a) => 2 }",
		     "fn f() { a.vec!() }",
		     "fn f() { debug_assert!(a) }",
		     "fn f(vec: u8) { if vec != a {} }",
	     }) {
		CAPTURE(text);
		CHECK(found(text) == "");
	}
	/* Globs of the crate itself bring nothing that is not in it. */
	CHECK(found("use super::*; fn f() -> Vec<u8> {}") == "Vec 25");
	CHECK(found("fn f() -> Vec<u8> {}", "pub use alloc::vec::Vec;") == "");
}

TEST_CASE("code that is switched off, or for another crate, is passed over")
{
	CHECK(found("#[cfg(no)] fn f() -> Vec<u8> {}") == "");
	CHECK(found("macro_rules! m { () => { Vec::new() } }") == "");
	CHECK(found("fn f() { quote!(Vec::<u8>::new()) }") == "");
	CHECK(found("// Vec::new()\n/* println!() */") == "");
}
