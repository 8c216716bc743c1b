// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/policy.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

/* Whether @waiver is for @diag of @crate. */
bool is_for(const Waiver &waiver, const Diag &diag, const AuditedCrate &crate)
{
	if (waiver.id != diag.id || waiver.crate != crate.cargo->name)
		return false;
	if (waiver.file.empty())
		return true;
	const std::string path = str(crate.directory, "/", waiver.file);
	if (!diag.where)
		return false;
	const std::string_view file = diag.where->file;
	return file == path || file.starts_with(path + "/");
}

/* Dates as they are written are in order. */
bool is_expired(const Waiver &waiver, std::string_view today)
{
	return !waiver.until.empty() && waiver.until < today;
}

std::string reason_of(const Waiver &waiver)
{
	return str("waived: ", waiver.why,
		   waiver.until.empty() ? "" : str(", until ", waiver.until));
}

} /* namespace */

/* What @crate may have of @what, nothing where all is allowed. */
std::optional<size_t> AppliedPolicy::budget(const AuditedCrate &crate,
					    const std::string &what) const
{
	const auto own = policy.crates.find(crate.cargo->name);

	if (own != policy.crates.end() && own->second.count(what))
		return own->second.at(what);
	const auto all = policy.budgets.find(what);
	return all == policy.budgets.end() ? std::nullopt
					   : std::optional(all->second);
}

void AppliedPolicy::prepare(AuditedCrate &crate) const
{
	if (const std::optional<size_t> most = budget(crate, "stack"))
		crate.frame_warn = *most;
}

void AppliedPolicy::add_exceeded(const AuditedCrate &crate,
				 CrateAudit &audit) const
{
	size_t unsafe = 0, panics = 0;

	for (size_t k = 0; k < site_kinds; k++) {
		const auto kind = static_cast<SiteKind>(k);
		(is_panic(kind) ? panics : unsafe) += audit.counts.of(kind);
	}
	const struct {
		const char *name;
		size_t has;
		std::string_view what;
	} counts[] = {
		{ "lines", audit.counts.lines, "lines of code" },
		{ "unsafe", unsafe, "unsafe places" },
		{ "panics", panics, "places that can panic" },
	};
	for (const auto &[name, has, what] : counts) {
		const std::optional<size_t> most = budget(crate, name);
		if (!most || has <= *most)
			continue;
		Diag diag(Id::budget_exceeded,
			  str(what, ": ", has, ", and the policy allows ",
			      *most));
		diag.crate = crate.cargo->name;
		audit.findings.push_back(
			std::move(diag)
				.at({ crate.directory, 0, 0, 0, {} })
				.with_help(str("switch off what is not "
					       "needed, or allow it under "
					       "'crates' of the policy")));
	}
}

bool AppliedPolicy::waive(const AuditedCrate &crate, Diag &diag) const
{
	for (const Waiver &waiver : policy.waivers) {
		if (!is_for(waiver, diag, crate) || is_expired(waiver, today))
			continue;
		diag.severity = Severity::note;
		diag.context.push_back(reason_of(waiver));
		return true;
	}
	return false;
}

void AppliedPolicy::weigh(const AuditedCrate &crate, CrateAudit &audit) const
{
	add_exceeded(crate, audit);
	for (Diag &diag : audit.findings) {
		const auto severity = policy.severities.find(diag.id);
		if (!waive(crate, diag) && severity != policy.severities.end())
			diag.severity = severity->second;
	}
}

void AppliedPolicy::apply(const AuditedCrate &crate, CrateAudit &audit)
{
	weigh(crate, audit);
	applied_to.insert(crate.cargo->name);
	for (const Diag &diag : audit.findings)
		for (size_t i = 0; i < used.size(); i++)
			used[i] = used[i] ||
				  is_for(policy.waivers[i], diag, crate);
}

void AppliedPolicy::report(bool all, Sink &sink) const
{
	for (size_t i = 0; i < used.size(); i++) {
		const Waiver &waiver = policy.waivers[i];
		const std::string what =
			str("this waiver of ", name_of(waiver.id), " in ",
			    waiver.crate);
		if (used[i] && is_expired(waiver, today))
			sink.report(Diag(Id::waiver_expired,
					 str(what, " was good until ",
					     waiver.until))
					    .at(waiver.where)
					    .with_help("look again, and give "
						       "it another day or "
						       "remove it"));
		if (!used[i] && (all || applied_to.count(waiver.crate)))
			sink.report(Diag(Id::waiver_unused,
					 str(what, " is for nothing"))
					    .at(waiver.where)
					    .with_help("remove it"));
	}
}

} /* namespace kcrate */
