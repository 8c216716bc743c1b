// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/functions.h"

#include "audit/test_findings.h"
#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

std::string stack(const std::string &text)
{
	return messages(check_stack(*TestCode(text), 2048));
}

/* What is said of a function with @body, beside constants and structs. */
std::string in_function(const std::string &body)
{
	return stack(str("const N: usize = 4 * 1024; mod m { pub const K: "
			 "usize = super::N + 4; }\n"
			 "struct Big { a: [u8; N], pub b: u64 }\n"
			 "struct Pair(Big, Big); struct Own { me: Option<Own> }"
			 " struct Text<'a>(&'a [u8; N]);\nfn f() { ",
			 body, " }"));
}

std::string recursion(const std::string &text)
{
	return messages(check_recursion(*TestCode(text)));
}

std::string needs(const std::string &what, size_t size)
{
	return str(what, " needs ", size, " bytes of the stack, or more");
}

constexpr std::string_view calls = "f() calls itself";

} /* namespace */

TEST_CASE("an array on the stack has a size that its text tells")
{
	const auto array = [](const char *body, size_t size) {
		CAPTURE(body);
		CHECK(in_function(body) == needs("an array", size));
	};
	const auto variable = [](const char *body, size_t size) {
		CAPTURE(body);
		CHECK(in_function(body) == needs("'x'", size));
	};

	array("let x = [0u8; 4096];", 4096);
	array("let x = [0_u64; 0x200];", 4096);
	array("let x = [0_u64; 0o1000usize];", 4096);
	array("let x = [0_u64; 0b10_0000_0000];", 4096);
	array("let x = [0; 3000];", 3000);
	array("let x = [false; 3000];", 3000);
	array("let x = ['a'; 1024];", 4096);
	array("let x = [b'a'; 3 * 1_024];", 3072);
	array("let x = [0u8; N];", 4096);
	array("let x = [0u8; m::K];", 4100);
	array("let x = [0u8; (N + 8) / 2];", 2052);
	array("let x = [0u8; N as usize - 1];", 4095);
	array("let x = [[0u16; 64]; 64];", 8192);
	array("g(&mut [0u8; N])", 4096);
	array("Big { a: [0; N], b: 1 }", 4096);
	variable("let x: [u8; N] = g();", 4096);
	variable("let mut x: [u8; N];", 4096);
	variable("let x: [(u8, u64); 300] = g();", 2700);
	variable("let x: MaybeUninit<[u8; N]> = g();", 4096);
	variable("let x: Big = g();", 4104);
	variable("let x: Pair = g();", 8208);
	variable("let x = Big { a: [0; N], b: 1 };", 4104);
	variable("let x: [u8; N] = [0u8; N];", 4096);
	CHECK(stack("struct B { a: [u8; 4096] }\nimpl B { fn new() { let x = "
		    "Self { a: [0; 4096] }; } }") == needs("'x'", 4096));
	CHECK(stack("#[cfg(maybe)] fn f() { [0u8; 4096] }") ==
	      str("(?) ", needs("an array", 4096)));
}

TEST_CASE("what is small, unknown or in no frame is none of the stack's")
{
	check(in_function, {
				   { "let x = [0u8; 2048];", "" },
				   { "let x: [u8; 2048] = g();", "" },
				   { "let x = [0u8; UNKNOWN];", "" },
				   { "let x = [T::new(); 4096];", "" },
				   { "let x = &[0u8; N];", "" },
				   { "let x: &[u8; N] = g();", "" },
				   { "let x: Text = g();", "" },
				   { "let x: Own = g();", "" },
				   { "let x: Box<[u8; N]> = g();", "" },
				   { "let x: [u8; N - N] = g();", "" },
				   { "let x = [0u8; 1 - 2];", "" },
				   { "let x = [0u8; N / 0];", "" },
				   { "static X: [u8; N] = [0; N];", "" },
				   { "const X: [u8; N] = [0; N];", "" },
				   { "let x = vec![0u8; N];", "" },
				   { "fn g() { h() }", "" },
			   });
	CHECK(stack("const fn table() -> [u8; 4096] { [0u8; 4096] }").empty());
	CHECK(stack("const A: [u8; 4096] = [0; 4096];").empty());
	CHECK(stack("#[cfg(no)] fn f() { [0u8; 4096] }").empty());
	CHECK(stack("const A: usize = B; const B: usize = A;\n"
		    "fn f() { [0u8; A] }")
		      .empty());
	/* One of two is nobody's. */
	CHECK(stack("#[cfg(maybe)] const A: usize = 1; #[cfg(not(maybe))] "
		    "const A: usize = 4096;\nfn f() { [0u8; A] }")
		      .empty());
	CHECK(stack("fn f() { [0u8; 99999999999999999999999] }").empty());
	CHECK(in_function("let x: [[u8; 0xffffffff]; 0xffffffff] = g();") ==
	      needs("'x'", size_t{ 1 } << 40));
}

TEST_CASE("a function calls itself by its name, a method by self or Self")
{
	check(recursion,
	      {
		      { "fn f() { f() }", calls },
		      { "fn f(n: u8) { if n > 0 { f(n - 1); f(n - 2) } }",
			calls },
		      { "mod m { fn f() { f() } }", calls },
		      { "fn g() { fn f() { f() } }", calls },
		      { "struct S; impl S { fn f(&self) { self.f() } }",
			calls },
		      { "struct S; impl S { fn f() { Self::f() } }", calls },
	      });
	CHECK(recursion("#[cfg(maybe)] fn f() { f() }") == str("(?) ", calls));
}

TEST_CASE("what has the same name is not certainly the same")
{
	check(recursion,
	      {
		      { "fn f() { g() } fn g() { f() }", "" },
		      { "fn f() { m::f() }", "" },
		      { "fn f(f: fn()) { f() }", "" },
		      { "fn f() { let f = g; f() }", "" },
		      { "fn f() { use m::f; f() }", "" },
		      { "fn f() { x.f() }", "" },
		      { "fn f() { fn f() {} f() }", "" },
		      { "fn f() { f!() }", "" },
		      { "fn f() { #[cfg(no)] f() }", "" },
		      { "struct S; impl S { fn f(&self) { f() } }", "" },
		      { "struct S; impl S { fn f(&self) { self.0.f() } }", "" },
		      { "struct S; impl S { fn f(&self) { x.self.f() } }", "" },
		      { "struct S; impl T for S { fn f(&self) { self.f() } }",
			"" },
		      { "trait T { fn f(&self) { self.f() } }", "" },
		      { "impl T for &S { fn f(&self) { self.f() } }", "" },
		      { "impl S<u8> { fn f() { Self::f() } }\n"
			"impl S<u16> { fn f() {} }",
			"" },
	      });
}
