// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/content.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* "id line:column message" of each finding, one a line. */
std::string findings(const std::string &path, std::string_view bytes)
{
	std::string out;
	Sink sink;

	check_content(path, bytes, sink);
	for (const Diag &diag : sink.diags) {
		CHECK_FALSE(diag.help.empty());
		CHECK(diag.where->text.empty());
		out += str(name_of(diag.id), " ", diag.where->line, ":",
			   diag.where->column, " ", diag.message, "\n");
	}
	return out;
}

/* A DOS header that says where "PE" stands, and what stands there. */
std::string mz(std::string_view at, std::string_view signature)
{
	return str("MZ", std::string(58, '\0'), at, signature);
}

} /* namespace */

TEST_CASE("plain sources and texts have no findings")
{
	CHECK(findings("src/lib.rs", "fn main() {}\n").empty());
	CHECK(findings("src/lib.rs", "").empty());
	CHECK(findings("src/lib.rs", "// caf\xc3\xa9 \xe2\x80\x94 \xe2\x81\xaa")
		      .empty());
	CHECK(findings("README.md", "\xff\xe2\x80\xae").empty());
	CHECK(findings("table.bin", std::string_view("a\0b", 3)).empty());
}

TEST_CASE("a source that is not UTF-8 is reported where it stops being it")
{
	CHECK(findings("src/a.rs", "ok\n// \xff\n\xfe") ==
	      "source-not-utf8 2:4 'src/a.rs' has bytes that are not UTF-8\n");
}

TEST_CASE("characters that change the direction of text are reported")
{
	for (const std::string control :
	     { "\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad",
	       "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8",
	       "\xe2\x81\xa9" }) {
		INFO(hex(control));
		CHECK(findings("a.rs", "\xe2\x82\xac" + control) ==
		      "source-bidi-control 1:4 'a.rs' has a character that changes the direction of text\n");
	}
	for (const std::string other : { "\xe2\x80\xa9", "\xe2\x80\xaf",
					 "\xe2\x81\xa5", "\xe2\x81\xaa" }) {
		INFO(hex(other));
		CHECK(findings("a.rs", other).empty());
	}
	CHECK(findings("a.rs", "\xe2\x80").starts_with("source-not-utf8 1:1"));
}

TEST_CASE("a NUL in a source is reported")
{
	CHECK(findings("a.rs", std::string_view("x\n\0", 3)) ==
	      "source-nul 2:1 'a.rs' has a NUL\n");
}

TEST_CASE("a source can be wrong in every way at once")
{
	const std::string text =
		findings("a.rs", std::string_view("\0asm\xe2\x80\xae\xff", 8));

	CHECK(text.find("binary-executable 0:0") != text.npos);
	CHECK(text.find("source-not-utf8 1:8") != text.npos);
	CHECK(text.find("source-bidi-control 1:5") != text.npos);
	CHECK(text.find("source-nul 1:1") != text.npos);
}

TEST_CASE("machine code is known by its first bytes, whatever its name")
{
	const struct {
		std::string bytes, what;
	} cases[] = {
		{ "\x7f"
		  "ELF\2\1\1",
		  "an ELF file" },
		{ "!<arch>\nx", "an ar archive" },
		{ "!<thin>\n", "an ar archive" },
		{ std::string("\0asm\1", 5), "a WebAssembly module" },
		{ "\xfe\xed\xfa\xce", "a Mach-O file" },
		{ "\xcf\xfa\xed\xfe\7", "a Mach-O file" },
		{ "\xca\xfe\xba\xbe", "a Mach-O or Java class file" },
		{ "BC\xc0\xde", "LLVM bitcode" },
		{ mz(std::string("\x40\0\0\0", 4), std::string("PE\0\0", 4)),
		  "a PE file" },
	};

	for (const auto &c : cases)
		CHECK(findings("tests/data", c.bytes) ==
		      str("binary-executable 0:0 'tests/data' is ", c.what,
			  "\n"));
}

TEST_CASE("what only begins like machine code is none")
{
	CHECK(findings("a", "\x7f"
			    "EL")
		      .empty());
	CHECK(findings("a", "!<arch>").empty());
	CHECK(findings("a", "MZ is how this text begins").empty());
	CHECK(findings("a", mz(std::string("\x40\0\0\0", 4), "PE")).empty());
	CHECK(findings("a", mz("\xff\xff\xff\xff", "PE")).empty());
	CHECK(findings("a", mz(std::string("\x41\0\0\0", 4),
			       std::string("PE\0\0", 4)))
		      .empty());
}
