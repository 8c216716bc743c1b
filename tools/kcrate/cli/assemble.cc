// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>
#include <set>

#include "base/str.h"
#include "cli/crate.h"
#include "emit/emit.h"
#include "io/digest.h"

namespace kcrate {

namespace {

/* A crate that is built for both has two units, and the host's a prefix. */
std::string unit_name(const Resolution &resolution, const std::string &package,
		      Target target)
{
	std::string id = crate_identifier(package);

	if (target == Target::host && resolution.find(package, Target::kernel))
		return "host_" + id;
	return id;
}

EmittedUnit emitted_unit(const Resolution &resolution, const Crates &crates,
			 const Unit &unit)
{
	const Crate &crate = crates.at(unit.package);
	const Role *const role =
		role_for(*crate.entry, unit.target, crate.cargo.proc_macro);
	const UnitNeeds &needs = crate.needs.at(unit.target);
	EmittedUnit out;

	out.unit = unit_name(resolution, unit.package, unit.target);
	out.package = unit.package;
	out.crate_name = crate.cargo.lib_name;
	out.version = crate.entry->version_text;
	out.kind = crate.cargo.proc_macro	   ? UnitKind::proc_macro
		   : unit.target == Target::kernel ? UnitKind::kernel
						   : UnitKind::host;
	out.root = str(unit.package, "/", crate.root);
	out.edition = crate.cargo.lib_edition;
	for (const Edge &edge : unit.edges)
		out.externs.push_back(
			{ unit_name(resolution, edge.package, edge.target),
			  edge.extern_name,
			  crates.at(edge.package).cargo.lib_name });
	out.features.assign(unit.features.begin(), unit.features.end());
	if (role)
		out.cfgs = role->cfgs;
	out.envs = needs.envs;
	out.alloc = needs.alloc;
	return out;
}

std::vector<EmittedSymbol> symbols_of(const Resolution &resolution,
				      const Crates &crates)
{
	std::map<std::string, std::set<std::string>> selects;
	std::vector<EmittedSymbol> out;

	for (const Unit &unit : resolution.units)
		for (const Edge &edge : unit.edges)
			selects[unit.package].insert(edge.package);
	for (const auto &[name, crate] : crates)
		out.push_back(
			{ name,
			  crate.entry->version_text,
			  crate.cargo.description,
			  { selects[name].begin(), selects[name].end() } });
	return out;
}

LockedUnit locked_unit(const Unit &unit)
{
	LockedUnit out;

	out.features.assign(unit.features.begin(), unit.features.end());
	out.added_features = unit.added_features;
	for (const Edge &edge : unit.edges)
		out.dependencies.push_back(edge.package);
	return out;
}

/* The ids of errors found in a crate: an import in spite of them says so. */
std::vector<std::string> overridden(const std::string &crate, const Sink &sink)
{
	std::set<std::string> ids;

	for (const Diag &diag : sink.diags)
		if (diag.crate == crate &&
		    severity_of(diag.id) == Severity::error)
			ids.emplace(name_of(diag.id));
	return { ids.begin(), ids.end() };
}

LockedCrate locked_crate(const Resolution &resolution, Crate &crate,
			 const Sink &sink)
{
	const CrateEntry &entry = *crate.entry;
	LockedCrate out = std::move(crate.locked);

	out.version = entry.version_text;
	out.sha256 = entry.sha256;
	out.source = name_of(crate.fetched.source.kind);
	out.archive_sha256 = crate.fetched.source.sha256;
	out.kind = crate.cargo.proc_macro ? "proc-macro" : "library";
	out.edition = crate.cargo.lib_edition;
	out.licence = crate.licence.tag;
	out.stages.rewritten = crate.rewritten.rewritten_hash;
	for (const Target target : { Target::host, Target::kernel })
		if (const Unit *const unit =
			    resolution.find(entry.name, target))
			out.units[std::string(name_of(target))] =
				locked_unit(*unit);
	for (const auto &[name, why] : entry.drop_dependencies)
		out.dropped_dependencies.push_back(name);
	out.changes = crate.rewritten.changes;
	out.overridden = overridden(entry.name, sink);
	out.modifications = crate.rewritten.modifications;
	return out;
}

/*
 * rustc knows a crate by its library's name, and its objects are called so:
 * no two for one target may share it, nor have one of the compiler's own.
 */
Status check_crate_names(const Crates &crates,
			 const std::vector<EmittedUnit> &units)
{
	std::map<std::string, std::string> seen;

	for (const char *const side : { "kernel ", "host " })
		for (const char *const name :
		     { "core", "alloc", "std", "test", "proc_macro",
		       "compiler_builtins" })
			seen[str(side, name)] = "the compiler";
	for (const EmittedUnit &unit : units) {
		const char *const side =
			unit.kind == UnitKind::kernel ? "kernel " : "host ";
		const auto [at, fresh] =
			seen.try_emplace(side + unit.crate_name, unit.package);
		if (!fresh)
			return Diag(Id::name_collision,
				    str("the library of ", unit.package,
					" is called ", unit.crate_name,
					", a name that ", at->second, " has"))
				.at(crates.at(unit.package).entry->where)
				.with_help("leave one of them out");
	}
	return ok();
}

} /* namespace */

Result<Import> assemble(const Resolution &resolution, Crates &crates,
			const Sink &sink)
{
	const std::vector<EmittedSymbol> symbols =
		symbols_of(resolution, crates);
	std::vector<EmittedUnit> units;
	Import out;

	for (const Unit &unit : resolution.units)
		units.push_back(emitted_unit(resolution, crates, unit));
	TRY(check_crate_names(crates, units));
	for (auto &[name, crate] : crates) {
		out.lock.crates[name] = locked_crate(resolution, crate, sink);
		for (auto &[path, file] : crate.rewritten.files)
			out.tree[str(name, "/", path)] = std::move(file);
		out.tree[name + "/README.md"] = File(crate.readme);
	}
	out.tree["crates/Makefile"] = File(TRY(emit_makefile(units)));
	out.tree["crates/Kconfig"] = File(TRY(emit_kconfig(symbols)));
	out.tree["crates/symbols.mk"] = File(emit_symbols(symbols));
	for (auto &[path, file] : out.tree)
		out.lock.files[path] = digest_of(file);
	return out;
}

} /* namespace kcrate */
