// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/pipeline.h"

#include <algorithm>
#include <optional>
#include <set>

#include "audit/audit.h"
#include "base/str.h"
#include "cargo/cargo_toml.h"
#include "emit/emit.h"
#include "emit/links.h"
#include "io/digest.h"
#include "io/parallel.h"
#include "resolve/resolve.h"
#include "rewrite/rewrite.h"
#include "select/select.h"
#include "unpack/debian.h"
#include "unpack/unpack.h"

namespace kcrate {

namespace {

/* One crate on its way through the stages. */
struct Crate {
	const CrateEntry *entry = nullptr;
	Fetched fetched;
	Tree unpacked;
	CargoToml cargo;

	CrateLicence licence;
	Rewritten rewritten;
	std::string root;
	std::map<Target, UnitNeeds> needs;
	LockedCrate locked;
	std::string readme;

	Sink sink;
	std::optional<Diag> failure;
};

using Crates = std::map<std::string, Crate>;

/*
 * Runs @stage for every crate, as many at a time as there are processors; the
 * first failure by name is the stage's.
 */
Status for_each(Crates &crates, unsigned int jobs, const std::string &doing,
		const std::function<Status(Crate &)> &stage)
{
	std::vector<Crate *> list;

	for (auto &[name, crate] : crates)
		list.push_back(&crate);
	parallel_for(list.size(), jobs, [&](size_t i) {
		Status status = stage(*list[i]);
		if (!status)
			list[i]->failure = std::move(status.error());
	});
	for (Crate *const crate : list) {
		if (!crate->failure)
			continue;
		crate->failure->crate = crate->entry->name;
		crate->failure->context.push_back(
			str("while ", doing, " ", crate->entry->name, " ",
			    crate->entry->version_text));
		return std::move(*crate->failure);
	}
	return ok();
}

Result<Crates> fetch(const ImportInput &input)
{
	std::map<std::string, Source> sources;
	Crates crates;

	for (const auto &[name, entry] : input.manifest.crates) {
		const LockedCrate *locked = nullptr;
		if (input.lock && input.lock->crates.count(name))
			locked = &input.lock->crates.at(name);
		sources[name] =
			TRY(choose_source(input.manifest, entry, locked));
	}

	std::map<std::string, Fetched> fetched =
		TRY(fetch_all(input.manifest, sources, input.cache, input.fetch,
			      input.progress));
	for (auto &[name, archive] : fetched) {
		Crate &crate = crates[name];
		crate.entry = &input.manifest.crates.at(name);
		crate.fetched = std::move(archive);
	}
	return crates;
}

Result<Tree> files_of(Crate &crate)
{
	const CrateEntry &entry = *crate.entry;
	Fetched &fetched = crate.fetched;

	switch (fetched.source.kind) {
	case SourceKind::directory:
		return std::move(fetched.tree);
	case SourceKind::debian:
		return unpack_deb(fetched.path, entry.name, entry.version_text,
				  {}, crate.sink);
	default:
		return unpack_crate(fetched.path, fetched.bytes, entry.name,
				    entry.version_text, {}, crate.sink);
	}
}

Status unpack(Crate &crate)
{
	const CrateEntry &entry = *crate.entry;

	crate.unpacked = TRY(files_of(crate));
	crate.fetched.bytes = {};
	crate.locked.stages.unpacked = tree_hash(crate.unpacked);

	const auto manifest = crate.unpacked.find("Cargo.toml");
	if (manifest == crate.unpacked.end())
		return Diag(Id::file_not_found, "there is no Cargo.toml");
	crate.cargo = TRY(parse_cargo_toml(
		str(entry.name, "-", entry.version_text, "/Cargo.toml"),
		manifest->second.bytes(), crate.unpacked));
	if (crate.cargo.name != entry.name ||
	    crate.cargo.version_text != entry.version_text)
		return Diag(Id::crate_mismatch,
			    str("the archive holds ", crate.cargo.name, " ",
				crate.cargo.version_text, ", not ", entry.name,
				" ", entry.version_text))
			.at(entry.where)
			.with_help("correct the entry or its pin");
	return ok();
}

/*
 * A crate from Debian is crates.io's only if its selected files are: that is
 * what `selected-sha256` states, which somebody took from the genuine one.
 */
Status prove_origin(Crate &crate, Tree &selected)
{
	const CrateEntry &entry = *crate.entry;
	const std::string &wanted = entry.selected_sha256;

	crate.locked.stages.selected = tree_hash(selected);
	if (!wanted.empty() && crate.locked.stages.selected != wanted)
		return Diag(Id::hash_mismatch,
			    str("the selected files of ", entry.name,
				" are not the genuine ones: pinned ", wanted,
				", found ", crate.locked.stages.selected))
			.at(entry.where)
			.with_help("compare them with the crate on crates.io");
	if (wanted.empty() && crate.fetched.source.kind == SourceKind::debian)
		crate.locked.modified_by = "debian";
	return ok();
}

std::string readme_of(const Crate &crate)
{
	const CrateEntry &entry = *crate.entry;
	ReadmeFacts facts;

	facts.name = entry.name;
	/* "v1.0" is how upstream calls it; "name-v1.0" is only a tag. */
	facts.version = entry.tag == "v" + entry.version_text
				? entry.tag
				: entry.version_text;
	facts.released = entry.released;
	facts.repository = repository_of(entry, crate.cargo);
	/* Two arms are quoted as they are tagged, more in upstream's order. */
	facts.licence = count_of(crate.licence.declared, " OR ") == 1 &&
					crate.licence.chosen.empty()
				? crate.licence.tag
				: crate.licence.declared;
	facts.chosen_licence = crate.licence.chosen;
	facts.changes = crate.rewritten.changes;
	facts.links = copyright_links(entry, crate.cargo, crate.unpacked);
	if (!crate.locked.modified_by.empty())
		facts.debian_package =
			str(entry.debian->package, " ", entry.debian->version);
	return emit_readme(facts);
}

Status transform(const ImportInput &input, Crate &crate)
{
	const CrateEntry &entry = *crate.entry;
	Selection selection = TRY(
		select_files(entry, crate.cargo, crate.unpacked, crate.sink));

	TRY(prove_origin(crate, selection.files));
	crate.locked.kept = selection.files.size();
	crate.locked.dropped = selection.dropped.size();
	crate.root = selection.root;
	crate.licence = judge_licence(entry, crate.cargo, crate.sink);
	judge_build_script(entry, crate.cargo, crate.sink);
	crate.rewritten = TRY(rewrite(entry, crate.licence.tag, input.patches,
				      std::move(selection)));
	crate.readme = readme_of(crate);
	crate.unpacked.clear();
	return ok();
}

Status judge(const Resolution &resolution, Crate &crate)
{
	for (const Target target : { Target::host, Target::kernel }) {
		const Unit *const unit =
			resolution.find(crate.entry->name, target);
		if (unit)
			crate.needs[target] = TRY(judge_unit(
				*crate.entry, crate.cargo, *unit,
				crate.rewritten.files, crate.root, crate.sink));
	}
	return ok();
}

/* A crate that is built for both has two units, and the host's a prefix. */
std::string unit_name(const Resolution &resolution, const std::string &package,
		      Target target)
{
	const std::string id = crate_identifier(package);

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

size_t count_lines(const Tree &tree)
{
	size_t count = 0;

	for (const auto &[path, file] : tree)
		count += static_cast<size_t>(std::count(
			file.bytes().begin(), file.bytes().end(), '\n'));
	return count;
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
	out.stages.patched = tree_hash(crate.rewritten.files);
	for (const Target target : { Target::host, Target::kernel })
		if (const Unit *const unit =
			    resolution.find(entry.name, target))
			out.units[std::string(name_of(target))] =
				locked_unit(*unit);
	for (const auto &[name, why] : entry.drop_dependencies)
		out.dropped_dependencies.push_back(name);
	out.changes = crate.rewritten.changes;
	for (const Diag &diag : crate.sink.diags)
		if (severity_of(diag.id) == Severity::error)
			out.overridden.emplace_back(name_of(diag.id));
	std::sort(out.overridden.begin(), out.overridden.end());
	out.overridden.erase(
		std::unique(out.overridden.begin(), out.overridden.end()),
		out.overridden.end());
	out.lines = count_lines(crate.rewritten.files);
	out.modifications = crate.rewritten.modifications;
	return out;
}

Result<Import> assemble(const Resolution &resolution, Crates &crates)
{
	const std::vector<EmittedSymbol> symbols =
		symbols_of(resolution, crates);
	std::vector<EmittedUnit> units;
	Import out;

	for (const Unit &unit : resolution.units)
		units.push_back(emitted_unit(resolution, crates, unit));
	for (auto &[name, crate] : crates) {
		out.lock.crates[name] = locked_crate(resolution, crate);
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

Status check_directory_names(const Manifest &manifest)
{
	const auto crates = manifest.crates.find("crates");

	if (crates == manifest.crates.end())
		return ok();
	return Diag(Id::name_collision,
		    "the directory 'crates' holds what is generated, so no "
		    "crate can have that name")
		.at(crates->second.where);
}

/* What no unit uses is not imported; resolve() has said so. */
void leave_out_unused(const Resolution &resolution, Crates &crates)
{
	std::erase_if(crates, [&](const auto &crate) {
		return !resolution.find(crate.first, Target::kernel) &&
		       !resolution.find(crate.first, Target::host);
	});
}

void hand_over_findings(Crates &crates, Sink &sink)
{
	for (auto &[name, crate] : crates)
		for (Diag &diag : crate.sink.diags) {
			diag.crate = name;
			sink.report(diag);
		}
}

} /* namespace */

Result<Import> run_import(const ImportInput &input, Sink &sink)
{
	const unsigned int jobs = input.fetch.jobs;
	std::map<std::string, CargoToml> cargo_tomls;

	TRY(check_directory_names(input.manifest));
	Crates crates = TRY(fetch(input));
	TRY(for_each(crates, jobs, "unpacking", unpack));
	for (const auto &[name, crate] : crates)
		cargo_tomls[name] = crate.cargo;

	const Resolution resolution =
		TRY(resolve(input.manifest, cargo_tomls, sink));
	leave_out_unused(resolution, crates);
	TRY(for_each(crates, jobs, "importing",
		     [&](Crate &crate) { return transform(input, crate); }));
	TRY(for_each(crates, jobs, "auditing",
		     [&](Crate &crate) { return judge(resolution, crate); }));
	hand_over_findings(crates, sink);
	return assemble(resolution, crates);
}

} /* namespace kcrate */
