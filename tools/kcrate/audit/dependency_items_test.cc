// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/dependency_items.h"

#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

/* The names of a root with @text, "?" where not all are known. */
std::string offered(const Files &files)
{
	const std::optional<std::set<std::string>> names =
		names_of_root(*TestCode(files));

	return names ? join(std::vector<std::string>(names->begin(),
						     names->end()),
			    " ")
		     : "?";
}

std::string offers(const std::string &text)
{
	return offered({ { "lib.rs", text } });
}

std::string uses(const std::string &text)
{
	std::vector<std::string> out;

	for (const auto &[key, where] : uses_of_others(*TestCode(text)))
		out.push_back(str(key.first, "::", key.second));
	return join(out, " ");
}

} /* namespace */

TEST_CASE("a root offers its items, modules, imports and all macros")
{
	check(offers,
	      {
		      { "pub fn a() {} struct B; enum C {} const D: u8 = f!();",
			"B C D a" },
		      { "mod a { pub fn b() {} }", "a" },
		      { "pub use x::y as z; extern crate w;", "w z" },
		      { "mod m { pub fn a() {} } pub use m::*;", "a m" },
		      { "mod m { pub mod n { pub fn a() {} } pub use "
			"self::n::*; } pub use m::*;",
			"a m n" },
		      { "extern \"C\" { fn a(); static B: u8; }", "B a" },
		      { "mod m { macro_rules! a { () => {} } }", "a m" },
		      { "mod m { macro_rules! a { () => { macro_rules! b { () "
			"=> {} } } } a!(); }",
			"a b m" },
		      { "#[cfg(no)] fn a() {} #[cfg(maybe)] fn b() {}", "b" },
		      { "fn a() { b!(); fn c() {} } impl X { d!{} }", "a" },
		      { "cfg_if! { if #[cfg(no)] { fn a() {} } else { fn b() "
			"{} } }",
			"b" },
		      { "thread_local! { static A: u8 = 0; }", "A" },
		      { "", "" },
	      });
	CHECK(offered({ { "lib.rs", "mod a; pub use a::*;" },
			{ "a.rs", "fn b() {}" } }) == "a b");
}

TEST_CASE("a root is not known where more may be in it")
{
	check(offers,
	      {
		      { "pub use other::*;", "?" },
		      { "pub use E::*; enum E { A }", "?" },
		      { "make!(a);", "?" },
		      { "fn a() {} make! { b }", "?" },
		      { "#[x] a::make! { b }", "?" },
		      { "include!(\"x\");", "?" },
		      { "mod m { make!(a); } pub use m::*;", "?" },
		      { "cfg_if! { if #[cfg(yes)] { make!(a); } }", "?" },
		      { "cfg_if! { if #[cfg(no)] { make!(a); } }", "" },
		      { "mod m { make!(a); }", "m" },
	      });
}

TEST_CASE("a use of another crate is a path that is certainly compiled")
{
	check(uses,
	      {
		      { "use a::b;", "a::b" },
		      { "use a::{b, c::d};", "a::b a::c" },
		      { "fn f() { a::b(); ::c::d::e() }", "a::b c::d" },
		      { "use a as x; fn f() { x::b() }", "a::b" },
		      { "fn f() { a::b(); a::b() }", "a::b" },
		      { "cfg_if! { if #[cfg(yes)] { use a::b; } }", "a::b" },
	      });
	check(uses,
	      {
		      { "use a; use a::*;", "" },
		      { "use core::mem; use std::fmt; use alloc::vec;", "" },
		      { "mod a { pub fn b() {} } fn f() { a::b() }", "" },
		      { "fn f() { a::b!() }", "" },
		      { "fn f() { quote!(a::b()) }", "" },
		      { "#[cfg(no)] use a::b; #[cfg(maybe)] use c::d;", "" },
		      { "macro_rules! m { () => { a::b() } }", "" },
		      { "fn f() { self::b(); crate::c() }", "" },
	      });
}
