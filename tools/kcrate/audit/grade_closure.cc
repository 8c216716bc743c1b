// SPDX-License-Identifier: GPL-2.0-or-later

/* What crates are with all that they need. */

#include <algorithm>

#include "audit/crate_audit.h"
#include "audit/findings.h"
#include "base/str.h"

namespace kcrate {

namespace {

/* What @crate calls @need; "" where that is not certain. */
std::string extern_name(const AuditedCrate &crate, const CargoToml &need)
{
	std::string name = need.lib_name;

	for (const Dependency &dep : crate.cargo->dependencies)
		if (dep.package == need.name && dep.renamed)
			return {};
	for (const Dependency &dep : crate.cargo->dependencies)
		if (dep.package != need.name && dep.name == name)
			return {};
	return name;
}

/* Whether the crate at @i has proc macros, which may make names for it. */
bool needs_host(const std::vector<AuditedCrate> &crates, size_t i)
{
	return std::any_of(crates[i].needs.begin(), crates[i].needs.end(),
			   [&](size_t need) {
				   return crates[need].target == Target::host;
			   });
}

} /* namespace */

void judge_items(const AuditedCrate &crate, const CargoToml &need,
		 const std::optional<std::set<std::string>> &offers,
		 CrateAudit &audit)
{
	const std::string name = extern_name(crate, need);

	if (!offers)
		return;
	for (const auto &[key, where] : audit.uses) {
		if (key.first != name || offers->count(key.second))
			continue;
		Diag diag =
			Diag(Id::item_missing,
			     str(key.first, " has no ", key.second,
				 ", as it is compiled for a kernel"))
				.at(where)
				.with_help("switch off the feature that asks "
					   "for it, or edit the use out");
		diag.where->file = str(crate.directory, "/", where.file);
		diag.crate = crate.cargo->name;
		audit.findings.push_back(std::move(diag));
		audit.own = audit.grade = Grade::std;
	}
}

void grade_closure(const std::vector<AuditedCrate> &crates, size_t first,
		   std::vector<CrateAudit> &audits)
{
	for (size_t i = first; i < crates.size(); i++) {
		for (const size_t need : crates[i].needs) {
			if (crates[i].target == Target::host ||
			    crates[need].target == Target::host)
				continue;
			if (!needs_host(crates, need))
				judge_items(crates[i], *crates[need].cargo,
					    audits[need].offers, audits[i]);
			if (audits[need].grade <= audits[i].grade)
				continue;
			audits[i].grade = audits[need].grade;
			audits[i].because = need;
		}
		sort_findings(audits[i].findings);
	}
}

} /* namespace kcrate */
