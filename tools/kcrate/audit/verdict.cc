// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/verdict.h"

#include <algorithm>
#include <map>
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

/* What no manifest and hardly any edit can mend. */
bool is_final(const Diag &diag)
{
	return diag.id == Id::native_library ||
	       diag.id == Id::licence_not_accepted;
}

size_t work_of(const CrateAudit &audit)
{
	return static_cast<size_t>(std::count_if(
		audit.findings.begin(), audit.findings.end(), is_work));
}

bool uses_std(const CrateAudit &audit)
{
	return std::any_of(audit.findings.begin(), audit.findings.end(),
			   [](const Diag &diag) {
				   return diag.id == Id::std_used &&
					  is_work(diag);
			   });
}

bool is_good(Verdict verdict)
{
	return verdict <= Verdict::with_recipe;
}

/* "2 float-formatting, 1 std-used", in the order of the ids. */
std::string summary(const CrateAudit &audit)
{
	std::map<Id, size_t> counts;
	std::vector<std::string> out;

	for (const Diag &diag : audit.findings)
		if (is_work(diag))
			counts[diag.id]++;
	out.reserve(counts.size());
	for (const auto &[id, count] : counts)
		out.push_back(str(count, " ", name_of(id)));
	return join(out, ", ");
}

std::string name_of_crate(const AuditedCrate &crate)
{
	return str(crate.cargo->name, " ", crate.cargo->version_text);
}

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

/* One crate on its way to a verdict: as it is, or with a recipe so far. */
class Judge {
public:
	Judge(const std::vector<AuditedCrate> &crates, const AuditAgain &again,
	      std::vector<CrateAudit> &audits, size_t index)
		: crates(crates),
		  again(again),
		  audits(audits),
		  own(audits[index]),
		  crate(crates[index]),
		  audit(audits[index])
	{}

	void run();

private:
	Cost cost(const AuditedCrate &changed, const CrateAudit &found) const;
	CrateAudit audit_again(const AuditedCrate &changed) const;
	bool take(AuditedCrate changed, const Cost &limit);
	bool take_features(const AuditedCrate &from,
			   const std::set<std::string> &asked,
			   const Cost &limit);
	bool is_better(const Cost &than) const
	{
		return cost(crate, audit) < than;
	}
	void try_licence();
	void try_script();
	void try_features();
	void try_more();
	void try_cfgs();
	void decide();
	const Diag *final_finding() const;

	const std::vector<AuditedCrate> &crates;
	const AuditAgain &again;
	std::vector<CrateAudit> &audits;
	CrateAudit &own;    /* its audit, which gets the verdict */
	AuditedCrate crate; /* with what the recipe says */
	CrateAudit audit;   /* of that */
	Recipe recipe;
};

Cost Judge::cost(const AuditedCrate &changed, const CrateAudit &found) const
{
	Cost out = { found.own, work_of(found) };

	for (const size_t need : changed.needs) {
		out.work += !is_good(audits[need].verdict);
		if (crates[need].target == Target::kernel)
			out.grade = std::max(out.grade, audits[need].grade);
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
	case Id::budget_exceeded:
	case Id::item_missing:
	case Id::licence_header_differs:
	case Id::licence_text_differs:
		return true;
	default:
		return diag.evidence == Evidence::compiler_only;
	}
}

CrateAudit Judge::audit_again(const AuditedCrate &changed) const
{
	CrateAudit out = again(changed);

	for (const Diag &diag : own.findings)
		if (stays(diag, changed))
			out.findings.push_back(diag);
	return out;
}

/* Goes on with @changed if it costs no more than @limit. */
bool Judge::take(AuditedCrate changed, const Cost &limit)
{
	CrateAudit found = audit_again(changed);

	if (limit < cost(changed, found))
		return false;
	crate = std::move(changed);
	audit = std::move(found);
	return true;
}

/* Goes on with @asked of the features of @from if that costs no more. */
bool Judge::take_features(const AuditedCrate &from,
			  const std::set<std::string> &asked, const Cost &limit)
{
	bool lacking = false;
	AuditedCrate changed = with_features(from, asked, crates, lacking);

	return !lacking && take(std::move(changed), limit);
}

/* "rustc >= 1.88" as a manifest has it. */
CfgFlag flag_of(const ScriptEffect &effect)
{
	const size_t equals = effect.text.find('=');
	CfgFlag out;

	out.key = effect.text.substr(0, equals);
	if (equals != effect.text.npos)
		out.value = trim(effect.text.substr(equals + 1));
	if (out.value && out.value->size() > 1)
		out.value = out.value->substr(1, out.value->size() - 2);
	const std::vector<std::string_view> words = split(effect.when, ' ');
	if (words.size() == 3) {
		out.when_op = words[1];
		out.rustc = 100000 +
			    100 * static_cast<unsigned int>(std::stoul(
					  std::string(words[2].substr(2))));
	}
	return out;
}

/* Without the arms of its licence that cannot be tagged. */
void Judge::try_licence()
{
	const Result<LaxLicence> lax = parse_licence_lax(crate.cargo->license);

	if (crate.licences.judged || !lax)
		return;
	const std::vector<std::string> drop =
		untaggable_arms(lax.value().licence);
	std::vector<std::string> unused;
	if (drop.empty())
		return;
	const Licence chosen = drop_arms(lax.value().licence, drop, unused);
	if (!kernel_tag(chosen))
		return;
	recipe.licence_drop = drop;
	crate.licences.judged = to_string(chosen);
	audit = audit_again(crate);
}

void Judge::try_script()
{
	const auto file = crate.files->find(crate.cargo->build);
	AuditedCrate changed = crate;

	if (crate.stated.build_script || file == crate.files->end())
		return;
	const Result<TokenFile> tokens =
		lex({ crate.cargo->build, file->second.bytes() });
	if (!tokens)
		return;
	const BuildScript script = read_build_script(
		tokens.value(),
		unit_cfgs(crate.features, {}, crate.kernels.front()));
	/* One that does nothing itself may have others do it. */
	const bool is_helped = std::any_of(
		crate.cargo->dependencies.begin(),
		crate.cargo->dependencies.end(), [](const Dependency &dep) {
			return dep.kind == DepKind::build;
		});
	bool is_known = !script.other_cfgs &&
			(script.kind == ScriptKind::table ||
			 (script.kind == ScriptKind::idle && !is_helped));
	for (const ScriptEffect &effect : script.effects) {
		if (effect.truth == Truth::no)
			continue;
		if (effect.truth == Truth::maybe) {
			is_known = false;
			recipe.open.push_back(str(effect.text, ": see ",
						  effect.where.file, ":",
						  effect.where.line));
		} else if (effect.kind == ScriptEffect::Kind::env) {
			recipe.envs.push_back(effect.text);
			changed.stated.envs.emplace(
				effect.text.substr(0, effect.text.find('=')),
				"");
		} else {
			changed.stated.cfgs.push_back(flag_of(effect));
			recipe.cfgs.push_back(flag_of(effect));
		}
	}
	if (script.other_cfgs)
		recipe.open.emplace_back("cfgs whose names are made when the "
					 "build script runs");
	if (!is_known) {
		recipe.open.insert(recipe.open.begin(),
				   str("build-script: {why: …}, when it is "
				       "known what it does: it ",
				       words_for(script.kind)));
		return;
	}
	recipe.build_script = str("it ", words_for(script.kind));
	changed.stated.build_script = true;
	crate = std::move(changed);
	audit = audit_again(crate);
}

/* With none of the features asked for, then with each that costs nothing. */
void Judge::try_features()
{
	const Cost before = cost(crate, audit);
	const AuditedCrate whole = crate;
	const CrateAudit of_whole = audit;
	std::set<std::string> kept;

	if (whole.asked.empty() || !take_features(whole, {}, before))
		return;
	if (!is_better(before)) {
		crate = whole;
		audit = of_whole;
		return;
	}
	const Cost least = cost(crate, audit);
	for (const std::string &feature : whole.asked) {
		std::set<std::string> more = kept;
		more.insert(feature);
		if (take_features(whole, more, least))
			kept = std::move(more);
	}
	recipe.features = kept;
}

/* With one more.  Nothing is known of crates that it would bring along. */
void Judge::try_more()
{
	const Result<FeatureMap> map = feature_map(*crate.cargo);
	size_t trials = 0;

	if (!map)
		return;
	for (const auto &[feature, values] : map.value()) {
		const Cost before = cost(crate, audit);
		if (before.is_nothing() || trials++ > most_trials)
			return;
		if (crate.features.count(feature))
			continue;
		std::set<std::string> more = crate.asked;
		more.insert(feature);
		bool lacking = false;
		AuditedCrate changed =
			with_features(crate, more, crates, lacking);
		CrateAudit found = audit_again(changed);
		if (!(cost(changed, found) < before))
			continue;
		if (lacking) {
			recipe.open.push_back(str("the feature ", feature,
						  " may do, and brings other "
						  "crates along"));
			continue;
		}
		crate = std::move(changed);
		audit = std::move(found);
		recipe.features = std::move(more);
	}
}

void Judge::try_cfgs()
{
	size_t trials = 0;

	if (crate.target == Target::host)
		return;
	for (const std::string &name : own_cfgs(*crate.files)) {
		const Cost before = cost(crate, audit);
		const AuditedCrate without = crate;
		const CrateAudit of_without = audit;
		if (before.is_nothing() || ++trials > most_trials)
			return;
		AuditedCrate changed = crate;
		CfgFlag flag;
		flag.key = name;
		changed.stated.cfgs.push_back(flag);
		if (!take(std::move(changed), before))
			continue;
		if (is_better(before)) {
			recipe.cfgs.push_back(flag);
			continue;
		}
		crate = without;
		audit = of_without;
	}
}

const Diag *Judge::final_finding() const
{
	for (const Diag &diag : audit.findings)
		if (is_work(diag) && is_final(diag))
			return &diag;
	return nullptr;
}

void Judge::decide()
{
	const bool is_changed = !recipe.is_empty();
	own.verdict = is_changed ? Verdict::with_recipe : Verdict::ready;
	own.reason.clear();
	for (const size_t need : crate.needs)
		if (!is_good(audits[need].verdict)) {
			own.verdict = Verdict::needs_work;
			own.reason =
				str("it needs ", name_of_crate(crates[need]));
		}
	if (work_of(audit) > 0) {
		own.verdict = Verdict::needs_work;
		own.reason = summary(audit);
	}
	/* Fewer features and others were tried. */
	if (uses_std(audit) && crate.features.empty() && recipe.open.empty()) {
		own.verdict = Verdict::unsuitable;
		own.reason = "it stands on std with no feature on";
	}
	if (const Diag *const last = final_finding()) {
		own.verdict = Verdict::unsuitable;
		own.reason = last->message;
	}
}

void Judge::run()
{
	try_licence();
	try_script();
	if (crate.is_wanted) {
		if (!cost(crate, audit).is_nothing())
			try_features();
		if (!cost(crate, audit).is_nothing())
			try_more();
		if (!cost(crate, audit).is_nothing())
			try_cfgs();
	}
	decide();
	own.recipe = std::move(recipe);
}

} /* namespace */

std::string_view name_of(Verdict verdict)
{
	constexpr std::string_view names[] = { "ready", "recipe", "needs work",
					       "unsuitable" };

	return names[static_cast<size_t>(verdict)];
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

void judge_crates(const std::vector<AuditedCrate> &crates,
		  const AuditAgain &again, std::vector<CrateAudit> &audits)
{
	for (size_t i = 0; i < crates.size(); i++)
		Judge(crates, again, audits, i).run();
}

} /* namespace kcrate */
