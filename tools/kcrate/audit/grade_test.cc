// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/grade.h"

#include "audit/test_library.h"
#include "rustsrc/test_code.h"

using namespace kcrate;

namespace {

const KnownLibrary known = [] { return &tiny_library(); };
const KnownLibrary unknown = [] {
	return static_cast<const LibraryApi *>(nullptr);
};

Graded graded(const Files &files, const KnownLibrary &library = known)
{
	const TestCode code(files);
	TypesOnDemand types(*code);

	return grade_of(*code, code.read_from(), float_texts(*code, types),
			library);
}

std::string grade(const Files &files, const KnownLibrary &library = known)
{
	return std::string(name_of(graded(files, library).grade));
}

/* Of a no_std crate. */
std::string grade(const std::string &text, const KnownLibrary &library = known)
{
	return grade({ { "lib.rs", "#![no_std] " + text } }, library);
}

/* "LINE grade what", with `?` where it is conditional, `~` where possible. */
std::string uses(const Files &files)
{
	std::vector<std::string> out;

	for (const GradeUse &use : graded(files).uses)
		out.push_back(str(use.where.file == "lib.rs"
					  ? ""
					  : str(use.where.file, ":"),
				  use.where.line, " ", name_of(use.grade), " ",
				  use.conditional ? "?" : "",
				  use.possible ? "~" : "", use.what));
	return join(out, ", ");
}

std::string uses(const std::string &text)
{
	return uses({ { "lib.rs", "#![no_std] " + text } });
}

struct Row {
	std::string text;
	std::string_view grade;
};

void check(const std::vector<Row> &rows)
{
	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(grade(row.text) == row.grade);
	}
}

} /* namespace */

TEST_CASE("grades have names, and more is behind less")
{
	CHECK(name_of(Grade::core) == "core");
	CHECK(name_of(Grade::core_float) == "core-float");
	CHECK(name_of(Grade::alloc_fallible) == "alloc-fallible");
	CHECK(name_of(Grade::alloc) == "alloc");
	CHECK(name_of(Grade::std) == "std");
	CHECK(Grade::core < Grade::core_float);
	CHECK(Grade::core_float < Grade::alloc_fallible);
	CHECK(Grade::alloc_fallible < Grade::alloc);
	CHECK(Grade::alloc < Grade::std);
}

TEST_CASE("a crate is of the grade of the most that it uses")
{
	const std::string alloc = "extern crate alloc; ";
	const std::string push = "fn f(v: alloc::vec::Vec<u8>) { v.push(1) } ";
	const std::string print = "fn g(x: f64) { panic!(\"{}\", x) } ";

	check({
		{ "", "core" },
		{ "use core::mem; fn f() { dep::g() }", "core" },
		{ print, "core-float" },
		{ alloc, "alloc-fallible" },
		{ "fn f(v: alloc::vec::Vec<u8>) { v.len() }",
		  "alloc-fallible" },
		{ push, "alloc" },
		{ alloc + print, "alloc-fallible" },
		{ push + print, "alloc" },
		{ "fn f() { std::x() }", "std" },
		{ "extern crate std;", "std" },
		{ push + "use std::x;", "std" },
	});
}

TEST_CASE("a crate that does not say no_std stands on std")
{
	CHECK(grade({ { "lib.rs", "" } }) == "std");
	CHECK(grade({ { "lib.rs", "use core::mem;" } }) == "std");
	CHECK(grade({ { "lib.rs", "#![cfg_attr(no, no_std)]" } }) == "std");
	CHECK(grade({ { "lib.rs", "#![cfg_attr(yes, no_std)]" } }) == "core");
	CHECK(grade({ { "lib.rs", "#![cfg_attr(what, no_std)]" } }) == "core");
	CHECK(uses(Files{ { "lib.rs", "" } }).empty());
}

TEST_CASE("names that only look like std's are not")
{
	check({
		{ "mod std { pub fn x() {} } fn f() { std::x() }", "core" },
		{ "use core as std; fn f() { std::x() }", "core" },
		{ "extern crate core as std; mod m { use std::x; }", "core" },
		{ "mod alloc { pub mod vec {} } use alloc::vec;", "core" },
		{ "fn f(std: u8, alloc: u8) { std + alloc }", "core" },
		{ "#[cfg(no)] use std::x;", "core" },
		{ "extern crate alloc as std; use std::vec::Vec;",
		  "alloc-fallible" },
		{ "extern crate std as core; use core::x;", "std" },
	});
}

TEST_CASE("without a library all that allocates may fail")
{
	const std::string keeps = "use alloc::vec::Vec; ";

	CHECK(grade(keeps, unknown) == "alloc");
	CHECK(grade(keeps) == "alloc-fallible");
	CHECK(grade("", unknown) == "core");
	CHECK(grade("fn f(x: f64) { panic!(\"{}\", x) }", unknown) ==
	      "core-float");
	CHECK(grade(keeps + "use std::x;", unknown) == "std");
}

TEST_CASE("a library is read only where a crate uses alloc")
{
	size_t asked = 0;
	const KnownLibrary counting = [&] {
		asked++;
		return &tiny_library();
	};

	CHECK(grade("use core::mem; use std::x;", counting) == "std");
	CHECK(asked == 0);
	CHECK(grade("use alloc::vec::Vec;", counting) == "alloc-fallible");
	CHECK(asked == 1);
}

TEST_CASE("a crate that refuses to be compiled is for another platform")
{
	check({
		{ "compile_error!(\"\");", "std" },
		{ "mod m { core::compile_error!(\"\"); }", "std" },
		{ "#[cfg(no)] compile_error!(\"\");", "core" },
		{ "macro_rules! m { () => { compile_error!(\"\") } } "
		  "fn f() { m!() }",
		  "core" },
		{ "fn compile_error() {}", "core" },
		{ "fn f() { compile_error() }", "core" },
	});
	CHECK(uses("compile_error!(\"\");") == "1 std compile_error!");
}

TEST_CASE("what a macro brings counts where the macro is called")
{
	const std::string m = "macro_rules! m { () => { std::x() } } ";

	check({
		{ m, "core" },
		{ m + "fn f() { m!() }", "std" },
		{ m + "#[cfg(no)] fn f() { m!() }", "core" },
		{ "macro_rules! m { () => { $crate::alloc::vec![] } } "
		  "extern crate alloc; fn f() { m!() }",
		  "alloc" },
		{ "macro_rules! m { () => { alloc::vec![] } } "
		  "extern crate alloc;",
		  "alloc-fallible" },
	});
}

TEST_CASE("what may not be compiled counts where there is nothing else")
{
	const std::string perhaps = "#[cfg(what)] use std::x; ";

	check({
		{ perhaps, "std" },
		{ perhaps + "use alloc::vec::Vec;", "alloc-fallible" },
		{ perhaps + "fn f(y: f64) { panic!(\"{}\", y) }",
		  "core-float" },
		/* a variable is no import of its name */
		{ perhaps + "fn f(x: f64) { panic!(\"{}\", x) }",
		  "core-float" },
		{ "#[cfg(what)] use alloc::vec::Vec;", "alloc-fallible" },
		{ "#[cfg(what)] use alloc::vec::Vec; " + perhaps, "std" },
	});
	CHECK(grade({ { "lib.rs", "#![no_std] #[cfg(what)] mod m; "
				  "use alloc::vec::Vec;" },
		      { "m.rs", "use std::x;" } }) == "alloc-fallible");
}

TEST_CASE("a method that another may be meant by says nothing")
{
	const std::string own = "struct S; impl S { fn push(&self) {} } "
				"extern crate alloc; ";

	CHECK(grade(own + "fn f() { x.push(1) }") == "alloc-fallible");
	CHECK(grade("extern crate alloc; fn f() { x.push(1) }") == "alloc");
	CHECK(uses("struct S; impl S { fn push(&self) {} }\n"
		   "extern crate alloc;\nfn f() { x.push(1) }") ==
	      "2 alloc-fallible alloc, 3 alloc ~.push()");
}

TEST_CASE("each use is told, with what it is of and where")
{
	CHECK(uses("use std::a::B;\nfn f() { B::c() }") ==
	      "1 std std::a::B, 2 std std::a::B::c");
	CHECK(uses("\n\n#[cfg(what)] use std::a; #[cfg(no)] use std::b;") ==
	      "3 std ?std::a");
	CHECK(uses("use core::mem;").empty());
	CHECK(uses({ { "lib.rs", "#![no_std]\nmod m;" },
		     { "m.rs", "\nuse std::a;" } }) == "m.rs:2 std std::a");
	CHECK(uses("fn f(x: f64) {\npanic!(\"{}\", x) }") ==
	      "2 core-float a float in panic!()");
}
