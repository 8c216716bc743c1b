// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/macros.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

struct Row {
	std::string_view text;
	std::string_view expected;
};

CfgSet some_cfgs()
{
	CfgSet cfgs;

	cfgs.set("yes");
	cfgs.know("no");
	return cfgs;
}

std::string arms_of(std::string_view text, bool select)
{
	const TokenFile file = std::move(lex({ "x.rs", text }).value());
	const std::vector<Arm> arms =
		select ? cfg_select_arms(file, 0, some_cfgs())
		       : cfg_if_arms(file, 0, some_cfgs());
	constexpr std::string_view marks[] = { "-", "?", "" };
	std::vector<std::string> words;

	words.reserve(arms.size());
	for (const Arm &arm : arms)
		words.push_back(str(marks[static_cast<size_t>(arm.truth)],
				    file.text(arm.open + 1)));
	return join(words, " ");
}

/* How a macro of the one definition @rules keeps what it is given. */
std::string kept(const std::string &rules, const std::string &call = "{}")
{
	const std::string text = "{" + rules + "}" + call;
	const TokenFile file = std::move(lex({ "x.rs", text }).value());
	const Macro macro = read_macro(file, 0, some_cfgs());
	constexpr std::string_view names[] = { "no", "maybe", "yes" };

	if (macro.opaque)
		return "opaque";
	return std::string(names[static_cast<size_t>(keeps_arguments(
		file, file.tokens[0].match() + 1, macro, some_cfgs()))]);
}

} /* namespace */

TEST_CASE("a macro's name is the word before its exclamation mark")
{
	constexpr Row rows[] = {
		{ "a!(b)", "a" },
		{ "a::b! [c]", "b" },
		{ "macro_rules! a { }", "macro_rules" },
		{ "a! b { }", "" },
		{ "if !(b) {}", "" },
		{ "return !(b)", "" },
		{ "a != (b)", "" },
		{ "f(a)", "" },
		{ "!(a)", "" },
		{ "r#if!(a)", "if" },
	};

	for (const Row &row : rows) {
		CAPTURE(row.text);
		const TokenFile file =
			std::move(lex({ "x.rs", row.text }).value());
		size_t open = 0;

		while (file.tokens[open].kind != TokenKind::open)
			open++;
		const size_t i = macro_name(file, open);
		CHECK((i == no_token ? "" : file.text(i)) == row.expected);
	}
}

TEST_CASE("each arm of cfg_if! excludes those before it")
{
	CHECK(arms_of("{ if #[cfg(yes)] {a} else {b} }", false) == "a -b");
	CHECK(arms_of("{ if #[cfg(no)] {a} else if #[cfg(x)] {b} else {c} }",
		      false) == "-a ?b ?c");
	CHECK(arms_of("{ if #[cfg(x)] {a} else if #[cfg(yes)] {b} else {c} }",
		      false) == "?a ?b -c");
	CHECK(arms_of("{ if x {a} }", false).empty());
	CHECK(arms_of("{ }", false).empty());
}

TEST_CASE("each arm of cfg_select! excludes those before it")
{
	CHECK(arms_of("{ no => {a} all(yes, yes) => {b} _ => {c} }", true) ==
	      "-a b -c");
	CHECK(arms_of("{ x => {a}, not(no) => f(), _ => {c} }", true) ==
	      "?a -c");
	CHECK(arms_of("{ yes => }", true).empty());
	CHECK(arms_of("{ a b c }", true).empty());
}

TEST_CASE("macros that only keep or drop their arguments are understood")
{
	constexpr Row rows[] = {
		{ "($($x:item)*) => { $($x)* }", "yes" },
		{ "($($x:tt)*) => { $($x)* };", "yes" },
		{ "($($x:item),+) => { $( #[cfg(no)] $x )* }", "no" },
		{ "($($x:item)*) => { $( #[doc] #[cfg(a)] $x )* }", "maybe" },
		{ "($($x:item)*) => { }", "no" },
		{ "($($x:item)*) => { $($y)* }", "opaque" },
		{ "($($x:expr)*) => { $($x)* }", "opaque" },
		{ "($x:item) => { $x }", "opaque" },
		{ "($($x:item)*) => { fn f() {} $($x)* }", "opaque" },
		{ "($($x:item)*) => { $($x $x)* }", "opaque" },
		{ "($($x:item)*) => { $($x)* }; () => { }", "opaque" },
		{ "(#![$m:ident] $($x:item)*) => { $($x)* }", "opaque" },
		{ "", "opaque" },
		{ "a => b", "opaque" },
		{ "($($x:item)*)", "opaque" },
		{ "() =>", "opaque" },
	};

	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(kept(std::string(row.text)) == row.expected);
	}
}

TEST_CASE("a macro may take its cfg from its arguments")
{
	const std::string rules =
		"(#![$m:meta] $($x:item)*) => { $( #[cfg($m)] $x )* }";

	CHECK(kept(rules, "{ #![yes] }") == "yes");
	CHECK(kept(rules, "{ #![any(no, no)] a }") == "no");
	CHECK(kept(rules, "{ #![x] a }") == "maybe");
	CHECK(kept(rules, "{ a }") == "maybe");
}

TEST_CASE("definitions of one name are taken together")
{
	MacroTable table;
	Macro keeps, drops, forwards;

	keeps.keeps = Truth::yes;
	forwards.keeps = Truth::yes;
	forwards.forward = "a";
	add_definition(table, "a", drops, Truth::yes);
	add_definition(table, "a", keeps, Truth::maybe);
	add_definition(table, "b", forwards, Truth::yes);
	add_definition(table, "c", keeps, Truth::no);
	forwards.forward = "d";
	add_definition(table, "d", forwards, Truth::yes);
	add_definition(table, "e", keeps, Truth::yes);
	add_definition(table, "e", forwards, Truth::yes);
	resolve_forwards(table);

	CHECK(table.at("a").keeps == Truth::maybe);
	CHECK(!table.at("a").opaque);
	CHECK(table.at("b").keeps == Truth::maybe);
	CHECK(!table.at("b").opaque);
	CHECK(!table.contains("c"));
	CHECK(table.at("d").opaque); /* forwards to itself */
	CHECK(table.at("e").opaque); /* two shapes */
}

TEST_CASE("the standard library's macros keep their arguments")
{
	CHECK(is_transparent("println"));
	CHECK(is_transparent("assert"));
	CHECK(is_transparent("writeln"));
	CHECK(!is_transparent("cfg_if"));
	CHECK(!is_transparent("stringify"));
}
