// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * A Rust file, as geiger counts in it.  Behind a first byte from 0x80 on, each
 * byte stands for a word of the list below.
 */

#include <array>

#include "fuzz.h"
#include "rustsrc/syntax.h"

using namespace kcrate;

namespace {

constexpr std::array<std::string_view, 96> words = {
	"fn ",	    "unsafe ",	  "impl ",
	"trait ",   "const ",	  "static ",
	"async ",   "move ",	  "dyn ",
	"for ",	    "where ",	  "let ",
	"if ",	    "else ",	  "match ",
	"loop ",    "while ",	  "return ",
	"break ",   "as ",	  "mut ",
	"ref ",	    "in ",	  "use ",
	"pub ",	    "crate ",	  "self ",
	"Self ",    "super ",	  "box ",
	"type ",    "struct ",	  "enum ",
	"union ",   "auto ",	  "default ",
	"extern ",  "mod ",	  "macro ",
	"try ",	    "yield ",	  "raw ",
	"safe ",    "await ",	  "_ ",
	"::",	    ": ",	  "; ",
	", ",	    ". ",	  ".. ",
	"..=",	    "...",	  "-> ",
	"=> ",	    "= ",	  "== ",
	"< ",	    "> ",	  "<= ",
	"<< ",	    ">> ",	  "& ",
	"&& ",	    "| ",	  "|| ",
	"! ",	    "!= ",	  "? ",
	"+ ",	    "- ",	  "* ",
	"/ ",	    "^ ",	  "@ ",
	"# ",	    "'a ",	  "1 ",
	"1.5 ",	    "\"s\" ",	  "x ",
	"r#fn ",    "( ",	  ") ",
	"[ ",	    "] ",	  "{ ",
	"} ",	    "#[test] ",	  "#[no_mangle] ",
	"fn f() {", "x; ",	  "const A: B = ",
	"become ",  "builtin # ", "continue ",
};

std::string source_of(std::string_view input)
{
	std::string out;

	if (input.empty() || !(input[0] & 0x80))
		return std::string(input);
	for (const char c : input.substr(1))
		out += words[static_cast<uint8_t>(c) % words.size()];
	return out;
}

Result<GeigerCounts> read(const std::string &text)
{
	return geiger_counts(TRY(lex({ "a.rs", text })));
}

size_t sum(const GeigerCount &count)
{
	return count.safe + count.is_unsafe;
}

/* All of either kind, as what is behind an exported function changes that. */
std::array<size_t, 5> sums(const GeigerCounts &counts)
{
	return { sum(counts.functions), sum(counts.exprs),
		 sum(counts.item_impls), sum(counts.item_traits),
		 sum(counts.methods) };
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const std::string text = source_of(text_of(data, size));
	const Result<GeigerCounts> found = read(text);

	if (!found) {
		require_sound(found.error(), text);
		return 0;
	}
	/* Attributes of the file itself, `#!` and `---` must be at its top. */
	if (contains(text, "!") || contains(text, "---"))
		return 0;
	const Result<GeigerCounts> inside = read(str("mod m {\n", text, "\n}"));
	if (!inside) {
		require(contains(inside.error().message, "nested too deeply"),
			"what is a file can be in a module");
		return 0;
	}
	require(inside.value() == found.value(),
		"there is as much in a module as in a file");
	const Result<GeigerCounts> twice = read(str(text, "\n", text));
	require(bool(twice), "a file can be there twice");
	std::array<size_t, 5> expected = sums(found.value());
	for (size_t &one : expected)
		one *= 2;
	require(sums(twice.value()) == expected,
		"there is twice as much in two files");
	return 0;
}
