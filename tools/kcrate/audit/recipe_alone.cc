// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/recipe_alone.h"

#include <algorithm>

#include "audit/build_script.h"
#include "audit/unit_cfgs.h"
#include "base/str.h"
#include "spdx/names.h"

namespace kcrate {

namespace {

bool is_of_licence(const Diag &diag)
{
	return diag.id == Id::bad_licence ||
	       diag.id == Id::licence_not_accepted;
}

bool is_of_script(const Diag &diag)
{
	return diag.id == Id::build_script;
}

/* What a change has settled that is not of the source. */
void forget(CrateAudit &audit, bool (*is)(const Diag &))
{
	std::erase_if(audit.findings, is);
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

void try_licence(MendedAlone &best)
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
	forget(best.audit, is_of_licence);
}

/* Adds @effect, which a kernel's compiler gets, to what is stated. */
void state(const ScriptEffect &effect, MendedAlone &best)
{
	if (effect.variable.empty()) {
		best.recipe.cfgs.push_back(effect.cfg);
		best.crate.stated.cfgs.push_back(effect.cfg);
		return;
	}
	best.recipe.envs[effect.variable] = effect.value;
	best.crate.stated.envs[effect.variable] = effect.value;
}

void try_script(const AuditAgain &again, const CrateAudit &known,
		TokenStore &tokens, MendedAlone &best)
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
		best.audit = audit_again(again, best.crate, known, tokens);
	else if (best.crate.stated.build_script)
		forget(best.audit, is_of_script);
}

} /* namespace */

MendedAlone mend_alone(const AuditAgain &again, const AuditedCrate &crate,
		       const CrateAudit &known, TokenStore &tokens)
{
	MendedAlone best = { crate, known, {} };

	try_licence(best);
	try_script(again, known, tokens, best);
	return best;
}

CrateAudit audit_again(const AuditAgain &again, const AuditedCrate &crate,
		       const CrateAudit &known, TokenStore &tokens)
{
	CrateAudit out = again(crate, AuditDepth::trial, tokens);

	for (const Diag &diag : known.findings)
		if (stays(diag, crate))
			out.findings.push_back(diag);
	return out;
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
