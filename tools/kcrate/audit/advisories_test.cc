// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/advisories.h"

#include "testing/table.h"

using namespace kcrate;

namespace {

/* An advisory with these lines in its three tables. */
std::string advisory(const std::string &head, const std::string &versions,
		     const std::string &affected = "")
{
	return str("```toml\n[advisory]\nid = \"RUSTSEC-2001-0001\"\n"
		   "package = \"demo\"\n",
		   head, "\n[affected]\n", affected, "\n[versions]\n", versions,
		   "\n```\n\n# A title\n\nWords.\n");
}

SourceText file(const std::string &text)
{
	return { "db/crates/demo/RUSTSEC-2001-0001.md", text };
}

/* "VERSION in PATCHED UNAFFECTED", lists as in TOML. */
bool is_affected(const std::string &version, const std::string &patched,
		 const std::string &unaffected)
{
	const std::string text = advisory(
		"", str("patched = ", patched, "\nunaffected = ", unaffected));
	const Result<Advisory> read = parse_advisory(file(text), "demo");

	REQUIRE(outcome(read) == "ok");
	return affects(read.value(), parse_version(version).value());
}

/* Those of "1.2.3 1.2.4" that are affected. */
std::string affected_of(const std::string &versions, const std::string &patched,
			const std::string &unaffected = "[]")
{
	std::vector<std::string> out;

	for (const std::string_view version : split(versions, ' '))
		if (is_affected(std::string(version), patched, unaffected))
			out.emplace_back(version);
	return join(out, " ");
}

std::string read(const std::string &text)
{
	const Result<Advisory> out = parse_advisory(file(text), "demo");

	if (out)
		return str("ok ", out.value().title);
	const std::string_view message = out.error().message;
	return str(out.error().where.value_or(Place()).line, " ",
		   message.substr(message.find(": ") + 2));
}

std::string read_versions(const std::string &lines)
{
	return read(advisory("", lines));
}

/* What the advisory @text has to say of demo 1.0.0 for @kernels. */
std::string said(const std::string &text, std::vector<CfgSet> kernels)
{
	CargoToml cargo;

	cargo.name = "demo";
	cargo.version = parse_version("1.0.0").value();
	AuditedCrate crate = {};
	crate.cargo = &cargo;
	crate.directory = "dir";
	crate.kernels = std::move(kernels);
	const std::optional<Diag> out = check_advisory(crate, file(text));
	if (!out)
		return "nothing";
	REQUIRE(out->where);
	return str(out->where->file, " ", name_of(severity_of(*out)), " ",
		   out->message, "; ", join(out->context, "; "), "; ",
		   out->help);
}

CfgSet kernel(std::string_view arch)
{
	CfgSet out;

	out.set("target_arch", arch);
	out.set("target_os", "none");
	out.know("target_arch");
	out.know("target_os");
	return out;
}

std::string said_of(const std::string &head, const std::string &affected = "")
{
	return said(advisory(head, "patched = []", affected),
		    { kernel("x86_64"), kernel("aarch64") });
}

} /* namespace */

TEST_CASE("a version is affected that is neither patched nor unaffected")
{
	const std::string some = "0.9.9 1.0.0 1.2.2 1.2.3 1.9.0 2.0.0 2.0.1";

	CHECK(affected_of(some, "[]") == some);
	CHECK(affected_of(some, "['*']") == "");
	CHECK(affected_of(some, "['>= 1.2.3']") == "0.9.9 1.0.0 1.2.2");
	CHECK(affected_of(some, "['>1.2.3']") == "0.9.9 1.0.0 1.2.2 1.2.3");
	CHECK(affected_of(some, "['>= 1.2.3, < 2', '>= 2.0.1']") ==
	      "0.9.9 1.0.0 1.2.2 2.0.0");
	CHECK(affected_of(some, "['>= 2']", "['< 1']") ==
	      "1.0.0 1.2.2 1.2.3 1.9.0");
	CHECK(affected_of(some, "['>= 2']", "['<= 1']") == "1.2.2 1.2.3 1.9.0");
	CHECK(affected_of(some, "['>= 2']", "['=1.2']") ==
	      "0.9.9 1.0.0 1.2.2 1.2.3 1.9.0");
	CHECK(affected_of(some, "['^1.2.3']") ==
	      "0.9.9 1.0.0 1.2.2 2.0.0 2.0.1");
	CHECK(affected_of(some, "['1.2.3']") ==
	      affected_of(some, "['^1.2.3']"));
	CHECK(affected_of(some, "['~1.2.2']") ==
	      "0.9.9 1.0.0 1.9.0 2.0.0 2.0.1");
	CHECK(affected_of(some, "['~1']") == "0.9.9 2.0.0 2.0.1");
}

TEST_CASE("a caret of 0 ends where the first number changes")
{
	const std::string some = "0.0.3 0.0.4 0.1.0 0.2.3 0.2.9 0.3.0 1.0.0";

	CHECK(affected_of(some, "['^0']") == "1.0.0");
	CHECK(affected_of(some, "['^0.0']") == "0.1.0 0.2.3 0.2.9 0.3.0 1.0.0");
	CHECK(affected_of(some, "['^0.0.3']") ==
	      "0.0.4 0.1.0 0.2.3 0.2.9 0.3.0 1.0.0");
	CHECK(affected_of(some, "['^0.2.3']") ==
	      "0.0.3 0.0.4 0.1.0 0.3.0 1.0.0");
	CHECK(affected_of(some, "['~0.0.4']") ==
	      "0.0.3 0.1.0 0.2.3 0.2.9 0.3.0 1.0.0");
}

TEST_CASE("a pre-release has its place in semver's order")
{
	const std::string some = "1.0.0-rc.1 1.0.0 1.0.1-a 1.2.3-a 1.2.3 "
				 "2.0.0-0 2.0.0-rc.1 2.0.0";

	CHECK(affected_of(some, "['>= 1.2.3']") ==
	      "1.0.0-rc.1 1.0.0 1.0.1-a 1.2.3-a");
	CHECK(affected_of(some, "['>= 1.2.3-a']") ==
	      "1.0.0-rc.1 1.0.0 1.0.1-a");
	CHECK(affected_of(some, "['> 1.2.3-a, < 2']") ==
	      "1.0.0-rc.1 1.0.0 1.0.1-a 1.2.3-a 2.0.0");
	CHECK(affected_of(some, "['^1.2.3']") ==
	      "1.0.0-rc.1 1.0.0 1.0.1-a 1.2.3-a 2.0.0-0 2.0.0-rc.1 2.0.0");
	CHECK(affected_of(some, "['>= 2']", "['< 1.0.0']") ==
	      "1.0.0 1.0.1-a 1.2.3-a 1.2.3 2.0.0-0 2.0.0-rc.1");
	CHECK(affected_of("1.0.0+a 1.0.1+a", "['> 1.0.0']") == "1.0.0+a");
	CHECK(affected_of("0.9.9 1.0.0+a", "['<= 1.0.0']") == "");
}

TEST_CASE("ranges are refused that RustSec refuses")
{
	check(read_versions,
	      {
		      { "patched = []", "ok A title" },
		      { "patched = ['>= 1', '< 1']", "ok A title" },
		      { "patched = ['>= 1', '<= 1']",
			"9 '<=1' overlaps with another range" },
		      { "patched = ['>= 1']\nunaffected = ['>= 1.2']",
			"10 '>=1.2' overlaps with another range" },
		      { "patched = ['*', '= 1.0.0']",
			"9 '=1.0.0' overlaps with another range" },
		      { "patched = ['1.*']", "9 a wildcard in '1.*'" },
		      { "patched = ['> 1, > 2']",
			"9 two bounds at one end in '>1, >2'" },
		      { "patched = ['> 1, < 2, < 3']",
			"9 two bounds at one end in '>1, <2, <3'" },
		      { "patched = ['^1, < 2']",
			"9 '=', '^' or '~' beside another in '^1, <2'" },
		      { "patched = ['> 2, < 1']",
			"9 no version is in '>2, <1'" },
		      { "patched = ['>= 1, < 1']",
			"9 no version is in '>=1, <1'" },
		      { "patched = ['>= 1, <= 1']", "ok A title" },
		      { "patched = ['^18446744073709551615']",
			"9 no version is greater in '^18446744073709551615'" },
		      { "patched = ['one']",
			"9 expected a number for the major version, "
			"found 'o' in requirement 'one'" },
		      { "unaffected = []", "0 it has no 'versions.patched'" },
		      { "patched = '1'", "9 'patched' is no list" },
		      { "patched = [1]", "9 'patched' has what is no string" },
	      });
	std::string many = "patched = [";
	for (size_t i = 0; i <= 256; i++)
		many += str("'=", i, ".0.0',");
	CHECK(read_versions(many + "]") ==
	      "9 it has more than 256 ranges of versions");
	many = "patched = [";
	for (size_t i = 0; i < 256; i++)
		many += str("'=", i, ".0.0',");
	CHECK(read_versions(many + "]") == "ok A title");
}

TEST_CASE("what is no advisory is refused")
{
	const std::string good = advisory("", "patched = []");

	check(read,
	      {
		      { good, "ok A title" },
		      { replace_all(good, "\n", "\r\n"), "ok A title" },
		      { replace_all(good, "[advisory]\n", ""), "ok A title" },
		      { replace_all(good, "# A title", "## A title"),
			"0 there is no heading behind its TOML" },
		      { replace_all(good, "# A title", "Words\n# A title"),
			"0 there is no heading behind its TOML" },
		      { good.substr(0, good.find("\n# A")),
			"0 there is no heading behind its TOML" },
		      { replace_all(good, "\n```", ""),
			"0 its TOML has no end" },
		      { replace_all(good, "```toml", "+++"),
			"0 it does not begin with '```toml'" },
		      { "", "0 it does not begin with '```toml'" },
		      { good + "\xff", "0 it is not UTF-8" },
		      { replace_all(good, "RUSTSEC-2001", "RUSTSEC-2002"),
			"0 the file of 'RUSTSEC-2002-0001' would be "
			"'RUSTSEC-2002-0001.md'" },
		      { replace_all(good, "\"demo\"", "\"other\""),
			"0 its 'package' is not 'demo'" },
		      { replace_all(good, "id =", "ident ="),
			"0 it has no 'id'" },
		      { replace_all(good, "\"demo\"", "7"),
			"4 'package' is no string" },
		      { advisory("url = []", "patched = []"),
			"5 'url' is no string" },
		      { advisory("", "patched = []", "os = 'windows'"),
			"7 'os' is no list" },
		      { advisory("", "patched = []", "functions = 'f'"),
			"7 'functions' is no table" },
		      { advisory("", "patched = []", "functions = {f = '1'}"),
			"7 'f' is no list" },
		      { advisory("", "patched = []", "functions = {f = ['']}"),
			"7 expected a number for the major version, "
			"found the end in requirement ''" },
	      });
	CHECK(read(advisory("x", "patched = []")).starts_with("5 "));
	CHECK(read(advisory(str("x = ", std::string(5000, '[')),
			    "patched = []"))
		      .starts_with("5 "));
}

TEST_CASE("an advisory weighs what it is")
{
	const std::string end = "no version is patched: leave the crate out, "
				"or look at it and answer for it by a waiver";
	const std::string begin = "dir/Cargo.toml ";
	const std::string middle = " RUSTSEC-2001-0001: A title; ";

	CHECK(said_of("") == str(begin, "error", middle, "; ", end));
	CHECK(said_of("url = 'https://example.org'") ==
	      str(begin, "error", middle, "https://example.org; ", end));
	for (const auto &[kind, weight] : { std::pair("unsound", "error"),
					    { "unmaintained", "warning" },
					    { "notice", "warning" },
					    { "new", "warning" } })
		CHECK(said_of(str("informational = '", kind, "'")) ==
		      str(begin, weight, middle, "it is of the kind '", kind,
			  "'; ", end));
	CHECK(said_of("withdrawn = '2001-01-01'") == "nothing");
	CHECK(said(advisory("", "patched = ['> 1', '^0.9']"), {}) ==
	      str(begin, "error", middle,
		  "; take a version that is patched: >1 or ^0.9"));
	CHECK(said(advisory("", "patched = ['>= 1']"), {}) == "nothing");
}

TEST_CASE("an advisory may be of other systems and of functions")
{
	const auto context = [](const std::string &affected) {
		const std::string all = said_of("", affected);
		const size_t at = all.find("title; ") + 7;
		return str(all.substr(15, all.find(' ', 15) - 15), "; ",
			   all.substr(at, all.find("; no ver") - at));
	};
	CHECK(context("arch = ['x86', 'x86_64']") == "error; ");
	CHECK(context("arch = ['aarch64']") == "error; ");
	CHECK(context("arch = ['x86', 'arm']") ==
	      "note; it is only about the arch 'x86', 'arm', which this is not "
	      "for");
	CHECK(context("arch = []\nos = []") == "error; ");
	CHECK(context("os = ['linux', 'windows']") ==
	      "note; it is only about the os 'linux', 'windows', which this is "
	      "not for");
	CHECK(context("os = ['none']") == "error; ");
	CHECK(context("[affected.functions]\n'demo::a' = ['< 2']") ==
	      "error; it is about demo::a");
	CHECK(context("functions = {'a' = ['< 1', '> 2'], 'b' = ['~1', '> 2'], "
		      "'c' = ['< 1']}") == "error; it is about b");
	CHECK(context("functions = {'a' = ['< 1']}") == "error; ");
	CHECK(context("functions = {'a' = [], 'b' = [], 'c' = [], 'd' = []}") ==
	      "error; it is about a, b, c and 1 more");
}
