// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/arithmetic.h"

#include "audit/test_findings.h"
#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

std::vector<Diag> check(const std::string &text)
{
	const TestCode code(text);
	TypesOnDemand types(*code);

	return check_arithmetic(*code, types);
}

std::string arithmetic(const std::string &text)
{
	return messages(check(text));
}

/* In a function that has numbers of some types. */
std::string in_function(const std::string &body)
{
	return arithmetic(str("const BIG: u128 = 7; struct S { wide: u128, w: "
			      "W }\nfn f(a: u128, i: i128, s: S, n: u64, x: "
			      "f64) { ",
			      body, " }"));
}

std::string debug(const std::string &text)
{
	const TestCode code(text);
	TypesOnDemand types(*code);

	return messages(check_float_debug(*code, float_texts(*code, types)));
}

constexpr std::string_view division =
	"a division of u128 calls __udivti3, which no kernel has";
constexpr std::string_view multiplication =
	"numbers of 128 bits are multiplied or shifted";
constexpr std::string_view floats = "floats are calculated with";
constexpr std::string_view derived = "Debug is derived for a type with f64";

} /* namespace */

TEST_CASE("a division of 128 bits calls a function, by any spelling")
{
	check(in_function,
	      {
		      { "a / b", division },
		      { "b / a", division },
		      { "a /= b", division },
		      { "(n as u128) / b", division },
		      { "n as u128 / b", division },
		      { "b / n as u128", division },
		      { "1u128 / b", division },
		      { "BIG / b", division },
		      { "u128::MAX / b", division },
		      { "u128::from(n) / b", division },
		      { "s.wide / b", division },
		      { "(a + 1) / b", division },
		      { "(n as u128 * 3) as u128 / b",
			"a division of u128 calls __udivti3, which no kernel "
			"has; numbers of 128 bits are multiplied or shifted" },
		      { "a.wrapping_add(1).rotate_left(2) / b", division },
		      { "a.wrapping_div(b)", division },
		      { "a.checked_div(b)", division },
		      { "a.div_euclid(b)", division },
		      { "let c = n as u128; let c: u128 = g(); c / b",
			division },
		      { "debug_assert!(a / b == 0)", division },
		      { "a % b",
			"a remainder of u128 calls __umodti3, which no kernel "
			"has" },
		      { "i / b",
			"a division of i128 calls __divti3, which no kernel "
			"has" },
		      { "i % b",
			"a remainder of i128 calls __modti3, which no kernel "
			"has" },
		      { "a / 10",
			"a division of u128 calls __udivti3 in code for size, "
			"which no kernel has" },
	      });
}

TEST_CASE("other divisions call none")
{
	check(in_function, {
				   { "n / 3", "" },
				   { "n / 1u64", "" },
				   { "(a as u64) / n", "" },
				   { "a as u64 / n", "" },
				   { "(n as u128 + a) as u64 / n", "" },
				   { "a / 16", "" },
				   { "a % 0x1_0000u128", "" },
				   { "a / 0b1000", "" },
				   { "a / 0o10i128", "" },
				   { "a.wrapping_div(8)", "" },
				   { "s.w / a", "" },
				   { "g(a) / n", "" },
				   { "vec![0u128; n / 2]", "" },
				   { "const C: u128 = BIG / 3;", "" },
				   { "a + a - a", "" },
			   });
	CHECK(arithmetic("const A: u128 = 5 / 3u128;").empty());
	/* Free functions are looked at before those of impls. */
	CHECK(arithmetic("impl S { fn g(a: u128) { a / b } }\n"
			 "fn f() { const A: u128 = 1; }") == division);
	CHECK(arithmetic("#[cfg(no)] fn f(a: u128) { a / b }").empty());
	CHECK(arithmetic("#[cfg(maybe)] fn f(a: u128) { a / b }") ==
	      str("(?) ", division));
}

TEST_CASE("what is multiplied or shifted is a note for all places")
{
	check(in_function, {
				   { "a * b", multiplication },
				   { "a << n", multiplication },
				   { "a >>= n", multiplication },
				   { "a.wrapping_mul(b)", multiplication },
				   { "a.pow(2)", multiplication },
				   { "(n as u128) << 64", multiplication },
				   { "n << a", "" },
				   { "*p", "" },
				   { "n * 2", "" },
				   { "s.wide.mul(b)", "" },
			   });
	CHECK(in_function("a * b; a * b") ==
	      str(multiplication, ", here and in 1 more place"));
	const std::vector<Diag> found =
		check("#[cfg(maybe)] fn f(a: u128) { a * b; }\n"
		      "fn g(a: u128) { a * b; a * b; }\n");
	REQUIRE(found.size() == 1);
	CHECK(found[0].where->line == 2);
	CHECK_FALSE(found[0].conditional);
	CHECK(found[0].severity == Severity::note);
	CHECK(found[0].message ==
	      str(multiplication, ", here and in 2 more places"));
}

TEST_CASE("floats are calculated with by literals, casts and operators")
{
	check(in_function, {
				   { "let y = 1.5;", floats },
				   { "let y = 1f32;", floats },
				   { "let y = 1e3;", floats },
				   { "n as f64", floats },
				   { "n as f16", floats },
				   { "x + y", floats },
				   { "y * x", floats },
				   { "x -= y", floats },
				   { "f64::MAX / y", floats },
			   });
	check(in_function, {
				   { "x", "" },
				   { "x.to_bits()", "" },
				   { "0x1f32", "" },
				   { "t.0.1", "" },
				   { "1..2", "" },
				   { "n as u32", "" },
				   { "g::<f64>()", "" },
				   { "const C: f64 = 1.5;", "" },
			   });
	CHECK(arithmetic("const A: f64 = 1.5; fn f(x: f64) -> f64 { x }")
		      .empty());
}

TEST_CASE("Debug of a type with floats panics")
{
	check(debug,
	      {
		      { "#[derive(Debug)] struct S(f64);", derived },
		      { "#[derive(Clone, Debug)] pub struct S { pub a: f64 }",
			derived },
		      { "#[derive(Debug)] enum E { A, B(u8, f64) }", derived },
		      { "#[derive(Debug)] enum E { B { x: f64 } }", derived },
		      { "#[derive(Debug)] struct S(Option<f64>);", derived },
		      { "#[derive(Debug)] struct S([f64; 3]);", derived },
		      { "#[derive(Debug)] struct S((u8, f64));", derived },
		      { "#[derive(Debug)] struct S<T: Fn(u8)>(T, f64);",
			derived },
	      });
	check(debug,
	      {
		      { "#[derive(Clone)] struct S(f64);", "" },
		      { "#[derive(Debug)] struct S(u8);", "" },
		      { "#[derive(Debug)] struct S(PhantomData<f64>, u8);",
			"" },
		      { "#[derive(Debug)] struct S(fn(f64) -> u8);", "" },
		      { "#[derive(Debug)] struct S { f64: u8 }", "" },
		      { "#[derive(Debug)] struct S<T>(T) where T: Fn(f64);",
			"" },
		      { "#[derive(Debug)] struct S; struct T(f64);", "" },
		      { "#[derive(Debug)] struct S { #[cfg(no)] a: f64 }", "" },
	      });
}

TEST_CASE("a float that is written for debugging panics")
{
	const auto in_fmt = [](const std::string &body) {
		return debug(
			str("fn f(w: &mut W, x: f64, n: u8) { ", body, " }"));
	};

	CHECK(in_fmt("write!(w, \"{:?}\", x)") ==
	      "a float in write!() is written for debugging");
	CHECK(in_fmt("write!(w, \"{x:?}\")") ==
	      "a float in write!() is written for debugging");
	CHECK(in_fmt("Debug::fmt(&x, w)") ==
	      "Debug::fmt of a float is written for debugging");
	CHECK(in_fmt("w.debug_struct(\"S\").field(\"x\", &x).finish()") ==
	      "a float in field() is written for debugging");
	for (const char *const body :
	     { "write!(w, \"{:?}\", n)", "write!(w, \"{}\", x)",
	       "Debug::fmt(&n, w)", "w.field(\"n\", &n)", "w.field(&x)" }) {
		CAPTURE(body);
		CHECK(in_fmt(body).empty());
	}
}
