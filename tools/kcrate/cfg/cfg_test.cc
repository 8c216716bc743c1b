// SPDX-License-Identifier: GPL-2.0-or-later

#include "cfg/cfg.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* The expression as it is printed, or the failure. */
std::string parsed(std::string_view text)
{
	const Result<CfgExpr> expr = parse_cfg(text);

	return expr ? to_string(expr.value()) : outcome(expr);
}

std::string platform(std::string_view text)
{
	const Result<CfgExpr> expr = parse_platform(text);

	return expr ? to_string(expr.value()) : outcome(expr);
}

/* unix, feature = "std" and nothing else of feature; target_os half-known. */
CfgSet some_cfgs()
{
	CfgSet cfgs;

	cfgs.set("unix");
	cfgs.know("feature");
	cfgs.set("feature", "std");
	cfgs.set("target_os", "none");
	cfgs.know("test");
	return cfgs;
}

std::string_view evaluated(std::string_view text)
{
	constexpr std::string_view names[] = { "no", "maybe", "yes" };
	const Result<CfgExpr> expr = parse_cfg(text);

	REQUIRE(expr);
	return names[static_cast<size_t>(evaluate(expr.value(), some_cfgs()))];
}

/* not(not(… a …)) with @depth negations */
std::string nested(size_t depth)
{
	std::string text = "a";

	for (size_t i = 0; i < depth; i++)
		text = str("not(", text, ")");
	return text;
}

} /* namespace */

TEST_CASE("a cfg expression is printed as cargo spells it")
{
	struct {
		const char *text, *printed;
	} const table[] = {
		{ "unix", "unix" },
		{ "_x1", "_x1" },
		{ "  unix  ", "unix" },
		{ "r#unix", "unix" },
		{ "r", "r" },
		{ "feature=\"std\"", "feature = \"std\"" },
		{ "feature = \"\"", "feature = \"\"" },
		{ "feature = \"a\\\"", "feature = \"a\\\"" },
		{ "r#true", "true" },
		{ "true", "true" },
		{ "false", "false" },
		{ "true = \"x\"", "true = \"x\"" },
		{ "all()", "all()" },
		{ "any( )", "any()" },
		{ "all(a,b,)", "all(a, b)" },
		{ "any(not(a), all(b, c = \"d\"))",
		  "any(not(a), all(b, c = \"d\"))" },
		{ "not ( windows )", "not(windows)" },
		{ "r#all", "r#all" },
		{ "r#not = \"x\"", "r#not = \"x\"" },
		{ "allx", "allx" },
	};

	for (const auto &row : table) {
		CHECK(parsed(row.text) == row.printed);
		CHECK(parsed(row.printed) == row.printed);
	}
}

TEST_CASE("what is not a cfg expression is refused with the offending text")
{
	struct {
		const char *text, *message;
	} const table[] = {
		{ "", "expected a cfg expression, found the end in cfg ''" },
		{ " ", "expected a cfg expression, found the end in cfg ' '" },
		{ "all", "expected '(', found the end in cfg 'all'" },
		{ "all = \"x\"",
		  "expected '(', found '=' in cfg 'all = \"x\"'" },
		{ "all(a", "expected ')', found the end in cfg 'all(a'" },
		{ "all(a b)", "expected ')', found 'b' in cfg 'all(a b)'" },
		{ "all(,)",
		  "expected a cfg expression, found ',' in cfg 'all(,)'" },
		{ "all(a,,b)",
		  "expected a cfg expression, found ',' in cfg 'all(a,,b)'" },
		{ "not()",
		  "expected a cfg expression, found ')' in cfg 'not()'" },
		{ "not(a,b)", "expected ')', found ',' in cfg 'not(a,b)'" },
		{ "not(a,)", "expected ')', found ',' in cfg 'not(a,)'" },
		{ "a = b", "expected a string, found 'b' in cfg 'a = b'" },
		{ "a =", "expected a string, found the end in cfg 'a ='" },
		{ "a b", "unexpected 'b' after the expression in cfg 'a b'" },
		{ "a, b", "unexpected ',' after the expression in cfg 'a, b'" },
		{ "a)", "unexpected ')' after the expression in cfg 'a)'" },
		{ "\"a\"",
		  "expected a cfg expression, found '\"a\"' in cfg '\"a\"'" },
		{ "a = \"b", "unterminated string '\"b' in cfg 'a = \"b'" },
		{ "a\tb", "unexpected character '\t' in cfg 'a\tb'" },
		{ "a\n", "unexpected character '\n' in cfg 'a\n'" },
		{ "1a", "unexpected character '1' in cfg '1a'" },
		{ "r#", "'r#' without an identifier in cfg 'r#'" },
		{ "r#1", "'r#' without an identifier in cfg 'r#1'" },
		{ "\xc3\xa4",
		  "unexpected character '\xc3\xa4' in cfg '\xc3\xa4'" },
		{ "foo-bar", "unexpected character '-' in cfg 'foo-bar'" },
	};

	for (const auto &row : table)
		CHECK(parsed(row.text) == str("bad-cfg: ", row.message));
}

TEST_CASE("nesting is limited")
{
	CHECK(parsed(nested(128)) == nested(128));
	CHECK(parsed(nested(129)) ==
	      "bad-cfg: cfg nested more than 128 levels deep");
	CHECK(parsed(nested(50000)) ==
	      "bad-cfg: cfg nested more than 128 levels deep");
}

TEST_CASE("a platform is cfg(...) or the name of a target")
{
	CHECK(platform("cfg(unix)") == "unix");
	CHECK(platform("cfg(any())") == "any()");
	CHECK(platform("x86_64-unknown-linux-gnu") ==
	      "target = \"x86_64-unknown-linux-gnu\"");
	CHECK(platform("thumbv7em-none-eabi.json") ==
	      "target = \"thumbv7em-none-eabi.json\"");
	CHECK(platform("cfg") == "target = \"cfg\"");
}

TEST_CASE("a platform that is neither is refused")
{
	CHECK(platform("cfg()") ==
	      "bad-cfg: expected a cfg expression, found the end in cfg ''");
	CHECK(platform("cfg(a, b)") ==
	      "bad-cfg: unexpected ',' after the expression in cfg 'a, b'");
	CHECK(platform("cfg (unix)") ==
	      "bad-cfg: unexpected '(' in 'cfg (unix)': a cfg expression begins with 'cfg(' and ends with ')'");
	CHECK(platform(" cfg(unix)") ==
	      "bad-cfg: unexpected '(' in ' cfg(unix)': a cfg expression begins with 'cfg(' and ends with ')'");
	CHECK(platform("cfg(unix") ==
	      "bad-cfg: unexpected '(' in 'cfg(unix': a cfg expression begins with 'cfg(' and ends with ')'");
	CHECK(platform("foo bar") ==
	      "bad-cfg: unexpected character ' ' in the target name 'foo bar'");
	CHECK(platform("a\xe2\x82\xac") ==
	      "bad-cfg: unexpected character '\xe2\x82\xac' in the target name 'a\xe2\x82\xac'");
}

TEST_CASE("an expression is evaluated in three values")
{
	struct {
		const char *text, *truth;
	} const table[] = {
		{ "true", "yes" },
		{ "false", "no" },
		{ "all()", "yes" },
		{ "any()", "no" },
		{ "unix", "yes" },
		{ "windows", "maybe" },
		{ "test", "no" },
		{ "not(test)", "yes" },
		{ "not(windows)", "maybe" },
		{ "not(unix)", "no" },
		{ "feature = \"std\"", "yes" },
		{ "feature = \"alloc\"", "no" },
		{ "feature", "no" },
		{ "target_os = \"none\"", "yes" },
		{ "target_os = \"linux\"", "maybe" },
		{ "target_os", "no" },
		{ "unix = \"x\"", "maybe" },
		{ "all(unix, windows)", "maybe" },
		{ "all(windows, test)", "no" },
		{ "any(windows, unix)", "yes" },
		{ "any(windows, test)", "maybe" },
		{ "any(test, feature = \"alloc\")", "no" },
		{ "all(unix, not(test), any(feature = \"std\"))", "yes" },
	};

	for (const auto &row : table) {
		CAPTURE(row.text);
		CHECK(evaluated(row.text) == row.truth);
	}
}

TEST_CASE("to know a key is to know that the rest of it does not hold")
{
	CfgSet cfgs;

	CHECK(cfgs.lookup("k", "v") == Truth::maybe);
	cfgs.set("k", "v");
	CHECK(cfgs.lookup("k", "v") == Truth::yes);
	CHECK(cfgs.lookup("k", "w") == Truth::maybe);
	cfgs.know("k");
	CHECK(cfgs.lookup("k", "v") == Truth::yes);
	CHECK(cfgs.lookup("k", "w") == Truth::no);
	CHECK(cfgs.lookup("k", {}) == Truth::no);
	cfgs.set("k");
	CHECK(cfgs.lookup("k", {}) == Truth::yes);
}

TEST_CASE("truth follows Kleene")
{
	const Truth no = Truth::no, maybe = Truth::maybe, yes = Truth::yes;

	CHECK(!no == yes);
	CHECK(!maybe == maybe);
	CHECK(!yes == no);
	CHECK(all_of(maybe, yes) == maybe);
	CHECK(all_of(maybe, no) == no);
	CHECK(any_of(maybe, yes) == yes);
	CHECK(any_of(maybe, no) == maybe);
}

TEST_CASE("a closed set knows every key but those left open")
{
	CfgSet cfgs;

	cfgs.set("a");
	cfgs.leave_open("debug_assertions");
	cfgs.close();
	CHECK(cfgs.lookup("a", {}) == Truth::yes);
	CHECK(cfgs.lookup("a", "x") == Truth::no);
	CHECK(cfgs.lookup("b", {}) == Truth::no);
	CHECK(cfgs.lookup("debug_assertions", {}) == Truth::maybe);
}

TEST_CASE("answers are those of every set that says the same")
{
	const CfgExpr expr =
		parse_cfg("any(all(unix, a = \"1\"), not(b))").value();
	CfgSet asked;
	CfgAnswers answers;

	asked.set("c");
	asked.close();
	CHECK(answers.are_of(CfgSet()));
	asked.tell(answers);
	CHECK(evaluate(expr, asked) == Truth::yes);
	CHECK(answers.are_of(asked));

	/* Nobody asked for `a`: without unix it does not matter. */
	CfgSet other = asked;
	other.set("a", "1");
	CHECK(answers.are_of(other));
	other.set("b");
	CHECK_FALSE(answers.are_of(other));
	CHECK_FALSE(answers.are_of(CfgSet()));
}

TEST_CASE("answers know a key from its values")
{
	CfgSet asked;
	CfgAnswers answers;

	asked.set("k", "v");
	asked.know("k");
	asked.tell(answers);
	CHECK(asked.lookup("k", "v") == Truth::yes);
	CHECK(asked.lookup("k", "w") == Truth::no);
	CHECK(asked.lookup("k", {}) == Truth::no);
	CfgSet same;
	same.set("k", "v");
	same.know("k");
	same.set("k", "x");
	CHECK(answers.are_of(same));
	CfgSet bare = same;
	bare.set("k");
	CHECK_FALSE(answers.are_of(bare));
	same.set("k", "w");
	CHECK_FALSE(answers.are_of(same));
}
