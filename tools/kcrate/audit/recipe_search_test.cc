// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/recipe_search.h"

#include "base/str.h"
#include "testing/crates.h"

using namespace kcrate;

namespace {

/* A crate alone whose source asks for what @ask asks for. */
struct Alone {
	CargoToml cargo;
	Tree files = { { "src/lib.rs", File() } };
	std::function<bool(const CfgSet &)> is_bad;
	TrialMemo memo;
	size_t faults = 1; /* where it is bad */
	size_t audits = 0;

	Alone(const std::string &features,
	      std::function<bool(const CfgSet &)> is_bad)
		: cargo(cargo_of("demo", str("[features]\n", features))),
		  is_bad(std::move(is_bad))
	{}

	CrateAudit audit(const AuditedCrate &crate)
	{
		CfgSet cfgs = crate.cfgs().front();
		CrateAudit out;

		audits++;
		cfgs.tell(out.answers.emplace_back());
		if (is_bad(cfgs))
			out.findings.assign(faults,
					    Diag(Id::compile_error, "no"));
		return out;
	}

	/* With @asked: the features it is best with, and how often it was
	 * audited for that. */
	std::string search(const std::set<std::string> &asked)
	{
		AuditedCrate crate = {};
		crate.cargo = &cargo;
		crate.files = &files;
		crate.target = Target::kernel;
		crate.features = crate.asked = asked;
		crate.is_wanted = true;
		crate.kernels.emplace_back();
		const std::vector<AuditedCrate> crates = { crate };
		const std::vector<CrateAudit> known = { audit(crate) };
		const TrialWays ways = {
			[&](const AuditedCrate &one, AuditDepth, TokenStore &) {
				return audit(one);
			},
			[](size_t, const std::set<std::string> &)
				-> std::optional<std::vector<AuditedCrate>> {
				return {};
			},
			memo,
		};
		JudgingOrder order(crates, 0);
		const TrialNeeds needs(crates, known, ways, order);
		audits = 0;
		const Mended mended = mend({ crates, known, needs, ways }, 0);
		const auto &features = mended.recipe.features;
		return str(audits, ": ",
			   features ? str("[",
					  join({ features->begin(),
						 features->end() },
					       " "),
					  "]")
				    : "as it is",
			   work_of(mended.audit) ? ", bad" : "");
	}
};

bool has(const CfgSet &cfgs, std::string_view feature)
{
	return cfgs.lookup("feature", feature) == Truth::yes;
}

} /* namespace */

TEST_CASE("features that do no harm stay, and no question is asked twice")
{
	Alone crate("a = []\nb = []\nstd = []\n",
		    [](const CfgSet &cfgs) { return has(cfgs, "std"); });

	/* Without any; a, b and both say the same to what was asked. */
	CHECK(crate.search({ "a", "b", "std" }) == "1: [a b]");
	CHECK(crate.search({ "a", "b" }) == "0: as it is");
}

TEST_CASE("an audit with very many findings is not kept")
{
	Alone crate("a = []\nb = []\nstd = []\n",
		    [](const CfgSet &cfgs) { return has(cfgs, "std"); });

	/* As it is, with std, is audited once more. */
	crate.faults = 100000;
	CHECK(crate.search({ "a", "b", "std" }) == "2: [a b]");
}

TEST_CASE("another question is another audit")
{
	Alone crate("a = []\nb = []\nstd = []\n", [](const CfgSet &cfgs) {
		return has(cfgs, "std") || (has(cfgs, "a") && has(cfgs, "b"));
	});

	/* Without any, with a, with both. */
	CHECK(crate.search({ "a", "b", "std" }) == "3: [a]");
}

TEST_CASE("a feature that was not asked for may be what is lacking")
{
	Alone crate("libm = []\nother = []\n",
		    [](const CfgSet &cfgs) { return !has(cfgs, "libm"); });

	CHECK(crate.search({}) == "1: [libm]");
}

TEST_CASE("where nothing helps, it stays as it is")
{
	Alone crate("a = []\nb = []\n", [](const CfgSet &) { return true; });

	CHECK(crate.search({ "a" }) == "0: as it is, bad");
}
