// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/checks.h"

#include "audit/generated_names.h"
#include "audit/test_findings.h"
#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

std::string said(const std::string &text)
{
	const TestCode code(text);

	return findings(check_code(*code, code.read_from(), some_cfgs()));
}

std::string names(const std::string &text)
{
	return findings(check_generated_names(*TestCode(text)));
}

std::string made(std::string_view name)
{
	return str("name-generated: the name ", name,
		   ", which it makes, is not ASCII");
}

constexpr std::string_view handler =
	"lang-item: what is done in a panic, of which the kernel has its own";
constexpr std::string_view scalar =
	"assembly-used: instructions that not all processors have";
constexpr std::string_view one_processor =
	"assembly-used: instructions of one processor";
constexpr std::string_view vectors =
	"assembly-used: vector instructions, whose registers are the user's";
constexpr std::string_view unwinds =
	"unwinding-used: catch_unwind counts on panics that unwind";
constexpr std::string_view abi =
	"unwinding-used: a function through which a panic may unwind";
constexpr std::string_view unseen =
	"invisible-character: a character that nobody sees";

} /* namespace */

TEST_CASE("an attribute is found behind cfg_attr and unsafe too")
{
	check(said,
	      {
		      { "#[panic_handler] fn f() {}", handler },
		      { "#[unsafe(panic_handler)] fn f() {}", handler },
		      { "#[cfg_attr(yes, panic_handler)] fn f() {}", handler },
		      { "#[cfg_attr(yes, inline, panic_handler)] fn f() {}",
			handler },
		      { "#[cfg_attr(no, panic_handler)] fn f() {}", "" },
		      { "#[inline(panic_handler)] fn f() {}", "" },
		      { "#[cfg(no)] #[panic_handler] fn f() {}", "" },
		      { "#[lang = \"eq\"] trait A {}",
			"lang-item: an item that the compiler asks for, which "
			"core has already" },
		      { "#[link(name = \"z\")] extern {}",
			"native-library: a library to link with" },
	      });
	CHECK(said("#[cfg_attr(maybe, panic_handler)] fn f() {}") ==
	      str("(?) ", handler));
	CHECK(said("#[cfg(maybe)] #[panic_handler] fn f() {}") ==
	      str("(?) ", handler));
}

TEST_CASE("instructions are told apart by whether they are of vectors")
{
	const auto feature = [](std::string_view name) {
		return said(str("#[target_feature(enable = \"", name,
				"\")] fn f() {}"));
	};
	const auto intrinsic = [](std::string_view path) {
		return said(str("use core::arch::", path, ";"));
	};

	for (const char *const name : { "avx2", "sse2,popcnt", "neon", "aes" })
		CHECK(feature(name) == vectors);
	for (const char *const name : { "popcnt", "bmi1,bmi2", "lse", "crc" })
		CHECK(feature(name) == scalar);
	for (const char *const name :
	     { "x86_64::_mm_add_epi8", "x86::__m128i", "x86_64::_mm256_add_ps",
	       "aarch64::uint8x16_t", "aarch64::vaddq_u8", "wasm32::v128" })
		CHECK(intrinsic(name) == vectors);
	for (const char *const name :
	     { "x86_64::_mm_pause", "x86_64::_rdtsc", "x86_64::_mm_crc32_u64",
	       "x86_64::__cpuid", "aarch64::__crc32b" })
		CHECK(intrinsic(name) == one_processor);
	CHECK(said("use core::arch::x86_64::*; fn f() { _rdtsc() }") ==
	      one_processor);
	CHECK(said("use core::arch::x86_64::*; fn f() { _mm_add_epi8() }") ==
	      vectors);
	CHECK(said("fn f() { core::arch::x86_64::_rdtsc() }") == one_processor);
	CHECK(said("use core::arch; fn f() { arch::x86_64::_rdtsc() }") ==
	      one_processor);
}

TEST_CASE("who counts on panics that unwind calls what stops them")
{
	check(said,
	      {
		      { "use std::panic::catch_unwind;", unwinds },
		      { "fn f() { std::panic::catch_unwind(g) }", unwinds },
		      { "use std::panic; fn f() { panic::catch_unwind(g) }",
			unwinds },
		      { "extern \"C-unwind\" fn f() {}", abi },
		      { "fn catch_unwind() {} fn f() { catch_unwind() }", "" },
		      { "use core::panic::{Location, PanicInfo, UnwindSafe};",
			"" },
		      { "use other::panic::catch_unwind;", "" },
		      { "extern \"C\" fn f() {}", "" },
		      { "const A: &str = \"C-unwind\";", "" },
	      });
}

TEST_CASE("a character that nobody sees is one in code")
{
	for (const char *const character :
	     { "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060",
	       "\ufeff" }) {
		CAPTURE(character);
		CHECK(said(str("const A: &str = \"a", character, "\";")) ==
		      unseen);
		CHECK(said(str("// a", character, "\nfn f() {}")).empty());
		CHECK(said(str("/* a", character, " */ fn f() {}")).empty());
	}
	CHECK(said("const A: char = '\u200b';") == unseen);
	CHECK(said("const\u200e A: u8 = 0;") == unseen);
	CHECK(said("const A: &str = \"\u2010\u2061\ufefe\";").empty());
	CHECK(said("\ufeffconst A: u8 = 0;").empty());
	CHECK(said("#[cfg(no)] const A: &str = \"\u200b\";").empty());
	const TestCode code("const A: &str = \"a\u200b\";");
	const std::vector<Diag> found = check_host_code(*code, some_cfgs());
	REQUIRE(found.size() == 1);
	CHECK(found[0].where->text.empty());
}

TEST_CASE("a name is made by quoting it, or of a text")
{
	check(names,
	      {
		      { "fn f() { quote! { struct Ä; } }", made("Ä") },
		      { "fn f() { quote::quote!(x.ä()) }", made("ä") },
		      { "fn f() { quote_spanned! { s => ä } }", made("ä") },
		      { "fn f() { parse_quote! { fn ä() {} } }", made("ä") },
		      { "fn f() { quote! { #(quote!(ä))* } }", made("ä") },
		      { "fn f() { format_ident!(\"ä{}\", 1) }", made("ä{}") },
		      { "fn f() { Ident::new(\"ä\", s) }", made("ä") },
		      { "fn f() { syn::Ident::new_raw(\"\\u{e4}\", s) }",
			made("ä") },
	      });
	check(names,
	      {
		      { "fn f() { quote! { struct A; } }", "" },
		      { "fn f() { quote! { #[doc = \"ä\"] struct A; } }", "" },
		      { "fn f() { let ä = 1; }", "" },
		      { "fn f() { Ident::new(\"a\", s) }", "" },
		      { "fn f() { Text::new(\"ä\", s) }", "" },
		      { "fn f() { new(\"ä\") }", "" },
		      { "fn f() { Ident::new(name, s) }", "" },
		      { "fn f() { println!(\"ä\") }", "" },
		      { "fn f() { format_ident!() }", "" },
		      { "#[cfg(no)] fn f() { quote! { struct Ä; } }", "" },
	      });
}
