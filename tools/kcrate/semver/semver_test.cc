// SPDX-License-Identifier: GPL-2.0-or-later

#include "semver/semver.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string version(std::string_view text)
{
	const Result<Version> result = parse_version(text);

	return result ? to_string(result.value()) : outcome(result);
}

std::string requirement(std::string_view text)
{
	const Result<Requirement> result = parse_requirement(text);

	return result ? to_string(result.value()) : outcome(result);
}

bool matches(std::string_view requirement, std::string_view version)
{
	const Result<Requirement> r = parse_requirement(requirement);
	const Result<Version> v = parse_version(version);

	CAPTURE(requirement);
	CAPTURE(version);
	REQUIRE(outcome(r) == "ok");
	REQUIRE(outcome(v) == "ok");
	return matches(r.value(), v.value());
}

/* '<', '=' or '>' */
char order(std::string_view a, std::string_view b)
{
	const Result<Version> x = parse_version(a), y = parse_version(b);

	REQUIRE(outcome(x) == "ok");
	REQUIRE(outcome(y) == "ok");
	const std::strong_ordering order = compare(x.value(), y.value());
	return std::is_lt(order) ? '<' : std::is_gt(order) ? '>' : '=';
}

} /* namespace */

TEST_CASE("a version is printed as it was written")
{
	for (const char *text :
	     { "0.0.0", "1.2.3", "18446744073709551615.0.0", "1.2.3-alpha.1",
	       "1.2.3-0", "1.2.3--", "1.2.3-0a", "1.2.3-00a.x-y", "1.2.3+007.-",
	       "1.2.3-rc+build.5", "1.0.0-99999999999999999999",
	       "0.1.0-pre.0+0.0" })
		CHECK(version(text) == text);
}

TEST_CASE("what is not a version is refused with the offending part")
{
	struct {
		const char *text, *message;
	} const table[] = {
		{ "", "the version is empty" },
		{ "1", "expected '.' after the major version, found the end" },
		{ "1.2",
		  "expected '.' after the minor version, found the end" },
		{ "1.2.",
		  "expected a number for the patch version, found the end" },
		{ "a.b.c",
		  "expected a number for the major version, found 'a'" },
		{ "1.x.0",
		  "expected a number for the minor version, found 'x'" },
		{ "1.2.3.4", "expected the end, found '.'" },
		{ "1.2.3 ", "expected the end, found ' '" },
		{ " 1.2.3",
		  "expected a number for the major version, found ' '" },
		{ "v1.2.3",
		  "expected a number for the major version, found 'v'" },
		{ "1.2.3-", "the pre-release has an empty identifier" },
		{ "1.2.3-+b", "the pre-release has an empty identifier" },
		{ "1.2.3-a..b", "the pre-release has an empty identifier" },
		{ "1.2.3-a.", "the pre-release has an empty identifier" },
		{ "1.2.3+", "the build metadata has an empty identifier" },
		{ "1.2.3+a.", "the build metadata has an empty identifier" },
		{ "1.2.3-a.01", "'01' in the pre-release has a leading zero" },
		{ "1.2.3-00", "'00' in the pre-release has a leading zero" },
		{ "01.2.3", "the major version has a leading zero" },
		{ "1.00.3", "the minor version has a leading zero" },
		{ "1.2.18446744073709551616",
		  "the patch version is too large" },
		{ "1.2.99999999999999999999",
		  "the patch version is too large" },
		{ "1.2.3-\xc3\xa4", "the pre-release has an empty identifier" },
		{ "1.2.3\xc3\xa4", "expected the end, found '\xc3\xa4'" },
		{ "-1.2.3",
		  "expected a number for the major version, found '-'" },
	};

	for (const auto &row : table) {
		std::string message = str("bad-version: ", row.message);
		if (row.text[0] != '\0')
			message += str(" in version '", row.text, "'");
		CHECK(version(row.text) == message);
	}
}

TEST_CASE("versions have semver's precedence")
{
	/* The example of semver.org, clause 11, and what it leaves out. */
	const char *const ascending[] = {
		"0.0.0",
		"0.0.1",
		"0.1.0",
		"1.0.0-0",
		"1.0.0-2",
		"1.0.0-10",
		"1.0.0-99999999999999999998",
		"1.0.0-99999999999999999999",
		"1.0.0-100000000000000000000",
		"1.0.0--",
		"1.0.0-A",
		"1.0.0-alpha",
		"1.0.0-alpha.1",
		"1.0.0-alpha.beta",
		"1.0.0-alpha1",
		"1.0.0-beta",
		"1.0.0-beta.2",
		"1.0.0-beta.11",
		"1.0.0-rc.1",
		"1.0.0",
		"1.0.1-a",
		"2.0.0",
	};

	for (const char *const &a : ascending)
		for (const char *const &b : ascending) {
			CAPTURE(a);
			CAPTURE(b);
			CHECK(order(a, b) == (&a < &b	? '<'
					      : &a > &b ? '>'
							: '='));
		}
	CHECK(order("1.0.0+a", "1.0.0+b") == '=');
	CHECK(order("1.0.0-a+a", "1.0.0-a") == '=');
}

TEST_CASE("build metadata is what versions are sorted by in the end")
{
	/* From the semver crate's tests/test_version.rs, and more. */
	const char *const ascending[] = {
		"1.0.0-a+z", "1.0.0",	  "1.0.0+0",   "1.0.0+0.0", "1.0.0+00",
		"1.0.0+1",   "1.0.0+01",  "1.0.0+2",   "1.0.0+10",  "1.0.0+2-1",
		"1.0.0+a",   "1.0.0+a.0", "1.0.0+a.b", "1.0.0+b",   "1.0.1-0+z",
	};

	for (const char *const &a : ascending)
		for (const char *const &b : ascending) {
			CAPTURE(a);
			CAPTURE(b);
			CHECK(std::is_lt(compare_all(
				      parse_version(a).value(),
				      parse_version(b).value())) == (&a < &b));
		}
}

TEST_CASE("a requirement is printed as cargo spells it")
{
	struct {
		const char *text, *printed;
	} const table[] = {
		{ "*", "*" },
		{ "x", "*" },
		{ "  X  ", "*" },
		{ "1", "^1" },
		{ "  1.2", "^1.2" },
		{ "1.2.3", "^1.2.3" },
		{ "^ 1.2.3 ", "^1.2.3" },
		{ "=1.2.3-a.1+b", "=1.2.3-a.1" },
		{ "1.2.3+b", "^1.2.3" },
		{ "1.*", "1.*" },
		{ "1.X.x", "1.*" },
		{ "1.2.*", "1.2.*" },
		{ "=1.*", "=1" },
		{ ">=1.2.*", ">=1.2" },
		{ ">1,<2", ">1, <2" },
		{ ">=0.8.1 , <= 0.10 ,~0.9", ">=0.8.1, <=0.10, ~0.9" },
		{ "0.0.0", "^0.0.0" },
	};

	for (const auto &row : table) {
		CHECK(requirement(row.text) == row.printed);
		CHECK(requirement(row.printed) == row.printed);
	}
}

TEST_CASE("what is not a requirement is refused")
{
	struct {
		const char *text, *message;
	} const table[] = {
		{ "",
		  "expected a number for the major version, found the end" },
		{ " ",
		  "expected a number for the major version, found the end" },
		{ ">= ",
		  "expected a number for the major version, found the end" },
		{ ">=*", "expected a number for the major version, found '*'" },
		{ "= =1",
		  "expected a number for the major version, found '='" },
		{ "=>1", "expected a number for the major version, found '>'" },
		{ "\t1",
		  "expected a number for the major version, found '\t'" },
		{ "1.",
		  "expected a number for the minor version, found the end" },
		{ "1.2.",
		  "expected a number for the patch version, found the end" },
		{ "1.*.2", "a number follows a wildcard" },
		{ "1.2.*.4", "expected ',', found '.'" },
		{ "1.2.3.4", "expected ',', found '.'" },
		{ "1.2-a", "expected ',', found '-'" },
		{ "1.*-a", "expected ',', found '-'" },
		{ "1+b", "expected ',', found '+'" },
		{ "1.2.3-", "the pre-release has an empty identifier" },
		{ "1.2.3+", "the build metadata has an empty identifier" },
		{ "1.2.3-01", "'01' in the pre-release has a leading zero" },
		{ "01", "the major version has a leading zero" },
		{ "*.1", "expected the end after '*', found '.'" },
		{ "* 1", "expected the end after '*', found '1'" },
		{ "*, 1", "'*' is not the only comparator" },
		{ "1, *", "'*' is not the only comparator" },
		{ "1,",
		  "expected a number for the major version, found the end" },
		{ ",1", "expected a number for the major version, found ','" },
		{ "1 2", "expected ',', found '2'" },
		{ "1 || 2", "expected ',', found '|'" },
		{ "latest",
		  "expected a number for the major version, found 'l'" },
		{ "18446744073709551616", "the major version is too large" },
	};

	for (const auto &row : table)
		CHECK(requirement(row.text) ==
		      str("bad-requirement: ", row.message, " in requirement '",
			  row.text, "'"));
}

TEST_CASE("a requirement has at most 32 comparators")
{
	const std::string most =
		"1" + replace_all(std::string(31, ','), ",", ",1");

	CHECK(outcome(parse_requirement(most)) == "ok");
	CHECK(requirement(most + ",1") ==
	      "bad-requirement: more than 32 comparators in requirement");
}

TEST_CASE("a requirement matches what the semver crate says it does")
{
	struct {
		const char *requirement;
		std::vector<const char *> yes, no;
	} const table[] = {
		{ "*", { "0.0.0", "9.9.9" }, { "1.0.0-a" } },
		{ "X", { "1.0.0" }, {} },
		{ "=1.2.3", { "1.2.3", "1.2.3+b" }, { "1.2.4", "1.2.3-a" } },
		{ "=1.2", { "1.2.0", "1.2.9" }, { "1.3.0", "1.2.0-a" } },
		{ "=1", { "1.9.9" }, { "2.0.0", "1.0.0-a" } },
		{ "=1.2.3-a", { "1.2.3-a" }, { "1.2.3", "1.2.3-b" } },
		{ ">1.2.3", { "1.2.4", "1.3.0", "2.0.0" }, { "1.2.3" } },
		{ ">1.2", { "1.3.0", "2.0.0" }, { "1.2.9", "1.1.0" } },
		{ ">1", { "2.0.0" }, { "1.5.0", "1.0.0" } },
		{ ">=1.2", { "1.2.0", "1.3.0" }, { "1.1.9", "1.2.0-a" } },
		{ ">=1", { "1.0.0", "2.0.0" }, { "0.9.9", "1.0.0-a" } },
		{ "<1.2.3", { "1.2.2", "0.0.0" }, { "1.2.3", "1.2.3-a" } },
		{ "<1.2", { "1.1.9" }, { "1.2.0", "1.2.9" } },
		{ "<1", { "0.9.9" }, { "1.0.0", "1.5.0" } },
		{ "<=1.2", { "1.2.9", "0.1.0" }, { "1.3.0" } },
		{ "<=1.2.3", { "1.2.3" }, { "1.2.4" } },
		{ "~1", { "1.0.0", "1.9.0" }, { "2.0.0", "0.9.0" } },
		{ "~1.2", { "1.2.0", "1.2.9" }, { "1.3.0", "1.1.9" } },
		{ "~1.2.3", { "1.2.3", "1.2.9" }, { "1.2.2", "1.3.0" } },
		{ "~1.2.3-b",
		  { "1.2.3-b", "1.2.3", "1.2.4" },
		  { "1.2.3-a", "1.2.4-b" } },
		{ "^1.2.3",
		  { "1.2.3", "1.9.0" },
		  { "1.2.2", "2.0.0", "1.2.3-a" } },
		{ "^1.2", { "1.2.0", "1.3.0" }, { "1.1.9", "2.2.0" } },
		{ "^1", { "1.0.0", "1.9.9" }, { "2.0.0", "0.1.0" } },
		{ "^0.2.3", { "0.2.3", "0.2.9" }, { "0.2.2", "0.3.0" } },
		{ "^0.2", { "0.2.0", "0.2.9" }, { "0.3.0", "0.1.0" } },
		{ "^0.0.3", { "0.0.3" }, { "0.0.4", "0.0.2", "0.1.3" } },
		{ "^0.0.0", { "0.0.0" }, { "0.5.0", "0.0.1" } },
		{ "^0.0", { "0.0.0", "0.0.9" }, { "0.1.0", "0.5.0" } },
		{ "^0", { "0.0.0", "0.9.9" }, { "1.0.0" } },
		{ "0.*", { "0.5.0" }, { "1.0.0", "0.1.0-a" } },
		{ "1.2.*", { "1.2.0", "1.2.7" }, { "1.3.0" } },
		{ ">=0.5, <0.7", { "0.5.0", "0.6.9" }, { "0.4.9", "0.7.0" } },
		/* A pre-release must be asked for by its own version. */
		{ ">=1.0.0-alpha",
		  { "1.0.0-alpha", "1.0.0-beta", "2.0.0" },
		  { "2.0.0-beta", "1.0.1-a" } },
		{ "^1.2.3-alpha",
		  { "1.2.3-alpha", "1.2.3-beta", "1.2.3" },
		  { "1.2.4-beta", "1.2.3-a" } },
		{ "<1.2.3-rc",
		  { "1.2.3-beta", "1.0.0" },
		  { "1.0.0-alpha", "1.2.3", "1.2.3-rc" } },
		{ ">1.2.3-9",
		  { "1.2.3-10", "1.2.3-a", "1.2.3" },
		  { "1.2.3-8" } },
		{ "^0.0.3-a", { "0.0.3-a", "0.0.3" }, { "0.0.4-a" } },
		{ "^1, >=1.0.0-a", {}, { "0.9.0-a" } },
		{ "^1, >=1.0.0-a", { "1.0.0-a" }, {} },
	};

	for (const auto &row : table) {
		for (const char *version : row.yes)
			CHECK(matches(row.requirement, version));
		for (const char *version : row.no)
			CHECK_FALSE(matches(row.requirement, version));
	}
}
