// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/import_audit.h"

#include <algorithm>

#include "audit/crate_audit.h"
#include "io/parallel.h"
#include "resolve/targets.h"

namespace kcrate {

namespace {

/* Whether @lock has @unit of @crate as it is now. */
bool is_known(const Lock *lock, const Unit &unit, const Crate &crate)
{
	if (!lock)
		return false;
	const auto old = lock->crates.find(unit.package);
	if (old == lock->crates.end() || !old->second.overridden.empty() ||
	    old->second.stages.patched != crate.locked.stages.patched)
		return false;
	const auto target =
		old->second.units.find(std::string(name_of(unit.target)));
	return target != old->second.units.end() &&
	       std::equal(unit.features.begin(), unit.features.end(),
			  target->second.features.begin(),
			  target->second.features.end());
}

/* The crates as they would be compiled, in the order of the units. */
class Units {
public:
	Units(const Resolved &resolved, const Crates &crates)
	{
		/* Crates point at them. */
		cargos.reserve(resolved.resolution.units.size());
		for (const Unit &unit : resolved.resolution.units) {
			const auto crate = crates.find(unit.package);
			if (crate != crates.end())
				add(resolved, unit, crate->second);
		}
	}

	const std::vector<AuditedCrate> &all() const { return audited; }
	const Unit &unit(size_t i) const { return *units[i]; }

private:
	void add(const Resolved &resolved, const Unit &unit,
		 const Crate &crate);

	std::vector<CargoToml> cargos; /* with where the library is now */
	std::vector<AuditedCrate> audited;
	std::vector<const Unit *> units;
	std::map<std::pair<std::string, Target>, size_t> index;
};

void Units::add(const Resolved &resolved, const Unit &unit, const Crate &crate)
{
	const CrateEntry &entry = *crate.entry;
	const Role *const role =
		role_for(entry, unit.target, crate.cargo.proc_macro);
	AuditedCrate out = {};

	cargos.push_back(crate.cargo);
	cargos.back().lib_path = crate.root;
	out.cargo = &cargos.back();
	out.files = &crate.rewritten.files;
	out.directory = entry.name;
	out.target = unit.target;
	out.features = unit.features;
	out.is_made_no_std = unit.builtins && unit.builtins->no_std;
	/* judge_build_script() has said what there is to say. */
	out.stated.build_script = true;
	if (role) {
		out.stated.cfgs = role->cfgs;
		out.stated.envs = role->envs;
	}
	if (unit.target == Target::host)
		out.kernels = { host_cfgs() };
	else
		for (KernelTarget &kernel :
		     kernel_targets(resolved.manifest.architectures))
			out.kernels.push_back(std::move(kernel.cfgs));
	for (const Edge &edge : unit.edges) {
		const auto need = index.find({ edge.package, edge.target });
		if (need != index.end())
			out.needs.push_back(need->second);
	}
	index[{ unit.package, unit.target }] = audited.size();
	audited.push_back(std::move(out));
	units.push_back(&unit);
}

/*
 * Whether an import has said it in other words, or at another place.  What the
 * source has of std it has compared with what Cargo.toml may say of it.
 */
bool was_said(const Diag &diag, const Sink &sink)
{
	return std::any_of(sink.diags.begin(), sink.diags.end(),
			   [&](const Diag &other) {
				   return other.id == diag.id ||
					  (other.id == Id::library_undeclared &&
					   diag.id == Id::std_used);
			   });
}

void report(const CrateAudit &audit, Sink &sink)
{
	std::vector<Diag> fresh;

	for (const Diag &diag : audit.findings)
		if (severity_of(diag) == Severity::error && !diag.conditional &&
		    !was_said(diag, sink))
			fresh.push_back(diag);
	for (Diag &diag : fresh)
		sink.report(std::move(diag));
}

} /* namespace */

void audit_import(const Resolved &resolved, const Lock *lock, unsigned int jobs,
		  Crates &crates)
{
	const Units units(resolved, crates);
	const std::vector<AuditedCrate> &all = units.all();
	std::vector<CrateAudit> audits(all.size());
	std::vector<size_t> todo;

	for (size_t i = 0; i < all.size(); i++)
		if (!is_known(lock, units.unit(i),
			      crates.at(units.unit(i).package)))
			todo.push_back(i);
	if (todo.empty())
		return;
	/* What one needs is asked for its names, whoever is known. */
	parallel_for(all.size(), jobs, [&](size_t i) {
		audits[i] = audit_crate(
			all[i], [] { return nullptr; }, AuditDepth::trial);
	});
	grade_closure(all, audits);
	for (const size_t i : todo)
		report(audits[i], crates.at(units.unit(i).package).sink);
}

} /* namespace kcrate */
