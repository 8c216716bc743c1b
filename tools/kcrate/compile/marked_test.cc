// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/marked.h"
#include "testing/table.h"

namespace kcrate {

namespace {

constexpr char gate[] = "#[cfg(not(no_global_oom_handling))] ";
constexpr char stable[] = "#[stable(feature = \"a\", since = \"1.0.0\")] ";
constexpr char mark[] =
	"#[deprecated(since = \"1.2.3\", note = \"infallible\")] ";

/* @files with G for the gate and S for the stability, marked; M for marks. */
std::string marked(const std::map<std::string, std::string> &files,
		   const std::string &wanted)
{
	Tree source;

	for (const auto &[path, text] : files)
		source[path] = File(replace_all(replace_all(text, "G ", gate),
						"S ", stable));
	const Result<Tree> done = marked_alloc(source, "1.2.3");
	if (!done)
		return done.error().message;
	return replace_all(
		replace_all(replace_all(done.value().at(wanted).bytes(), mark,
					"M "),
			    gate, "G "),
		stable, "S ");
}

std::string marked_text(const std::string &text)
{
	return marked({ { "lib.rs", text } }, "lib.rs");
}

} /* namespace */

TEST_CASE("what is gone without infallible allocation is marked")
{
	check(marked_text,
	      {
		      { "G S pub fn f() {} S fn g() {}",
			"G S M pub fn f() {} S fn g() {}" },
		      { "S G pub(crate) const unsafe fn f() {}",
			"S G M pub(crate) const unsafe fn f() {}" },
		      { "G S impl A { S fn f() {} fn g() {} } S struct B;",
			"G  impl A { S M fn f() {} fn g() {} } S struct B;" },
		      { "impl A { G S fn f() {} S fn g() {} }",
			"impl A { G S M fn f() {} S fn g() {} }" },
		      /* Implementations of traits cannot be. */
		      { "G S impl<T: Fn() -> u8> A for B<T> { fn f() {} }",
			"G S impl<T: Fn() -> u8> A for B<T> { fn f() {} }" },
		      { "G S impl<T> B<T> where for<'a> &'a T: C { }",
			"G  impl<T> B<T> where for<'a> &'a T: C { }" },
		      { "G S macro_rules! vec { () => {} }",
			"G S M macro_rules! vec { () => {} }" },
		      { "S macro_rules! format { () => {} }",
			"S M macro_rules! format { () => {} }" },
		      /* What is deprecated already, or never stable. */
		      { "G S #[deprecated] fn f() {}",
			"G S #[deprecated] fn f() {}" },
		      { "G fn f() {}", "G fn f() {}" },
		      /* Near misses. */
		      { "#[cfg(no_global_oom_handling)] S fn f() {}",
			"#[cfg(no_global_oom_handling)] S fn f() {}" },
		      { "#[cfg(not(no_rc))] S fn f() {}",
			"#[cfg(not(no_rc))] S fn f() {}" },
		      { "#[cfg(all(not(no_rc), not(no_global_oom_handling)))] "
			"S fn f() {}",
			"#[cfg(all(not(no_rc), not(no_global_oom_handling)))] "
			"S M fn f() {}" },
		      { "fn f() { \"", "the string is not closed" },
	      });
}

TEST_CASE("a module that is gone is so in all its files")
{
	const std::map<std::string, std::string> files = {
		{ "lib.rs", "pub mod a; G mod c; pub mod d;" },
		{ "a/mod.rs", "G S pub mod b; S fn f() {}" },
		{ "a/b/mod.rs", "mod deep; S fn f() {}" },
		{ "a/b/deep.rs", "S fn f() {}" },
		{ "a/kept.rs", "S fn f() {}" },
		{ "c.rs", "S fn f() {}" },
		{ "c/in.rs", "S fn f() {}" },
		{ "d.rs", "#![cfg(not(no_global_oom_handling))] S fn f() {}" },
	};

	CHECK(marked(files, "lib.rs") == files.at("lib.rs"));
	CHECK(marked(files, "a/mod.rs") == "G S M pub mod b; S fn f() {}");
	CHECK(marked(files, "a/b/mod.rs") == "mod deep; S M fn f() {}");
	CHECK(marked(files, "a/b/deep.rs") == "S M fn f() {}");
	CHECK(marked(files, "a/kept.rs") == "S fn f() {}");
	CHECK(marked(files, "c.rs") == "S M fn f() {}");
	CHECK(marked(files, "c/in.rs") == "S M fn f() {}");
	CHECK(marked(files, "d.rs") ==
	      "#![cfg(not(no_global_oom_handling))] S M fn f() {}");
}

} /* namespace kcrate */
