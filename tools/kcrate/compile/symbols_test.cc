// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/symbols.h"
#include "testing/table.h"

namespace kcrate {

namespace {

std::string kind_of(const std::string &symbol)
{
	return str(is_float_routine(symbol) ? "float" : "",
		   is_wide_routine(symbol) ? "wide" : "",
		   is_panic_symbol(symbol) ? "panic" : "");
}

} /* namespace */

TEST_CASE("what a compiler calls is told from what a crate calls")
{
	check(kind_of,
	      {
		      { "__addsf3", "float" },
		      { "__muldf3", "float" },
		      { "__floatundisf", "float" },
		      { "__fixunsdfti", "float" },
		      { "__extendsfdf2", "float" },
		      { "__eqtf2", "float" },
		      { "__unorddf2", "float" },
		      { "fmod", "float" },
		      { "fmodf", "float" },
		      { "fma", "float" },
		      { "__udivti3", "wide" },
		      { "__multi3", "wide" },
		      { "__ashlti3", "wide" },
		      { "_RNvNtCs1_4core9panicking5panic", "panic" },
		      { "_RNvCs1_7___rustc17rust_begin_unwind", "panic" },
		      { "__udivdi3", "" },
		      { "__divsi3", "" },
		      { "memcpy", "" },
		      { "__addsf3_of_mine", "" },
		      { "sinking", "" },
		      { "__subsystem", "" },
		      { "_RNvCs1_4demo4fmod", "" },
	      });
}

TEST_CASE("a mangled path can be read")
{
	check([](const std::string &symbol) { return readable_symbol(symbol); },
	      {
		      { "_RNvCskqUzHPI63Bf_4demo3big", "demo::big" },
		      { "_RNvNtNtC4demo1a2bc1f", "demo::a::bc::f" },
		      { "_RNCNvCs1_4demo1f0", "demo::f::{closure}" },
		      { "_RNvCs1_4demo3bi", "_RNvCs1_4demo3bi" },
		      { "_RNvMs_NtCs1_4demo1mNtB4_4Type1f",
			"demo::m::Type::f" },
		      { "_RNvXCs1_4demoNtB2_1TNtNtB2_3ops3Add3add",
			"demo::T::ops::Add::add" },
		      { "_RNvMCs1_4demoRh1f", "_RNvMCs1_4demoRh1f" },
		      { "_RNCNvCs1_4demo1f", "demo::f" },
		      { "_RNvCs1_4demo99f", "_RNvCs1_4demo99f" },
		      { "_RNvC99999999999999999999999999demo",
			"_RNvC99999999999999999999999999demo" },
		      { "memcpy", "memcpy" },
		      { "_R", "_R" },
	      });
	check([](const std::string &symbol) { return plain_symbol(symbol); },
	      {
		      { "_RNvCskqUzHPI63Bf_4demo3big", "_RNvC4demo3big" },
		      { "_RNvCs", "_RNvCs" },
		      { "Cs1_", "Cs1_" },
	      });
}

} /* namespace kcrate */
