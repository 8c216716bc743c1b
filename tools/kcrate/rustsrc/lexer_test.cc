// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/lexer.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* Each token as a letter for its kind and its text, `r!` before a raw one. */
std::string dump(const TokenFile &file)
{
	constexpr std::string_view letters = "ocilscnp";
	std::vector<std::string> words;

	for (size_t i = 0; i < file.tokens.size(); i++)
		words.push_back(
			str(letters[static_cast<size_t>(file.tokens[i].kind)],
			    file.tokens[i].raw ? "!" : ":", file.text(i)));
	return join(words, " ");
}

std::string dump(std::string_view text)
{
	const Result<TokenFile> file = lex({ "x.rs", text });

	return file ? dump(file.value()) : outcome(file);
}

struct Row {
	std::string_view text;
	std::string_view tokens;
};

std::string error_of(std::string_view text)
{
	const Result<TokenFile> file = lex({ "x.rs", text });

	if (file)
		return "ok";
	return str(file.error().where->line, ":", file.error().where->column,
		   " ", file.error().message);
}

} /* namespace */

TEST_CASE("tokens are what rustc takes them for")
{
	constexpr Row rows[] = {
		{ "", "" },
		{ "fn f()", "i:fn i:f o:( c:)" },
		{ "a::b->c", "i:a p:: p:: i:b p:- p:> i:c" },
		/* raw identifiers */
		{ "r#mod r#x", "i!mod i!x" },
		{ "r #x", "i:r p:# i:x" },
		/* lifetimes and characters */
		{ "'a 'static '_ 'r#b", "l:'a l:'static l:'_ l!'r#b" },
		{ "'a' '\\'' '\\\\' '\\u{1F600}' b'x' b'\\''",
		  "c:'a' c:'\\'' c:'\\\\' c:'\\u{1F600}' c:b'x' c:b'\\''" },
		{ "'é' '\"' 'é", "c:'é' c:'\"' l:'é" },
		{ "<'a>'b'", "p:< l:'a p:> c:'b'" },
		{ "'1' ' '", "c:'1' c:' '" },
		/* strings */
		{ R"("a\"b" b"\\" c"x")", R"(s:"a\"b" s:b"\\" s:c"x")" },
		{ "r\"a\\\" r#\"a\"b\"# br##\"\"#\"## cr\"c\"",
		  "s:r\"a\\\" s:r#\"a\"b\"# s:br##\"\"#\"## s:cr\"c\"" },
		{ "\"a\"suffix x\"y\"", "s:\"a\"suffix i:x s:\"y\"" },
		{ "\"// no\" \"/*\"", "s:\"// no\" s:\"/*\"" },
		/* numbers */
		{ "1. 1.5 1..2 1.max(2) x.0.1",
		  "n:1. n:1.5 n:1 p:. p:. n:2 n:1 p:. i:max o:( n:2 c:) i:x p:. n:0.1" },
		{ "1e3 1e-3 1.5E+7f32 0xe+1 0x1f32 1_000u8",
		  "n:1e3 n:1e-3 n:1.5E+7f32 n:0xe p:+ n:1 n:0x1f32 n:1_000u8" },
		{ "1.0e-2 2e", "n:1.0e-2 n:2e" },
		/* comments */
		{ "a // b\nc /* d /* e */ f */ g", "i:a i:c i:g" },
		{ "/// doc\n//! doc\n/** doc */ /**/ x /*/**/*/ y", "i:x i:y" },
		{ "a /b", "i:a p:/ i:b" },
		/* white space beyond ASCII, and words */
		{ "a\xe2\x80\x8e"
		  "b\xc2\x85"
		  "c\xe2\x80\xa8ü変",
		  "i:a i:b i:c i:ü変" },
		{ "_ __x a1", "i:_ i:__x i:a1" },
	};

	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(dump(row.text) == row.tokens);
	}
}

TEST_CASE("what comes before the first token is skipped")
{
	constexpr Row rows[] = {
		{ "\xef\xbb\xbf"
		  "a",
		  "i:a" },
		{ "#!/usr/bin/env rustx 'it\"\nb", "i:b" },
		{ "#![a]", "p:# p:! o:[ i:a c:]" },
		{ "#! /* x */ // y\n [a]", "p:# p:! o:[ i:a c:]" },
		{ "#!/bin/x", "" },
		{ "---cargo\n[a\n'\n---\nc", "i:c" },
		{ "#!/x\n\n----\n---\n----  \nd", "i:d" },
		{ "--1", "p:- p:- n:1" },
		{ "a ---b", "i:a p:- p:- p:- i:b" },
	};

	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(dump(row.text) == row.tokens);
	}
}

TEST_CASE("what is not Rust is refused where it is not")
{
	constexpr Row rows[] = {
		{ "a\n  `", "2:3 a character that begins nothing in Rust" },
		{ "\\", "1:1 a character that begins nothing in Rust" },
		{ "a \x01", "1:3 a character that begins nothing in Rust" },
		{ std::string_view("a \0b", 4),
		  "1:3 a character that begins nothing in Rust" },
		{ "x \"abc", "1:3 the string is not closed" },
		{ "x \"abc\\\"", "1:3 the string is not closed" },
		{ "x \"abc\\", "1:3 the string is not closed" },
		{ "r#\"abc\"", "1:1 the string is not closed" },
		{ "br\"abc", "1:1 the string is not closed" },
		{ "r##x", "1:1 a raw string that does not begin" },
		{ "/* /* */", "1:1 the block comment is not closed" },
		{ "/*/", "1:1 the block comment is not closed" },
		{ "'", "1:1 the character literal is not closed" },
		{ "''", "1:1 the character literal is not closed" },
		{ "'\\", "1:1 the character literal is not closed" },
		{ "'(x)'", "1:1 the character literal is not closed" },
		{ "'ab'", "1:1 a character literal of several characters" },
		{ "(]", "1:1 the bracket is not closed" },
		{ "f(\n{", "2:1 the bracket is not closed" },
		{ ")", "1:1 a bracket that nothing opened" },
		{ "a \xff", "1:3 the file is not UTF-8" },
		{ "\xc0\x80", "1:1 the file is not UTF-8" },
		{ "\xed\xa0\x80", "1:1 the file is not UTF-8" },
		{ "\xf4\x90\x80\x80", "1:1 the file is not UTF-8" },
		{ "// \xe2\x82", "1:4 the file is not UTF-8" },
		{ "---\na", "1:1 the frontmatter does not end" },
		{ "---\n--- x\n", "2:4 the frontmatter does not end" },
	};

	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(error_of(row.text) == row.tokens);
	}
}

TEST_CASE("brackets know each other, and nest no deeper than 256")
{
	const Result<TokenFile> file = lex({ "x.rs", "f(a[1]{})" });
	const std::span<const Token> tokens = file.value().tokens;

	CHECK(tokens[1].match() == 8);
	CHECK(tokens[8].match() == 1);
	CHECK(tokens[3].match() == 5);
	CHECK(tokens[6].match() == 7);
	CHECK(outcome(lex({ "", std::string(256, '(') +
					std::string(256, ')') })) == "ok");
	CHECK(outcome(lex(
		      { "", std::string(257, '(') + std::string(257, ')') })) ==
	      "rust-syntax: brackets are nested too deeply");
}

TEST_CASE("a punct is joint with what follows at once")
{
	const Result<TokenFile> file = lex({ "x.rs", ": ::a:r#b =/**/> -" });
	std::string joint;

	for (const Token &token : file.value().tokens)
		if (token.kind == TokenKind::punct)
			joint += token.joint ? 'j' : '-';
	CHECK(joint == "-jjj---");
}

TEST_CASE("a string's value has its escapes resolved")
{
	constexpr Row rows[] = {
		{ R"("plain")", "plain" },
		{ R"("\n\t\\\"\'\x41\u{e9}\u{1_F600}")", "\n\t\\\"'Aé😀" },
		{ "\"a\\\n   b\\\r\n\tc\"", "abc" },
		{ "\"a\r\nb\"", "a\nb" },
		{ R"x(r#"a\n"b"#)x", "a\\n\"b" },
		{ R"(br"\x41")", "\\x41" },
		{ R"(b"\xff")", "\xff" },
		{ R"(c"x")", "x" },
	};

	for (const Row &row : rows) {
		CAPTURE(row.text);
		const Result<TokenFile> file = lex({ "x.rs", row.text });
		const Result<std::string> value = string_value(file.value(), 0);

		REQUIRE(outcome(value) == "ok");
		CHECK(value.value() == row.tokens);
	}
	CHECK(string_value(lex({ "", R"("\0")" }).value(), 0).value() ==
	      std::string(1, '\0'));
}

TEST_CASE("a string that Rust would not accept has no value")
{
	constexpr std::string_view bad = "rust-syntax: an escape in a string "
					 "is not one of Rust's";

	for (const std::string_view text :
	     { R"("\q")", R"("\x4")", R"("\xff")", R"("\xg0")", R"("\u{}")",
	       R"("\u{d800}")", R"("\u{110000}")", R"("\u{1234567}")",
	       R"("\u41")", R"(b"\u{41}")" }) {
		CAPTURE(text);
		const Result<TokenFile> file = lex({ "x.rs", text });
		CHECK(outcome(string_value(file.value(), 0)) == bad);
	}
	CHECK(outcome(string_value(lex({ "", "\"a\"u8" }).value(), 0)) ==
	      "rust-syntax: a string has the suffix 'u8'");
}

namespace {

struct Pair {
	std::string first, second;
	bool shared;
};

} /* namespace */

TEST_CASE("texts that differ in the comments at their top are lexed once")
{
	const Pair pairs[] = {
		{ "mod a;", "mod a;", true },
		{ "mod a;", "// SPDX-License-Identifier: MIT\n\nmod a;", true },
		{ "mod a;", "// SPDX-License-Identifier: MIT\nmod a;", true },
		{ "// x\n//! y\nmod a;", "// SPDX\n// x\n//! y\nmod a;", true },
		{ "// x", "// y\n", true },
		{ "\nmod a;", "// SPDX\n\nmod a;", false },
		{ "mod a;", "// SPDX\nmod b;", false },
		/* a prologue is one at the very top only */
		{ "#!/a b\nmod a;", "// SPDX\n#!/a b\nmod a;", false },
		{ "// SPDX\n#!/a b\nmod a;", "#!/a b\nmod a;", false },
		{ "---\n---\nmod a;", "// SPDX\n---\n---\nmod a;", false },
		{ "#![x]\nmod a;", "// SPDX\n#![x]\nmod a;", true },
	};

	for (const Pair &pair : pairs) {
		const File first(pair.first), second(pair.second);
		TokenStore store;
		const TokenFile a = std::move(store.lex("a", first).value());
		const TokenFile b = std::move(store.lex("b", second).value());

		CAPTURE(pair.second);
		CHECK((a.lexed == b.lexed) == pair.shared);
		CHECK(dump(b) == dump(pair.second));
		for (size_t i = 0; i < b.tokens.size(); i++) {
			const Place place = b.place(i);
			CHECK(place.file == "b");
			CHECK(place.text.view().substr(place.column - 1,
						       place.width) ==
			      b.text(i));
		}
	}
}

TEST_CASE("what is lexed once is checked each time")
{
	const File plain("mod a;"), bad("// \xff\nmod a;");
	TokenStore store;

	CHECK(outcome(store.lex("a", plain)) == "ok");
	CHECK(outcome(store.lex("b", bad)) ==
	      "rust-syntax: the file is not UTF-8");
}
