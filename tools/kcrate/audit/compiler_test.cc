// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/audit.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

/* What a kernel with the compiler @has says of a crate with @toml. */
Strings judged(const std::string &has, const std::string &toml,
	       const std::string &edition = "2021")
{
	CargoToml cargo = cargo_of("demo", toml);
	Sink sink;

	cargo.lib_edition = edition;
	judge_compiler(demo_entry(), cargo, { has, "the kernel" }, sink);
	for (const Diag &diag : sink.diags) {
		CHECK(where(diag) == "crates.yaml:3:3");
		CHECK(diag.crate == "demo");
		CHECK(diag.help == "pin an older version, or use --force where "
				   "the compiler is known to do");
	}
	return findings(sink);
}

} /* namespace */

TEST_CASE("a crate may need the compiler that there is, and no newer one")
{
	const struct {
		std::string has, needs;
		bool met;
	} cases[] = {
		{ "1.85.0", "1.85", true },   { "1.85.0", "1.85.0", true },
		{ "1.85.0", "1.84.9", true }, { "1.85.0", "1.56", true },
		{ "1.85.0", "1", true },      { "1.85.0", "1.85.1", false },
		{ "1.85.0", "1.86", false },  { "1.85.0", "2", false },
		{ "1.100.0", "1.85", true },  { "1.85.0", "1.100", false },
		{ "1.63.0", "1.63.0", true }, { "", "1.999", true },
	};

	for (const auto &c : cases) {
		CAPTURE(c.has);
		CAPTURE(c.needs);
		CHECK(judged(c.has,
			     str("rust-version = \"", c.needs, "\"\n")) ==
		      (c.met ? Strings{}
			     : Strings{ str("msrv-unmet: demo 1.0.0 needs "
					    "rustc ",
					    c.needs, "; the kernel has ",
					    c.has) }));
	}
	CHECK(judged("1.0.0", "", "2015").empty());
}

TEST_CASE("an edition needs the compiler that first knew it")
{
	const struct {
		std::string edition, last, first;
	} cases[] = {
		{ "2018", "1.30.1", "1.31.0" },
		{ "2021", "1.55.0", "1.56.0" },
		{ "2024", "1.84.1", "1.85.0" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.edition);
		CHECK(judged(c.first, "", c.edition).empty());
		CHECK(judged("", "", c.edition).empty());
		CHECK(judged(c.last, "", c.edition) ==
		      Strings{ str("edition-unmet: demo 1.0.0 is of edition ",
				   c.edition, ", which needs rustc ", c.first,
				   "; the kernel has ", c.last) });
	}
	CHECK(judged("1.0.0", "", "2015").empty());
}

TEST_CASE("both can be unmet at once")
{
	CHECK(judged("1.84.0", "rust-version = \"1.85\"\n", "2024").size() ==
	      2);
}
