// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/recipe_search.h"

#include <algorithm>
#include <utility>

#include "audit/build_script.h"
#include "audit/cfg_names.h"
#include "audit/feature_sets.h"
#include "audit/unit_cfgs.h"
#include "base/str.h"
#include "spdx/names.h"

namespace kcrate {

namespace {

/* So many cfgs of a crate are tried, and so many features. */
constexpr size_t most_trials = 16;

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

bool is_of_licence(const Diag &diag)
{
	return diag.id == Id::bad_licence ||
	       diag.id == Id::licence_not_accepted;
}

bool is_of_items(const Diag &diag)
{
	return diag.id == Id::item_missing;
}

bool is_of_script(const Diag &diag)
{
	return diag.id == Id::build_script;
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
	Search(const TrialWays &ways, const AuditedCrate &crate,
	       const CrateAudit &known)
		: ways(ways), known(known), best{ crate, known, {}, {} }
	{}

	/* What can be done without leave. */
	void run_alone();
	/* All, for a crate at @at of @all. */
	void run(const SearchWorld &all, size_t at);

	Mended take_best() { return std::move(best); }

private:
	Needs known_needs(const AuditedCrate &crate) const;
	Cost cost() const { return cost_of(best.audit, best.needs); }
	CrateAudit audit_again(const AuditedCrate &crate);
	/* What a change has settled that is not of the source. */
	void forget(bool (*is)(const Diag &))
	{
		std::erase_if(best.audit.findings, is);
	}
	bool is_alike(const AuditedCrate &changed) const;
	CrateAudit audit_of(const AuditedCrate &changed);
	void judge_needs(const std::optional<WouldNeed> &would, Step &next);
	Tried take_features(const AuditedCrate &from,
			    const std::set<std::string> &asked,
			    const Cost &below);
	void confirm();
	void try_licence();
	void try_script();
	void try_features();
	void try_more();
	void try_other_features();
	void try_cfgs();

	const TrialWays &ways;
	const SearchWorld *world = nullptr;
	size_t index = 0;
	const CrateAudit &known; /* of the crate as it is */
	TokenStore tokens;
	Mended best;
	/* What it needs then, where that was resolved anew. */
	std::vector<Offering> offerings;
};

/* Of what @crate needs as it was judged. */
Needs Search::known_needs(const AuditedCrate &crate) const
{
	Needs out;

	for (const size_t need : crate.needs) {
		const AuditedCrate &other = world->crates[need];
		const CrateAudit &audit = world->audits[need];
		if (!is_good(audit.verdict)) {
			out.bad++;
			out.name = name_of(other);
		}
		if (other.target == Target::kernel)
			out.grade = std::max(out.grade, audit.grade);
	}
	return out;
}

/* Of findings that a trial does not look for, those that stay. */
bool stays(const Diag &diag, const AuditedCrate &changed)
{
	switch (diag.id) {
	case Id::bad_licence:
	case Id::licence_not_accepted:
		return !changed.licences.judged;
	case Id::advisory:
	case Id::budget_exceeded:
	case Id::file_modified:
	case Id::file_unreadable:
	case Id::float_debug:
	case Id::item_missing:
	case Id::licence_deprecated:
	case Id::licence_header_differs:
	case Id::licence_text_differs:
	case Id::licence_text_missing:
	case Id::licence_text_unknown:
	case Id::panic_possible:
	case Id::recursion:
	case Id::safety_comment_missing:
	case Id::stack_large:
	case Id::unsafe_code:
		return true;
	default:
		return diag.evidence == Evidence::compiler_only;
	}
}

CrateAudit Search::audit_again(const AuditedCrate &crate)
{
	CrateAudit out = ways.audit(crate, AuditDepth::trial, tokens);

	for (const Diag &diag : known.findings)
		if (stays(diag, crate))
			out.findings.push_back(diag);
	return out;
}

/* Whether the source is the same for @changed, which may have other features.
 */
bool Search::is_alike(const AuditedCrate &changed) const
{
	const std::set<std::string> &had = best.crate.features;
	std::vector<std::string> other;

	std::set_symmetric_difference(
		had.begin(), had.end(), changed.features.begin(),
		changed.features.end(), std::back_inserter(other));
	return changed.stated.cfgs.size() == best.crate.stated.cfgs.size() &&
	       std::none_of(other.begin(), other.end(),
			    [&](const std::string &feature) {
				    return is_feature_asked_for(feature,
								*changed.files);
			    });
}

CrateAudit Search::audit_of(const AuditedCrate &changed)
{
	return is_alike(changed) ? best.audit : audit_again(changed);
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
	auto [changed, brings] = with_features(from, asked, world->crates);
	Step next = { changed, audit_of(changed), brings, {}, {} };

	/* However good what it needs would be. */
	if (!(cost_of(next.audit, {}) < below))
		return {};
	const std::optional<WouldNeed> would = world->needs.of(index, asked);
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
	names.uses = ways.audit(best.crate, AuditDepth::grade, tokens).uses;
	judge_offerings(best.crate, offerings, names);
	forget(is_of_items);
	best.audit.own = std::max(best.audit.own, names.own);
	for (Diag &diag : names.findings)
		best.audit.findings.push_back(std::move(diag));
}

void Search::try_licence()
{
	const Result<LaxLicence> lax =
		parse_licence_lax(best.crate.cargo->license);

	if (best.crate.licences.judged || !lax)
		return;
	const std::vector<std::string> drop =
		untaggable_arms(lax.value().licence);
	std::vector<std::string> unused;
	if (drop.empty())
		return;
	const Licence chosen = drop_arms(lax.value().licence, drop, unused);
	if (!kernel_tag(chosen))
		return;
	best.recipe.licence_drop = drop;
	best.crate.licences.judged = to_string(chosen);
	forget(is_of_licence);
}

/* Adds @effect, which a kernel's compiler gets, to what is stated. */
void state(const ScriptEffect &effect, Mended &best)
{
	if (effect.variable.empty()) {
		best.recipe.cfgs.push_back(effect.cfg);
		best.crate.stated.cfgs.push_back(effect.cfg);
		return;
	}
	best.recipe.envs[effect.variable] = effect.value;
	best.crate.stated.envs[effect.variable] = effect.value;
}

void Search::try_script()
{
	const std::optional<BuildScript> script =
		best.crate.stated.build_script
			? std::nullopt
			: build_script_of(
				  *best.crate.cargo, *best.crate.files,
				  unit_cfgs(best.crate.features, {},
					    best.crate.kernels.front()));
	std::vector<std::string> open;

	if (!script)
		return;
	for (const ScriptEffect &effect : script->effects)
		if (effect.truth == Truth::yes)
			state(effect, best);
		else if (effect.truth == Truth::maybe)
			open.push_back(str(effect.variable.empty()
						   ? effect.cfg.text()
						   : effect.variable,
					   ": see ", effect.where.file, ":",
					   effect.where.line));
	if (script->other_cfgs)
		open.emplace_back("cfgs whose names are made when the build "
				  "script runs");
	/* One that does nothing itself may have others do it. */
	const bool does_all =
		script->kind == ScriptKind::table ||
		(script->kind == ScriptKind::idle && !script->may_do_more);
	if (does_all && open.empty()) {
		best.recipe.build_script = str("it ", words_for(script->kind));
		best.crate.stated.build_script = true;
	} else {
		open.insert(open.begin(),
			    str("build-script: {why: …}, when it is known what "
				"it does: it ",
				words_for(script->kind)));
	}
	best.recipe.open = std::move(open);
	if (!best.recipe.cfgs.empty() || !best.recipe.envs.empty())
		best.audit = audit_again(best.crate);
	else if (best.crate.stated.build_script)
		forget(is_of_script);
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

void Search::run_alone()
{
	try_licence();
	try_script();
}

void Search::run(const SearchWorld &all, size_t at)
{
	world = &all;
	index = at;
	best.needs = known_needs(best.crate);
	run_alone();
	if (!best.crate.is_wanted)
		return;
	if (!cost().is_nothing())
		try_other_features();
	if (!cost().is_nothing())
		try_cfgs();
}

} /* namespace */

Mended mend(const SearchWorld &world, size_t index)
{
	Search search(world.ways, world.crates[index], world.audits[index]);

	search.run(world, index);
	return search.take_best();
}

CrateAudit mend_alone(const TrialWays &ways, const AuditedCrate &crate,
		      const CrateAudit &found)
{
	Search search(ways, crate, found);

	search.run_alone();
	return search.take_best().audit;
}

bool is_work(const Diag &diag)
{
	const Severity severity = severity_of(diag);

	if (diag.conditional || diag.evidence == Evidence::refuted)
		return false;
	/* What would not compile, or not link, though nothing is wrong in it.
	 */
	const bool is_needed = diag.id == Id::infallible_allocation ||
			       diag.id == Id::wide_arithmetic;
	return severity == Severity::error ||
	       (severity == Severity::warning && is_needed);
}

size_t work_of(const CrateAudit &audit)
{
	return static_cast<size_t>(std::count_if(
		audit.findings.begin(), audit.findings.end(), is_work));
}

} /* namespace kcrate */
