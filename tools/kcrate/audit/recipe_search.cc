// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/recipe_search.h"

#include <algorithm>
#include <utility>

#include "audit/cfg_names.h"
#include "audit/feature_sets.h"
#include "base/str.h"

namespace kcrate {

namespace {

/* So many cfgs of a crate are tried, and so many features. */
constexpr size_t most_trials = 16;

/* Findings of all trials of a crate that are kept: a source may have so many
 * that keeping them costs more than another trial. */
constexpr size_t most_kept = 50000;

/* What somebody would have to do, for the crate and for what it needs. */
struct Cost {
	Grade grade;
	size_t work;

	bool operator<(const Cost &other) const
	{
		return std::pair(grade, work) <
		       std::pair(other.grade, other.work);
	}
	bool is_nothing() const
	{
		return work == 0 && grade <= Grade::alloc_fallible &&
		       grade != Grade::core_float;
	}
};

Cost cost_of(const CrateAudit &audit, const Needs &needs)
{
	return { std::max(audit.own, needs.grade), work_of(audit) + needs.bad };
}

bool is_of_items(const Diag &diag)
{
	return diag.id == Id::item_missing;
}

/* A crate with other features, its audit and what it needs. */
struct Step {
	AuditedCrate crate;
	CrateAudit audit;
	bool brings = false; /* crates that it did not need */
	Needs needs;
	std::vector<Offering> offerings; /* where that was resolved anew */
};

/* What became of a trial with other features. */
struct Tried {
	bool is_taken = false;
	/* Why it is not, where the crate itself would be better for it, and
	 * brings others along. */
	std::string why_not;
};

/* What is better than what there is so far is gone on with. */
class Search {
public:
	Search(const SearchWorld &world, size_t index)
		: world(world),
		  index(index),
		  known(world.audits[index]),
		  best{ mend_alone(world.ways.audit, world.crates[index], known,
				   tokens),
			{} }
	{
		keep(best.audit);
	}

	Mended run();

private:
	Needs known_needs(const AuditedCrate &crate) const;
	Cost cost() const { return cost_of(best.audit, best.needs); }
	void keep(const CrateAudit &audit);
	CrateAudit audit_of(const AuditedCrate &changed);
	void judge_needs(const std::optional<WouldNeed> &would, Step &next);
	Tried take_features(const AuditedCrate &from,
			    const std::set<std::string> &asked,
			    const Cost &below);
	void confirm();
	void try_features();
	void try_more();
	void try_other_features();
	void try_cfgs();

	const SearchWorld &world;
	size_t index;
	const CrateAudit &known; /* of the crate as it is */
	TokenStore tokens;
	Mended best;
	/* What it needs then, where that was resolved anew. */
	std::vector<Offering> offerings;
	std::vector<CrateAudit> tried;
	size_t kept = 0; /* findings of these */
};

/* Of what @crate needs as it was judged. */
Needs Search::known_needs(const AuditedCrate &crate) const
{
	Needs out;

	for (const size_t need : crate.needs) {
		const AuditedCrate &other = world.crates[need];
		const CrateAudit &audit = world.audits[need];
		if (!is_good(audit.verdict)) {
			out.bad++;
			out.name = name_of(other);
		}
		if (other.target == Target::kernel)
			out.grade = std::max(out.grade, audit.grade);
	}
	return out;
}

void Search::keep(const CrateAudit &audit)
{
	if (kept + audit.findings.size() > most_kept)
		return;
	kept += audit.findings.size();
	tried.push_back(audit);
}

/*
 * Nothing is audited twice: where the configuration of @changed says of all
 * that an earlier audit asked what it was told then, that audit is as this one
 * would be.
 */
CrateAudit Search::audit_of(const AuditedCrate &changed)
{
	const std::vector<CfgSet> cfgs = changed.cfgs();

	for (const CrateAudit &audit : tried)
		if (std::equal(
			    audit.answers.begin(), audit.answers.end(),
			    cfgs.begin(), cfgs.end(),
			    [](const CfgAnswers &answers, const CfgSet &set) {
				    return answers.are_of(set);
			    }))
			return audit;
	CrateAudit found =
		audit_again(world.ways.audit, changed, known, tokens);
	keep(found);
	return found;
}

/*
 * What @next needs with @would, the crates that it would need.  Where these are
 * not known, or not all good, it needs what it needed, as good as that was and
 * no better.
 */
void Search::judge_needs(const std::optional<WouldNeed> &would, Step &next)
{
	if (would && would->features != next.crate.features) {
		next.crate.features = would->features;
		next.audit = audit_of(next.crate);
	}
	if (would && would->bad.empty()) {
		next.needs.grade = would->grade;
		next.offerings = would->offerings;
		return;
	}
	next.needs = known_needs(next.crate);
	if (would && !next.needs.bad && !next.brings)
		next.needs = { Grade::std, 1, would->bad };
}

/* Goes on with @asked of the features of @from if that costs less than @below.
 */
Tried Search::take_features(const AuditedCrate &from,
			    const std::set<std::string> &asked,
			    const Cost &below)
{
	auto [changed, brings] = with_features(from, asked, world.crates);
	Step next = { changed, audit_of(changed), brings, {}, {} };

	/* However good what it needs would be. */
	if (!(cost_of(next.audit, {}) < below))
		return {};
	const std::optional<WouldNeed> would = world.needs.of(index, asked);
	judge_needs(would, next);
	if (!(cost_of(next.audit, next.needs) < below))
		return {};
	if (brings && !would)
		return { false, "brings other crates along" };
	if (brings && !would->bad.empty())
		return { false,
			 str("needs ", would->bad, ", which is not ready") };
	best.crate = std::move(next.crate);
	best.audit = std::move(next.audit);
	best.needs = std::move(next.needs);
	offerings = std::move(next.offerings);
	return { true, {} };
}

/* Looks whether what is left has all that the crate uses of it. */
void Search::confirm()
{
	CrateAudit names;

	if (offerings.empty() || best.crate.target == Target::host)
		return;
	names.uses =
		world.ways.audit(best.crate, AuditDepth::grade, tokens).uses;
	judge_offerings(best.crate, offerings, names);
	std::erase_if(best.audit.findings, is_of_items);
	best.audit.own = std::max(best.audit.own, names.own);
	for (Diag &diag : names.findings)
		best.audit.findings.push_back(std::move(diag));
}

/* With none of the features asked for, then with each that costs nothing. */
void Search::try_features()
{
	const AuditedCrate whole = best.crate;
	std::set<std::string> kept;

	if (whole.asked.empty() || !take_features(whole, {}, cost()).is_taken)
		return;
	const Cost more_than_least = { cost().grade, cost().work + 1 };
	for (const std::string &feature : whole.asked) {
		std::set<std::string> more = kept;
		more.insert(feature);
		if (feature != "default" &&
		    take_features(whole, more, more_than_least).is_taken)
			kept = std::move(more);
	}
	best.recipe.features = kept;
}

/* With one more, which may bring other crates along. */
void Search::try_more()
{
	const Result<FeatureMap> map = feature_map(*best.crate.cargo);
	size_t trials = 0;

	if (!map)
		return;
	for (const auto &[feature, values] : map.value()) {
		if (cost().is_nothing() || trials == most_trials)
			return;
		if (best.crate.features.count(feature) || feature == "default")
			continue;
		trials++;
		std::set<std::string> more = best.crate.asked;
		more.insert(feature);
		const Tried tried = take_features(best.crate, more, cost());
		if (tried.is_taken)
			best.recipe.features = std::move(more);
		else if (!tried.why_not.empty())
			best.recipe.open.push_back(str("the feature ", feature,
						       " may do, and ",
						       tried.why_not));
	}
}

void Search::try_other_features()
{
	const Mended before = best;

	try_features();
	if (!cost().is_nothing())
		try_more();
	if (!best.recipe.features)
		return;
	confirm();
	if (!(cost() < cost_of(before.audit, before.needs)))
		best = before;
}

void Search::try_cfgs()
{
	size_t trials = 0;

	if (best.crate.target == Target::host)
		return;
	for (const std::string &name :
	     own_cfgs(*best.crate.files, best.crate.kernels.front(), tokens)) {
		if (cost().is_nothing() || trials++ == most_trials)
			return;
		AuditedCrate changed = best.crate;
		CfgFlag flag;
		flag.key = name;
		changed.stated.cfgs.push_back(flag);
		CrateAudit found = audit_of(changed);
		if (!(cost_of(found, best.needs) < cost()))
			continue;
		best.crate = std::move(changed);
		best.audit = std::move(found);
		best.recipe.cfgs.push_back(flag);
	}
}

Mended Search::run()
{
	best.needs = known_needs(best.crate);
	if (best.crate.is_wanted && !cost().is_nothing())
		try_other_features();
	if (best.crate.is_wanted && !cost().is_nothing())
		try_cfgs();
	return std::move(best);
}

} /* namespace */

Mended mend(const SearchWorld &world, size_t index)
{
	return Search(world, index).run();
}

} /* namespace kcrate */
