// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/import_audit.h"

#include <algorithm>

#include "cli/audited.h"
#include "io/parallel.h"

namespace kcrate {

namespace {

/* The crates as they would be compiled, in the order of the units. */
std::vector<AuditedCrate> units_of(const Resolved &resolved,
				   const Crates &crates,
				   std::vector<CargoToml> &cargos)
{
	std::map<std::pair<std::string, Target>, size_t> index;
	std::vector<AuditedCrate> out;

	/* They are pointed at. */
	cargos.reserve(resolved.resolution.units.size());
	for (const Unit &unit : resolved.resolution.units) {
		const auto crate = crates.find(unit.package);
		if (crate == crates.end())
			continue;
		cargos.push_back(crate->second.cargo);
		cargos.back().lib_path = crate->second.root;
		AuditedCrate one =
			audited_unit(resolved.manifest, unit, cargos.back(),
				     crate->second.rewritten.files);
		/* judge_build_script() has said what there is to say. */
		one.stated.build_script = true;
		for (const Edge &edge : unit.edges) {
			const auto need =
				index.find({ edge.package, edge.target });
			if (need != index.end())
				one.needs.push_back(need->second);
		}
		index[{ unit.package, unit.target }] = out.size();
		out.push_back(std::move(one));
	}
	return out;
}

/*
 * Whether an import has said it in other words, or at another place.  What the
 * source has of std it has compared with what Cargo.toml may say of it.
 */
bool was_said(const Diag &diag, const std::vector<Diag> &said)
{
	return std::any_of(said.begin(), said.end(), [&](const Diag &other) {
		return other.crate == diag.crate &&
		       (other.id == diag.id ||
			(other.id == Id::library_undeclared &&
			 diag.id == Id::std_used));
	});
}

} /* namespace */

bool is_audited(const Lock *last, const Lock &now)
{
	return last && last->files == now.files &&
	       std::all_of(last->crates.begin(), last->crates.end(),
			   [](const auto &crate) {
				   return crate.second.overridden.empty();
			   });
}

void audit_import(const Resolved &resolved, const Crates &crates,
		  unsigned int jobs, Sink &sink)
{
	std::vector<CargoToml> cargos;
	const std::vector<AuditedCrate> units =
		units_of(resolved, crates, cargos);
	std::vector<CrateAudit> audits(units.size());
	const std::vector<Diag> said = sink.diags;

	parallel_for(units.size(), jobs, [&](size_t i) {
		TokenStore tokens;
		audits[i] =
			audit_crate(units[i], { [] { return nullptr; },
						AuditDepth::grade, tokens });
	});
	grade_closure(units, 0, audits);
	for (CrateAudit &audit : audits)
		for (Diag &diag : audit.findings)
			if (severity_of(diag) == Severity::error &&
			    !diag.conditional && !was_said(diag, said))
				sink.report(std::move(diag));
}

} /* namespace kcrate */
