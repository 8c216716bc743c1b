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

bool is_of_licence(const Diag &diag)
{
	return diag.id == Id::bad_licence ||
	       diag.id == Id::licence_not_accepted;
}

bool is_of_script(const Diag &diag)
{
	return diag.id == Id::build_script;
}

/* What is better than what there is so far is gone on with. */
class Search {
public:
	Search(const SearchWorld &world, size_t index)
		: world(world),
		  known(world.audits[index]),
		  best{ world.crates[index], known, {} }
	{}

	Mended run();

private:
	Cost cost(const AuditedCrate &crate, const CrateAudit &audit) const;
	Cost cost() const { return cost(best.crate, best.audit); }
	CrateAudit audit_again(const AuditedCrate &crate);
	/* What a change has settled that is not of the source. */
	void forget(bool (*is)(const Diag &))
	{
		std::erase_if(best.audit.findings, is);
	}
	bool is_alike(const AuditedCrate &changed) const;
	CrateAudit audit_of(const AuditedCrate &changed);
	bool take(AuditedCrate changed, const Cost &below);
	bool take_features(const AuditedCrate &from,
			   const std::set<std::string> &asked,
			   const Cost &below);
	void try_licence();
	void try_script();
	void try_features();
	void try_more();
	void try_cfgs();

	const SearchWorld &world;
	const CrateAudit &known; /* of the crate as it is */
	TokenStore tokens;
	Mended best;
};

Cost Search::cost(const AuditedCrate &crate, const CrateAudit &audit) const
{
	Cost out = { audit.own, work_of(audit) };

	for (const size_t need : crate.needs) {
		out.work += !is_good(world.audits[need].verdict);
		if (world.crates[need].target == Target::kernel)
			out.grade =
				std::max(out.grade, world.audits[need].grade);
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
	CrateAudit out = world.again(crate, tokens);

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

/* Goes on with @changed if it costs less than @below. */
bool Search::take(AuditedCrate changed, const Cost &below)
{
	CrateAudit found = audit_of(changed);

	if (!(cost(changed, found) < below))
		return false;
	best.crate = std::move(changed);
	best.audit = std::move(found);
	return true;
}

/* Goes on with @asked of the features of @from if that costs less. */
bool Search::take_features(const AuditedCrate &from,
			   const std::set<std::string> &asked,
			   const Cost &below)
{
	auto [changed, is_lacking] = with_features(from, asked, world.crates);

	return !is_lacking && take(std::move(changed), below);
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

	if (whole.asked.empty() || !take_features(whole, {}, cost()))
		return;
	const Cost more_than_least = { cost().grade, cost().work + 1 };
	for (const std::string &feature : whole.asked) {
		std::set<std::string> more = kept;
		more.insert(feature);
		if (feature != "default" &&
		    take_features(whole, more, more_than_least))
			kept = std::move(more);
	}
	best.recipe.features = kept;
}

/* With one more.  Nothing is known of crates that it would bring along. */
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
		auto [changed, is_lacking] =
			with_features(best.crate, more, world.crates);
		if (!is_lacking) {
			if (take(std::move(changed), cost()))
				best.recipe.features = std::move(more);
		} else if (cost(changed, audit_of(changed)) < cost()) {
			best.recipe.open.push_back(
				str("the feature ", feature,
				    " may do, and brings other crates along"));
		}
	}
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
		if (take(std::move(changed), cost()))
			best.recipe.cfgs.push_back(flag);
	}
}

Mended Search::run()
{
	try_licence();
	try_script();
	if (best.crate.is_wanted && !cost().is_nothing())
		try_features();
	if (best.crate.is_wanted && !cost().is_nothing())
		try_more();
	if (best.crate.is_wanted && !cost().is_nothing())
		try_cfgs();
	return std::move(best);
}

} /* namespace */

Mended mend(const SearchWorld &world, size_t index)
{
	return Search(world, index).run();
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
