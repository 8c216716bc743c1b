// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/counts.h"

#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

std::string lines(const std::string &text)
{
	const TestCode code(text);
	CodeCounter counter;

	counter.add(*code, some_cfgs());
	return std::to_string(counter.counts().lines);
}

std::string finding(const std::string &text)
{
	const TestCode code(text);
	CodeCounter counter;
	std::vector<std::string> out;

	counter.add(*code, some_cfgs());
	for (const Diag &diag : counter.findings("dir"))
		out.push_back(str(name_of(diag.id), " ",
				  std::to_string(diag.where->line), " ",
				  diag.message));
	return join(out, "; ");
}

} /* namespace */

TEST_CASE("lines of code are those with a token that is compiled")
{
	check(lines, {
			     { "", "0" },
			     { "// a\n\n/* b\n */\n/// c\n//! d\n", "0" },
			     { "fn a() {\n\n\tb(); // c\n\t// d\n}\n", "3" },
			     { "/* a */ fn b() {} /*\n*/ fn c() {}\n", "2" },
			     { "const A: &str = \"a\n\n \t\nb\";\n", "2" },
			     { "const A: &str = r\"\n// a\n\";\n", "3" },
			     { "// SPDX\n// a\nfn a() {}\n", "1" },
			     { "#[cfg(test)]\nmod a {\nfn b() {}\n}\n", "0" },
			     { "mod a {\nfn b() {}\n}\n", "3" },
			     { "mod a {\n#[cfg(test)]\nfn b() {}\n}\n", "2" },
		     });
}

TEST_CASE("files and targets are counted once")
{
	const Files files = { { "lib.rs", "mod a;\nfn b() {\n\tunsafe {}\n}" },
			      { "a.rs", "#![c]\nfn d() {}" },
			      { "e.rs", "fn f() {}" } };
	const TestCode code(files), again(files);
	CodeCounter counter;

	counter.add(*code, some_cfgs());
	counter.add(*again, some_cfgs());
	CHECK(counter.counts().lines == 6);
	CHECK(counter.counts().of(SiteKind::unsafe_block) == 1);
	CHECK(counter.counts().undocumented == 1);
	CHECK_FALSE(counter.counts().forbids_unsafe);
	CHECK_FALSE(CodeCounter().counts().forbids_unsafe);
}

TEST_CASE("there is one finding of a kind")
{
	check(finding,
	      {
		      { "", "" },
		      { "#![forbid(unsafe_code)]", "" },
		      { "fn a() { b[c] }",
			"panic-possible 1 the crate may panic: 1 index" },
		      { "fn a() {\nb[c][d];\ne.unwrap() }",
			"panic-possible 2 the crate may panic: 1 unwrap, "
			"2 indices" },
		      { "\nstatic mut A: u8 = 0;",
			"unsafe-code 2 the crate has unsafe code: 1 static "
			"mut" },
		      { "// SAFETY: a\nunsafe impl A for B {}\n"
			"fn c() { unsafe {} }",
			"unsafe-code 2 the crate has unsafe code: 1 block, "
			"1 impl; safety-comment-missing 3 1 unsafe place does "
			"not say why it is sound" },
		      { "unsafe impl A for B {}\nunsafe impl A for C {}",
			"unsafe-code 1 the crate has unsafe code: 2 impls; "
			"safety-comment-missing 1 2 unsafe places do not say "
			"why they are sound" },
	      });
}

TEST_CASE("other places are named, up to three of them")
{
	std::string text;

	for (size_t i = 0; i < 6; i++)
		text += "unsafe impl A for B {}\n";
	const TestCode code(text);
	CodeCounter counter;

	counter.add(*code, some_cfgs());
	const std::vector<Diag> found = counter.findings("dir");
	REQUIRE(found.size() == 2);
	CHECK(join(found[1].context, "; ") ==
	      "also at dir/lib.rs:2:1; also at dir/lib.rs:3:1; also at "
	      "dir/lib.rs:4:1");
}
