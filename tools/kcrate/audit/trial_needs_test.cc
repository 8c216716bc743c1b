// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/trial_needs.h"

#include "base/str.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

/* Crates that are bad with the feature "bad"; of the audited ones, a needs no
 * other, b needs a, and c, which is looked at, needs b. */
struct World {
	std::vector<CargoToml> cargos;
	std::vector<AuditedCrate> crates;
	std::vector<CrateAudit> audits;
	std::vector<AuditedCrate> would; /* what resolving gives */
	bool is_at_hand = true;
	Tree files;
	TrialMemo memo;
	std::string audited; /* in their order, with how deep */

	World() : cargos(3)
	{
		for (size_t i = 0; i < cargos.size(); i++) {
			cargos[i].name =
				std::string(1, static_cast<char>('a' + i));
			cargos[i].version_text = "1.0.0";
			crates.push_back(unit(i, {}));
			audits.emplace_back();
		}
	}

	/* The crate @i, which needs the one before it. */
	AuditedCrate unit(size_t i, std::set<std::string> features) const
	{
		AuditedCrate out = {};
		out.cargo = &cargos[i];
		out.files = &files;
		out.target = Target::kernel;
		out.features = std::move(features);
		out.kernels.emplace_back();
		if (i)
			out.needs = { i - 1 };
		return out;
	}

	/* What c would need, with what was audited for it. */
	std::string needs()
	{
		const TrialWays ways = {
			[&](const AuditedCrate &crate, AuditDepth depth,
			    TokenStore &) {
				CrateAudit out;
				audited += crate.cargo->name;
				audited +=
					depth == AuditDepth::trial ? "?" : "!";
				if (crate.features.count("bad"))
					out.findings.emplace_back(
						Id::compile_error, "no");
				if (crate.features.count("allocates"))
					out.own = Grade::alloc_fallible;
				return out;
			},
			[&](size_t, const std::set<std::string> &)
				-> std::optional<std::vector<AuditedCrate>> {
				if (!is_at_hand)
					return {};
				return would;
			},
			memo,
		};
		JudgingOrder order(crates, 2);
		const TrialNeeds trial(crates, audits, ways, order);
		audited.clear();
		const std::optional<WouldNeed> out = trial.of(2, {});
		if (!out)
			return "unknown";
		return str(audited, audited.empty() ? "" : " ",
			   out->bad.empty() ? std::string(name_of(out->grade))
					    : out->bad);
	}
};

} /* namespace */

TEST_CASE("what a crate would need is what is known, or is audited once")
{
	World world;

	world.would = { world.unit(0, {}), world.unit(1, {}),
			world.unit(2, {}) };
	CHECK(world.needs() == "core");
	world.would[1].features = { "allocates" };
	CHECK(world.needs() == "b?b! alloc-fallible");
	CHECK(world.needs() == "alloc-fallible");
	/* The same with another need is another. */
	world.would[0].features = { "other" };
	CHECK(world.needs() == "a?a!b?b! alloc-fallible");
	CHECK(world.needs() == "alloc-fallible");
	world.is_at_hand = false;
	CHECK(world.needs() == "unknown");
}

TEST_CASE("nothing is audited beside what is bad")
{
	World world;

	world.would = { world.unit(0, { "bad" }), world.unit(1, { "other" }),
			world.unit(2, {}) };
	CHECK(world.needs() == "a? a 1.0.0");
	CHECK(world.needs() == "a 1.0.0");
	/* Though it comes first, it is not asked where another is known. */
	world.audits[0].verdict = Verdict::needs_work;
	world.would[0] = world.unit(1, { "other" });
	world.would[0].needs = {};
	world.would[1] = world.unit(0, {});
	CHECK(world.needs() == "a 1.0.0");
	/* One with a recipe is good. */
	world.audits[0].verdict = Verdict::with_recipe;
	CHECK(world.needs() == "b?b! core");
}

TEST_CASE("a crate alone may need nothing")
{
	World world;

	world.would = { world.unit(0, {}) };
	CHECK(world.needs() == "core");
}
