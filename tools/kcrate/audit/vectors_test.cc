// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/vectors.h"

#include "audit/test_findings.h"
#include "rustsrc/test_code.h"

using namespace kcrate;

namespace {

std::string vectors(const std::string &text)
{
	return messages(check_vectors(*TestCode(text), {}));
}

/* What is said of the code that calls wide(), which runs some. */
std::string with_wide(const std::string &text)
{
	return vectors(str("#[target_feature(enable = \"avx2\")] unsafe fn "
			   "wide() {}\n",
			   text));
}

constexpr std::string_view by_wide =
	"f() runs vector instructions, by way of wide() in lib.rs:1";

} /* namespace */

TEST_CASE("a function that others can call may not run vector instructions")
{
	CHECK(vectors("pub fn f() { unsafe { "
		      "core::arch::x86_64::_mm_add_epi32(a, b); } }") ==
	      "f() runs vector instructions");
	CHECK(vectors("use core::arch::aarch64::*;\n"
		      "pub fn f() { unsafe { vaddq_u8(a, b); } } // x16_t") ==
	      "f() runs vector instructions");
	CHECK(vectors("pub fn f() { _mm_pause(); _mm_crc32_u8(a, b); "
		      "vary_u7(); vec_u8; } // __m128i") == "");
	/* It is for the caller to allow. */
	CHECK(vectors("#[target_feature(enable = \"sse2\")] pub fn f() {}") ==
	      "");
	CHECK(vectors("pub unsafe fn f() { _mm_add_epi32(a, b); }") == "");
	CHECK(with_wide("pub const unsafe extern \"C\" fn f() { wide() }") ==
	      "");
	CHECK(with_wide("pub const extern \"C\" fn f() { unsafe { wide() } "
			"}") == by_wide);
	CHECK(vectors("#[target_feature(enable = \"popcnt,bmi1\")]\n"
		      "pub unsafe fn f() {} fn avx2() {}") == "");
	CHECK(vectors("#[cfg_attr(any(), target_feature(enable = \"avx\"))]\n"
		      "pub unsafe fn f() {}") == "");
	CHECK(with_wide("") == "");
	CHECK(with_wide("pub fn g() {}") == "");
}

TEST_CASE("vector instructions are followed through a crate's functions")
{
	CHECK(with_wide("pub fn f() { unsafe { wide() } }") == by_wide);
	CHECK(with_wide("pub fn f() { g() } fn g() { h() } "
			"fn h() { let it = wide as Fn; }") ==
	      "f() runs vector instructions, by way of g() in lib.rs:2");
	CHECK(with_wide("fn f() { wide() }") == "");
	CHECK(with_wide("pub(crate) fn f() { wide() }") == "");
	CHECK(with_wide("fn even() { odd() } fn odd() { even(); wide() } "
			"pub fn f() { odd() }") ==
	      "f() runs vector instructions, by way of odd() in lib.rs:2");
	CHECK(with_wide("pub mod m { pub fn f() { super::wide() } }") ==
	      by_wide);
	CHECK(with_wide("pub mod m { use super::wide as fast; "
			"pub fn f() { fast() } }") == by_wide);
	CHECK(with_wide("pub mod m { use super::*; pub fn f() { wide() } }") ==
	      by_wide);
	CHECK(with_wide(
		      "pub fn f() { m::wide() } mod m { pub fn wide() {} }") ==
	      "");
	CHECK(with_wide("pub fn f() { other::wide() }") == "");
	CHECK(with_wide("pub fn f() { #[cfg(some)] wide() }") == "");
	CHECK(with_wide("#[cfg(some)] pub fn f() { wide() }") == "");
	CHECK(with_wide("pub fn f() { #[cfg(any())] wide() }") == "");
}

TEST_CASE("what stands behind a condition is not certain")
{
	const auto in_function = [](const char *body) {
		return with_wide(str("pub fn f() { ", body, " }"));
	};

	CHECK(in_function("if has() { unsafe { wide() } }") == "");
	CHECK(in_function("match has() { true => wide(), _ => {} }") == "");
	CHECK(in_function("while has() { wide() }") == "");
	CHECK(in_function("if !has() { return; } wide()") == "");
	CHECK(in_function("has()?; wide()") == "");
	CHECK(in_function("let x = has() && unsafe { wide() };") == "");
	CHECK(in_function("has() || wide()") == "");
	CHECK(in_function("with(|x| wide())") == "");
	CHECK(in_function("detect!(wide())") == "");
	CHECK(in_function("has() && any(); let x = a & b; wide()?") == by_wide);
	CHECK(in_function("if has() { x } return unsafe { wide() };") ==
	      by_wide);
	CHECK(in_function("if has() { _mm_add_epi32(a, b); }") == "");
	CHECK(in_function("if has() { s.go() } } impl S { fn go(&self) { "
			  "wide() }") == "");
	CHECK(in_function("if has() {} unsafe { { let x = { wide() }; } }") ==
	      by_wide);
}

TEST_CASE("a function in a private module is for others if it is re-exported")
{
	const std::string inner = "mod m { pub fn f() { super::wide() } }";

	CHECK(with_wide(inner) == "");
	CHECK(with_wide("use m::f; " + inner) == "");
	CHECK(with_wide("pub use m::f; " + inner) == by_wide);
	CHECK(with_wide("pub use m::*; " + inner) == by_wide);
	CHECK(with_wide("pub use m::{g, f}; " + inner) == by_wide);
	CHECK(with_wide("pub use m as other; " + inner) == by_wide);
}

TEST_CASE("vector instructions are followed through methods")
{
	CHECK(with_wide("pub struct S; impl S { pub fn f() { wide() } }") ==
	      by_wide);
	CHECK(with_wide(
		      "pub struct S; impl S { pub fn f(&self) { wide() } }") ==
	      "");
	CHECK(with_wide("pub struct S; impl S { fn f(&self) { wide() } }") ==
	      "");
	CHECK(with_wide("impl Make for S { fn clone() { wide() } }") ==
	      "clone() runs vector instructions, by way of wide() in lib.rs:1");
	CHECK(with_wide("impl S { fn new() { wide() } fn go(&self) { wide() } }"
			"pub fn f() { S::new() }") ==
	      "f() runs vector instructions, by way of new() in lib.rs:2");
	CHECK(with_wide(
		      "impl S { fn new() { wide() } } pub fn f() { T::new() }") ==
	      "");
	/* Which of two it is nobody knows. */
	CHECK(with_wide("impl S { fn new() { wide() } } mod m { impl S { "
			"fn new() {} } } pub fn f() { S::new() }") == "");
	CHECK(with_wide("pub trait T { fn g() { wide() } } "
			"pub fn f() { T::g() }") ==
	      "f() runs vector instructions, by way of g() in lib.rs:2; "
	      "g() runs vector instructions, by way of wide() in lib.rs:1");
	CHECK(with_wide("impl S { fn go(&self) { wide() } } "
			"pub fn f(s: S) { s.go() }") ==
	      "f() runs vector instructions, by way of go() in lib.rs:2");
	CHECK(with_wide("impl S { fn go(&self) { wide() } } "
			"impl T { fn go(&self) {} } "
			"pub fn f(s: S) { s.go() }") == "");
	CHECK(with_wide("impl S { fn g(&self) { wide() } "
			"pub fn f(s: S) { Self::g(s) } }") ==
	      "f() runs vector instructions, by way of g() in lib.rs:2");
}
