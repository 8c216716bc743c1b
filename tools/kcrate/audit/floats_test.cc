// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/floats.h"

#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

/* What is said of @text, in order. */
std::string floats(const std::string &text)
{
	const TestCode code(text);
	TypesOnDemand types(*code);
	std::vector<std::string> out;

	for (const FloatUse &use : float_texts(*code, types))
		if (!use.debug)
			out.push_back(use.what);
	return join(out, ", ");
}

/* In a function that has a float x, an integer n and a text s. */
std::string in_function(const std::string &body)
{
	return floats(
		str("fn f(w: &mut W, x: f64, n: u32, s: &str) { ", body, " }"));
}

const std::string_view in_write = "a float in write!()";

} /* namespace */

TEST_CASE("a float is text where a placeholder takes it")
{
	check(in_function, {
				   { "write!(w, \"{}\", x)", in_write },
				   { "write!(w, \"{x}\")", in_write },
				   { "write!(w, \"{0}\", x)", in_write },
				   { "write!(w, \"{y}\", y = x)", in_write },
				   { "write!(w, \"{}\", 1e3)", in_write },
				   { "write!(w, \"{}\", 1f16)", in_write },
				   { "write!(w, \"{:e}\", x)", in_write },
				   { "write!(w, \"{:E}\", x)", in_write },
				   { "write!(w, \"{:.2}\", x)", in_write },
				   { "write!(w, \"{x:>8.2}\")", in_write },
				   { "write!(w, \"{} {}\", n, x)", in_write },
				   { "write!(w, \"{1} {0}\", x, n)", in_write },
				   { "write!(w, \"{10}\", n, n, n, n, n, n, n, "
				     "n, n, n, x)",
				     in_write },
				   { "write!(w, \"{{{}}}\", x)", in_write },
			   });
	check(in_function,
	      {
		      { "write!(w, \"{}\", n)", "" },
		      { "write!(w, \"{n}\")", "" },
		      { "write!(w, \"{}\", 0xf32)", "" },
		      { "write!(w, \"{}\", s)", "" },
		      { "write!(w, \"{y}\", y = n)", "" },
		      { "write!(w, \"{{}}\", x)", "" },
		      { "write!(w, \"{{x}}\")", "" },
		      { "write!(w, \"x\")", "" },
		      { "write!(w, \"{1}\", x, n)", "" },
		      { "write!(w, \"{10}\", n, x, n, n, n, n, n, "
			"n, n, n, n)",
			"" },
		      { "write!(w, \"{99999999999999999999}\", x)", "" },
		      { "write!(w, \"{}\", s.len())", "" },
	      });
}

TEST_CASE("core can still show a float to who debugs")
{
	check(in_function, {
				   { "write!(w, \"{:?}\", x)", "" },
				   { "write!(w, \"{x:?}\")", "" },
				   { "write!(w, \"{:#?}\", x)", "" },
				   { "write!(w, \"{y:?}\", y = x)", "" },
				   { "write!(w, \"{:?} {}\", x, n)", "" },
				   { "write!(w, \"{:?} {}\", n, x)", in_write },
				   { "write!(w, \"{x:?} {x}\")", in_write },
			   });
}

TEST_CASE("all of core's macros that format do")
{
	check(in_function,
	      {
		      { "writeln!(w, \"{}\", x)", "a float in writeln!()" },
		      { "panic!(\"{}\", x)", "a float in panic!()" },
		      { "format_args!(\"{}\", x)",
			"a float in format_args!()" },
		      { "core::write!(w, \"{}\", x)", in_write },
		      { "write![w, \"{}\", x]", in_write },
		      { "write! { w, \"{}\", x }", in_write },
		      { "unreachable!(\"{}\", x)",
			"a float in unreachable!()" },
		      { "log!(\"{}\", x)", "" },
		      { "write(w, \"{}\", x)", "" },
		      { "panic!(\"{}\", n)", "" },
		      { "panic!()", "" },
		      /* as these do, in their message */
		      { "assert!(y, \"{}\", x)", "a float in assert!()" },
		      { "assert_eq!(n, 0, \"{}\", x)",
			"a float in assert_eq!()" },
		      { "todo!(\"{}\", x)", "a float in todo!()" },
	      });
}

TEST_CASE("an expression is a float by what is spelled of its type")
{
	check(in_function,
	      {
		      { "let y: f32 = g(); write!(w, \"{}\", y)", in_write },
		      { "let mut y = 1.5; write!(w, \"{}\", y)", in_write },
		      { "let y = 1f32; write!(w, \"{y}\")", in_write },
		      { "write!(w, \"{}\", 2.5)", in_write },
		      { "write!(w, \"{}\", &x)", in_write },
		      { "write!(w, \"{}\", n as f64)", in_write },
		      { "write!(w, \"{}\", (n as f64 / 2.0))", in_write },
		      /* `.*` takes an argument of its own */
	      });
	check(in_function,
	      {
		      { "let y: u8 = g(); write!(w, \"{}\", y)", "" },
		      { "let y = 1; write!(w, \"{}\", y)", "" },
		      { "let x = 1; write!(w, \"{}\", x)", "" },
		      { "write!(w, \"{}\", 0x1f64)", "" },
		      { "write!(w, \"{}\", \"1.5\")", "" },
		      { "write!(w, \"{}\", x as u8)", "" },
		      { "write!(w, \"{}\", n as u64)", "" },
	      });
}

TEST_CASE("fields, variants and functions are of the types that they say")
{
	const std::string impl = "impl S { fn f(&self) { write!(w, \"{}\", ";

	check(floats,
	      {
		      { "struct S { y: f64 } " + impl + "self.y) } }",
			in_write },
		      { "struct S { y: u8, z: f64 } " + impl + "self.y) } }",
			"" },
		      { "struct S(f64); " + impl + "self.0) } }", in_write },
		      { "struct S; impl S { fn g(&self) -> f64 {} } " + impl +
				"self.g()) } }",
			in_write },
		      { "struct S; impl S { fn g(&self, x: f64) -> u8 {} } " +
				impl + "self.g()) } }",
			"" },
		      { "fn g() -> f64 {} fn f() { panic!(\"{}\", g()) }",
			"a float in panic!()" },
		      { "type F = f64; fn f(y: F) { panic!(\"{}\", y) }",
			"a float in panic!()" },
		      { "enum E { A(f64), B(u8) } fn f(e: E) { match e { "
			"A(y) => panic!(\"{}\", y), B(z) => {} } }",
			"a float in panic!()" },
		      { "enum E { A(f64), B(u8) } fn f(e: E) { match e { "
			"A(y) => {}, B(z) => panic!(\"{}\", z) } }",
			"" },
	      });
}

TEST_CASE("core cannot read a float")
{
	check(in_function,
	      {
		      { "s.parse::<f64>()", "parse::<f64>" },
		      { "s.trim().parse::<f32>()", "parse::<f32>" },
		      { "s.parse::<u64>()", "" },
		      { "s.map::<f64>()", "" },
		      { "f64::from_str(s)", "f64::from_str" },
		      { "<f64>::from_bits(1)", "" },
		      { "f64::from_bits(1)", "" },
		      { "u8::from_str(s)", "" },
		      /* the type stands before it */
	      });
}

TEST_CASE("what core has no more is found by its name")
{
	check(floats,
	      {
		      { "use core::num::ParseFloatError; type A = f64;",
			"core::num::ParseFloatError" },
		      { "type A = f64; fn f() -> std::num::ParseFloatError {}",
			"core::num::ParseFloatError" },
		      { "use core::num::ParseFloatError as E; type A = f64; "
			"fn f() -> E {}",
			"core::num::ParseFloatError" },
		      { "use core::num::dec2flt; type A = f64;",
			"core::num::dec2flt" },
		      { "struct ParseFloatError; type A = f64; "
			"fn f(_: ParseFloatError) {}",
			"" },
		      { "use dep::ParseFloatError; type A = f64;", "" },
		      { "use core::num::ParseIntError; type A = f64;", "" },
	      });
}

TEST_CASE("fmt of a float is lost, by its trait or as a method")
{
	check(in_function,
	      {
		      { "Display::fmt(&x, w)", "Display::fmt of a float" },
		      { "fmt::LowerExp::fmt(&x, w)",
			"LowerExp::fmt of a float" },
		      { "Display::fmt(&n, w)", "" },
		      { "Debug::fmt(&x, w)", "" },
		      { "Display::show(&x, w)", "" },
		      { "x.fmt(w)", "f64::fmt" },
		      { "n.fmt(w)", "" },
		      { "x.max(w)", "" },
	      });
}

TEST_CASE("a float has no trait that asks for what it has not")
{
	const std::string own = "trait T: Copy + Display {} "
				"trait U: Debug {} trait V: T {} ";

	check(floats,
	      {
		      { own + "impl T for f64 {}", "T for f64" },
		      { own + "impl V for f32 {}", "V for f32" },
		      { own + "impl U for f64 {}", "" },
		      { own + "impl T for u64 {} type A = f64;", "" },
		      { "impl T for f64 {}", "" },
		      { own + "trait W: W + U {} impl W for f64 {}", "" },
		      { "trait T: core::str::FromStr {} "
			"impl self::T for f64 {}",
			"T for f64" },
	      });
}

TEST_CASE("a macro that prints or reads, called with a float, does so for it")
{
	const std::string reads = "macro_rules! m { ($t:ty) => { "
				  "impl FromStr for S<$t> {} } } ";
	const std::string outer =
		reads + "macro_rules! n { ($t:ty) => { m!($t); } } ";

	check(floats,
	      {
		      { reads + "m!(f64);", "m!(… f64 …)" },
		      { reads + "m! { u8, f32, f64 }", "m!(… f32 …)" },
		      { reads + "m!(u8); type A = f64;", "" },
		      { reads + "o!(f64);", "" },
		      { reads + "#[cfg(no)] m!(f64);", "" },
		      { outer + "n!(f64);", "n!(… f64 …)" },
		      { "macro_rules! m { ($t:ty) => { impl A for $t {} } } "
			"m!(f64);",
			"" },
		      { "trait A: Display {} macro_rules! m { ($t:ty) => { "
			"impl A for $t {} } } m!(f64);",
			"m!(… f64 …)" },
		      { "trait A: Debug {} macro_rules! m { ($t:ty) => { "
			"impl A for $t {} } } m!(f64);",
			"" },
		      { "macro_rules! m { ($t:ty) => { n!($t) } } "
			"macro_rules! n { ($t:ty) => { m!($t) } } m!(f64);",
			"" },
	      });
}

TEST_CASE("macros and traits lead to others, as many as there are")
{
	constexpr size_t count = 20000;
	std::string macros = "macro_rules! m0 { () => { from_str } } ";
	std::string traits = "trait T0: Display {} ";

	for (size_t i = 1; i < count; i++) {
		macros += str("macro_rules! m", i, " { ($t:ty) => { m", i - 1,
			      "!() } } ");
		traits += str("trait T", i, ": T", i - 1, " {} ");
	}
	CHECK(floats(str(macros, "m", count - 1, "!(f64);")) ==
	      str("m", count - 1, "!(… f64 …)"));
	CHECK(floats(str(traits, "impl T", count - 1, " for f64 {}")) ==
	      str("T", count - 1, " for f64"));
}

TEST_CASE("code that is not compiled prints nothing")
{
	check(floats,
	      {
		      { "#[cfg(no)] fn f(x: f64) { panic!(\"{}\", x) }", "" },
		      { "fn f(x: f64) { #[cfg(no)] panic!(\"{}\", x); }", "" },
		      { "#[cfg(no)] use core::num::ParseFloatError; "
			"type A = f64;",
			"" },
		      /* the body begins with a function */
		      { "fn f(x: f64) { fn g(x: u8) { "
			"panic!(\"{}\", x) } }",
			"" },
		      { "fn f(x: f64) { x; fn g(x: u8) { "
			"panic!(\"{}\", x) } }",
			"" },
		      { "fn f(x: u8) { x; fn g(x: f64) { panic!(\"{}\", x) } }",
			"a float in panic!()" },
	      });
}

TEST_CASE("a use is where it stands, in each module")
{
	const TestCode code("fn f(x: f64) { panic!(\"{}\", x) } "
			    "mod m { fn g(y: f32) { panic!(\"{}\", y) } }");
	TypesOnDemand types(*code);
	const std::vector<FloatUse> uses = float_texts(*code, types);

	REQUIRE(uses.size() == 2);
	CHECK(uses[0].module == 0);
	CHECK(uses[0].token == 8);
	CHECK(uses[1].module == 1);
	CHECK(code->modules()[1].tokens->is(uses[1].token, "panic"));
	CHECK(uses[1].token > 17);
}

TEST_CASE("a crate without f32 and f64 is one without floats")
{
	CHECK(floats("fn f() { panic!(\"{}\", 1) }").empty());
	/* but a number may be one */
	CHECK_FALSE(floats("fn f() { panic!(\"{}\", 1.5) }").empty());
}
