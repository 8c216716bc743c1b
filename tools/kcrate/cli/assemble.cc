// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>
#include <set>

#include "base/str.h"
#include "cli/crate.h"
#include "cli/unit_names.h"
#include "emit/emit.h"
#include "emit/rust_project.h"
#include "io/diff.h"
#include "io/digest.h"
#include "resolve/targets.h"

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

/* What rustc calls the library of @package. */
std::string library_name(const Crates &crates, const std::string &package)
{
	const auto at = crates.find(package);

	return at == crates.end() ? crate_identifier(package)
				  : at->second.cargo.lib_name;
}

UnitKind kind_of(bool proc_macro, Target target)
{
	return proc_macro		  ? UnitKind::proc_macro
	       : target == Target::kernel ? UnitKind::kernel
					  : UnitKind::host;
}

/* A crate that the kernel tree has, for one target as it builds it. */
Result<EmittedUnit> tree_unit(const ImportInput &input, const Unit &unit)
{
	const TreeCrate &crate = input.target.kernel->crates.at(unit.package);
	EmittedUnit out;

	if (crate.target != unit.target)
		return Diag(Id::name_collision,
			    str(unit.package, " is needed for the ",
				name_of(unit.target),
				", but the tree has it "
				"for the ",
				name_of(crate.target), " alone"))
			.with_help("leave out what needs it");
	out.unit = out.crate_name = crate_identifier(unit.package);
	out.package = unit.package;
	out.version = crate.version_text;
	out.kind = kind_of(crate.proc_macro, unit.target);
	out.of_tree = true;
	return out;
}

/*
 * Implicit ones get no flag: rustc finds them as it always has.  Explicit ones
 * are passed for the source to name them; what a proc macro has beside them,
 * the rules pass to all.
 */
void add_builtins(const Unit &unit, EmittedUnit &out)
{
	if (!unit.builtins || !unit.builtins->is_explicit)
		return;
	out.no_std = unit.builtins->no_std;
	for (const BuiltinEdge &edge : unit.builtins->edges)
		if (builtin_of(name_of(edge.crate)))
			out.builtins.emplace_back(name_of(edge.crate));
}

void add_compiler(const Crate &crate, const UnitNeeds &needs, EmittedUnit &out)
{
	out.edition = crate.cargo.lib_edition;
	out.rust_version = crate.cargo.rust_version;
	for (const auto &[feature, truth] : needs.unstable_features)
		out.unstable_features.push_back(
			str(truth == Truth::yes ? "" : "?", feature));
}

Result<EmittedUnit> emitted_unit(const ImportInput &input,
				 const Resolution &resolution,
				 const Crates &crates, const Unit &unit)
{
	if (!crates.count(unit.package))
		return tree_unit(input, unit);

	const Crate &crate = crates.at(unit.package);
	const Role *const role =
		role_for(*crate.entry, unit.target, crate.cargo.proc_macro);
	const UnitNeeds &needs = crate.needs.at(unit.target);
	EmittedUnit out;

	out.unit = unit_name(resolution, unit.package, unit.target);
	out.package = unit.package;
	out.crate_name = crate.cargo.lib_name;
	out.version = crate.entry->version_text;
	out.kind = kind_of(crate.cargo.proc_macro, unit.target);
	out.root = str(unit.package, "/", crate.root);
	add_compiler(crate, needs, out);
	for (const Edge &edge : unit.edges)
		out.externs.push_back(
			{ unit_name(resolution, edge.package, edge.target),
			  edge.extern_name, library_name(crates, edge.package),
			  edge.only_on });
	out.features.assign(unit.features.begin(), unit.features.end());
	if (role)
		out.cfgs = role->cfgs;
	out.envs = needs.envs;
	out.alloc = needs.alloc && unit.target == Target::kernel;
	add_builtins(unit, out);
	return out;
}

/* Where the host's unit wants a crate, all kernels do. */
void add_select(std::map<std::string, std::set<std::string>> &selects,
		const Edge &edge)
{
	const auto [at, fresh] =
		selects.try_emplace(edge.package, edge.only_on);

	if (!fresh)
		widen(at->second, edge.only_on);
}

std::vector<EmittedSymbol> symbols_of(const Resolution &resolution,
				      const Crates &crates)
{
	/* By package: what it selects, and where it does. */
	std::map<std::string, std::map<std::string, std::set<std::string>>>
		selects;
	std::vector<EmittedSymbol> out;

	for (const Unit &unit : resolution.units)
		for (const Edge &edge : unit.edges)
			if (crates.count(edge.package))
				add_select(selects[unit.package], edge);
	for (const auto &[name, crate] : crates)
		out.push_back({ name, crate.entry->version_text,
				crate.cargo.description,
				std::move(selects[name]) });
	return out;
}

LockedUnit locked_unit(const Unit &unit, const BuiltinSet &library)
{
	LockedUnit out;

	out.features.assign(unit.features.begin(), unit.features.end());
	out.added_features = unit.added_features;
	for (const Edge &edge : unit.edges)
		out.dependencies.push_back(edge.package);
	for (const Builtin crate : library)
		out.library.emplace_back(name_of(crate));
	return out;
}

/* The ids of errors found in a crate: an import in spite of them says so. */
std::vector<std::string> overridden(const std::string &crate, const Sink &sink)
{
	std::set<std::string> ids;

	for (const Diag &diag : sink.diags)
		if (diag.crate == crate && severity_of(diag) == Severity::error)
			ids.emplace(name_of(diag.id));
	return { ids.begin(), ids.end() };
}

LockedCrate locked_crate(const Resolution &resolution, Crate &crate)
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
				locked_unit(*unit, crate.needs[target].library);
	for (const auto &[name, why] : entry.drop_dependencies)
		out.dropped_dependencies.push_back(name);
	out.changes = crate.rewritten.changes;
	out.modifications = crate.rewritten.modifications;
	return out;
}

LockedCrate tree_crate(const Resolution &resolution, const CrateEntry &entry,
		       const TreeCrate &crate)
{
	LockedCrate out;

	out.version = entry.version_text;
	out.provided_by = "tree";
	out.kind = crate.proc_macro ? "proc-macro" : "library";
	if (const Unit *const unit = resolution.find(entry.name, crate.target))
		out.units[std::string(name_of(crate.target))] =
			locked_unit(*unit, {});
	return out;
}

/* What the crates are, for the lock. */
Lock locked(const ImportInput &input, const Manifest &manifest,
	    const Resolution &resolution, Crates &crates)
{
	Lock out;

	for (auto &[name, crate] : crates)
		out.crates[name] = locked_crate(resolution, crate);
	for (const auto &[name, entry] : manifest.crates) {
		if (!entry.of_tree)
			continue;
		LockedCrate crate =
			tree_crate(resolution, entry,
				   input.target.kernel->crates.at(name));
		if (!crate.units.empty() || input.manifest.crates.count(name))
			out.crates[name] = std::move(crate);
	}
	return out;
}

/* Kconfig's of what the manifest is for. */
std::vector<std::string> symbols_of_targets(const Manifest &manifest)
{
	std::vector<std::string> out;

	for (KernelTarget &target : kernel_targets(manifest.architectures))
		out.push_back(std::move(target.symbol));
	return out;
}

/* A module's kernel is another one from build to build. */
std::vector<std::string> called_rules(const ImportInput &input)
{
	return input.target.kernel ? input.target.kernel->called_rules
				   : std::vector<std::string>();
}

/* The crates' own files and what is generated, at their places. */
Result<Tree> files_of(const ImportInput &input, const Manifest &manifest,
		      const Resolution &resolution, Crates &crates,
		      const std::vector<EmittedUnit> &units)
{
	const Home &home = input.target.home;
	const std::vector<EmittedSymbol> symbols =
		symbols_of(resolution, crates);
	const bool module = home.kind == Home::Kind::module;
	const std::string_view rules = rules_for(home.kind);
	Tree out;

	for (auto &[name, crate] : crates) {
		for (const auto &[path, file] : crate.rewritten.files)
			out[str(home.crates, name, "/", path)] = file;
		out[str(home.crates, name, "/README.md")] = File(crate.readme);
	}
	out[home.own + (module ? "Kbuild" : "Makefile")] = File(TRY(
		emit_makefile(units, home.kind,
			      input.target.kernel ? input.target.kernel->dialect
						  : Dialect(),
			      manifest.architectures)));
	if (!rules.empty()) {
		out[home.own + "rules.mk"] = File(std::string(rules));
		out[home.own + available_name] =
			File(std::string(available_script));
		out[home.own + needs_name] =
			File(emit_needs(units, home.kind, called_rules(input)));
	}
	if (home.kind != Home::Kind::directory && has_alloc(units))
		out[home.own + "alloc.rs"] = File(std::string(alloc_glue));
	if (!module)
		out[home.own + "Kconfig"] = File(TRY(emit_kconfig(
			symbols, home.kind, symbols_of_targets(manifest))));
	if (module)
		out[home.own + project_name] = File(emit_project(units));
	if (home.kind == Home::Kind::directory)
		out[home.own + "symbols.mk"] = File(emit_symbols(symbols));
	if (home.kind == Home::Kind::kernel_tree)
		out[home.own + "exports.c"] = File(emit_exports(units));
	return out;
}

/* The hooks, and the record by which they are taken out again. */
Status add_hooks(const ImportInput &input, const Crates &crates,
		 const std::vector<EmittedUnit> &units, Import &out)
{
	const Home &home = input.target.home;
	std::vector<EmittedMaintainer> maintainers;
	std::string diff;

	if (home.kind != Home::Kind::kernel_tree)
		return ok();
	for (const auto &[name, crate] : crates)
		if (!crate.entry->maintainer.empty())
			maintainers.push_back(
				{ name, crate.entry->maintainer });
	out.hooked = emit_hooks(input.target.pristine, *input.target.kernel,
				units, maintainers);
	for (const auto &[path, file] : out.hooked)
		diff += TRY(unified_diff(path,
					 input.target.pristine.at(path).bytes(),
					 file.bytes()));
	out.tree[hooks_path(home)] = File(std::move(diff));
	return ok();
}

/*
 * The manifest and its patches, in a tree that is to hold them.  They are ours
 * as long as they are copies; written there by hand they are the user's.
 */
void add_manifest(const ImportInput &input, Import &out)
{
	const Home &home = input.target.home;
	Tree files;

	if (!home.keeps_manifest())
		return;
	files[home.manifest()] = File(input.manifest_text);
	for (const auto &[name, text] : input.patches)
		files[home.own + name] = File(text);
	for (auto &[path, file] : files) {
		const std::string digest = digest_of(file);
		const bool was_copy = input.lock &&
				      input.lock->files.count(path) &&
				      input.lock->files.at(path) == digest;
		if (input.manifest_copied || was_copy)
			out.lock.files[path] = digest;
		out.tree[path] = std::move(file);
	}
}

} /* namespace */

void name_overridden(const Sink &sink, Lock &lock)
{
	for (auto &[name, crate] : lock.crates)
		crate.overridden = overridden(name, sink);
}

Result<Import> assemble(const ImportInput &input, const Manifest &manifest,
			const Resolution &resolution, Crates &crates)
{
	std::vector<EmittedUnit> units;
	Import out;

	for (const Unit &unit : resolution.units)
		units.push_back(
			TRY(emitted_unit(input, resolution, crates, unit)));
	TRY(check_unit_names(manifest, input.target, units));
	out.tree = TRY(files_of(input, manifest, resolution, crates, units));
	TRY(add_hooks(input, crates, units, out));
	out.lock = locked(input, manifest, resolution, crates);
	for (auto &[path, file] : out.tree)
		out.lock.files[path] = digest_of(file);
	add_manifest(input, out);
	return out;
}

} /* namespace kcrate */
