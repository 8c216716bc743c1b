// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/pipeline.h"

#include <algorithm>

#include "base/str.h"
#include "cli/crate.h"
#include "cli/directory_names.h"
#include "cli/import_audit.h"
#include "cli/known.h"
#include "emit/emit.h"
#include "emit/links.h"
#include "io/digest.h"
#include "io/parallel.h"
#include "ktree/crates.h"
#include "resolve/targets.h"
#include "select/select.h"

namespace kcrate {

namespace {

/*
 * Runs @stage for every crate, as many at a time as there are processors; the
 * first failure by name is the stage's.
 */
Status for_each(Crates &crates, unsigned int jobs, const std::string &doing,
		const std::function<Status(Crate &)> &stage)
{
	std::vector<Crate *> list;
	std::vector<size_t> sizes;

	for (auto &[name, crate] : crates) {
		list.push_back(&crate);
		sizes.push_back(crate.size);
	}
	parallel_by_size(sizes, jobs, [&](size_t i) {
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

Result<Pinned> choose_sources(const ImportInput &input,
			      const Manifest &manifest)
{
	Pinned sources;

	for (const auto &[name, entry] : manifest.crates)
		if (!entry.of_tree)
			sources.emplace_hint(
				sources.end(), name,
				TRY(choose_source(
					manifest, entry,
					input.lock ? input.lock->find(name)
						   : nullptr)));
	return sources;
}

Result<Crates> fetch(const ImportInput &input, const Manifest &manifest,
		     const Pinned &sources)
{
	Crates crates;

	std::map<std::string, Fetched> fetched = TRY(fetch_all(
		manifest, sources, input.cache, input.fetch, input.progress));
	for (auto &[name, archive] : fetched) {
		Crate &crate = crates[name];
		crate.entry = &manifest.crates.at(name);
		crate.fetched = std::move(archive);
		crate.size = crate.fetched.bytes.size();
	}
	return crates;
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
			.at(entry.selected_where)
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
	VcsInfo of_git;
	if (crate.fetched.source.kind == SourceKind::git)
		of_git = { entry.git->commit,
			   crate.fetched.path_in_repository };
	facts.commit = of_git.commit;
	facts.links =
		copyright_links(entry, crate.cargo, crate.unpacked, of_git);
	if (!crate.locked.modified_by.empty())
		facts.debian_package =
			str(entry.debian->package, " ", entry.debian->version);
	return emit_readme(facts);
}

/* A place in a file of @tree is told with the directory that the tree is. */
void name_place(const std::string &directory, const Tree &tree, Diag &diag)
{
	if (diag.where && tree.count(diag.where->file))
		diag.where->file = str(directory, "/", diag.where->file);
}

Result<Selection> select(Crate &crate)
{
	const CrateEntry &entry = *crate.entry;
	const std::string directory = str(entry.name, "-", entry.version_text);
	Result<Selection> selection = select_files(
		entry, crate.cargo, crate.unpacked, crate.tokens, crate.sink);

	for (Diag &diag : crate.sink.diags)
		name_place(directory, crate.unpacked, diag);
	if (!selection)
		name_place(directory, crate.unpacked, selection.error());
	return selection;
}

size_t count_lines(const Tree &tree)
{
	size_t count = 0;

	for (const auto &[path, file] : tree)
		count += count_of(file.bytes(), "\n");
	return count;
}

Status transform(const ImportInput &input, Crate &crate)
{
	const CrateEntry &entry = *crate.entry;

	crate.locked.stages.unpacked = tree_hash(crate.unpacked);
	Selection selection = TRY(select(crate));

	TRY(prove_origin(crate, selection.files));
	crate.locked.kept = selection.files.size();
	crate.locked.dropped = selection.dropped.size();
	crate.root = selection.root;
	crate.licence = judge_licence(entry, crate.cargo, crate.sink);
	judge_build_script(entry, crate.cargo, crate.sink);
	judge_builtin_keys(crate.cargo, crate.sink);
	if (input.target.kernel)
		judge_compiler(entry, crate.cargo,
			       { input.target.kernel->min_rustc,
				 input.target.kernel->min_rustc_from },
			       crate.sink);
	crate.rewritten = TRY(rewrite(entry, crate.licence.tag, input.patches,
				      std::move(selection)));
	crate.locked.stages.patched = tree_hash(crate.rewritten.files);
	crate.locked.lines = count_lines(crate.rewritten.files);
	crate.readme = readme_of(crate);
	crate.unpacked.clear();
	return ok();
}

/*
 * @rewritten, which was made of @selection, in the places that the files have
 * upstream.  A file that a patch adds is put beside the library as it is in the
 * kernel.
 */
Tree in_upstreams_places(Tree files, const Selection &selection,
			 const Tree &rewritten)
{
	const std::string &upstream =
		selection.facts.at(selection.root).upstream;
	const std::string moved =
		upstream.ends_with(selection.root)
			? upstream.substr(0, upstream.size() -
						     selection.root.size())
			: "";

	for (const auto &[path, facts] : selection.facts)
		if (!rewritten.count(path))
			files.erase(facts.upstream);
	for (const auto &[path, file] : rewritten) {
		const auto facts = selection.facts.find(path);
		files[facts == selection.facts.end() ? moved + path
						     : facts->second.upstream] =
			file;
	}
	return files;
}

Status change(const ImportInput &input, Crate &crate)
{
	const CrateEntry &entry = *crate.entry;
	const Selection selection = TRY(select(crate));

	crate.licence = judge_licence(entry, crate.cargo, crate.sink);
	judge_build_script(entry, crate.cargo, crate.sink);
	crate.rewritten = TRY(
		rewrite(entry, crate.licence.tag, input.patches, selection));
	crate.unpacked = in_upstreams_places(std::move(crate.unpacked),
					     selection, crate.rewritten.files);
	return ok();
}

/*
 * Whether @known says what @diag says: the same thing, or (as the source is
 * walked once to select and once for each unit) that a file is missing which
 * was missing before.
 */
bool is_known(const Diag &diag, const std::vector<Diag> &known)
{
	const auto line_of = [](const Diag &d) {
		return d.where ? d.where->text : "";
	};

	return std::any_of(known.begin(), known.end(), [&](const Diag &other) {
		return other.id == diag.id && line_of(other) == line_of(diag) &&
		       (diag.id != Id::live_reference ||
			other.where->line == diag.where->line);
	});
}

/* Two of that name would be one to rustc, and which one is chance. */
void judge_alloc(const ImportTarget &target, const CrateEntry &entry,
		 const Unit &unit, const UnitNeeds &needs, Sink &sink)
{
	if (!needs.alloc || !target.kernel ||
	    !target.kernel->kernel_names.count("alloc"))
		return;
	sink.report(Diag(Id::alloc_used,
			 str(entry.name, " ", entry.version_text,
			     " stands on alloc, and the kernel has one of its "
			     "own"))
			    .at(*needs.alloc)
			    .with_help(help_without(unit, "alloc")));
}

/* What compiling a unit needs for one target and for another. */
void merge(UnitNeeds &all, UnitNeeds one)
{
	all.envs.merge(one.envs);
	all.library.merge(one.library);
	for (const auto &[feature, on] : one.unstable_features) {
		Truth &known = all.unstable_features.try_emplace(feature, on)
				       .first->second;
		if (on == Truth::yes)
			known = on;
	}
	if (!all.alloc)
		all.alloc = std::move(one.alloc);
}

/* One unit for a target of which @cfgs are known. */
Status judge_for(const ImportTarget &place, const Unit &unit,
		 const CfgSet &cfgs, Crate &crate)
{
	const Tree &files = crate.rewritten.files;
	const std::string &name = crate.entry->name;
	std::vector<Diag> fresh;
	Sink found;
	Result<UnitNeeds> needs =
		judge_unit(*crate.entry, crate.cargo, unit,
			   { files, crate.root, crate.tokens, cfgs }, found);

	if (!needs)
		name_place(name, files, needs.error());
	merge(crate.needs[unit.target], TRY(std::move(needs)));
	judge_alloc(place, *crate.entry, unit, crate.needs[unit.target], found);
	for (Diag &diag : found.diags)
		if (!is_known(diag, crate.sink.diags))
			fresh.push_back(std::move(diag));
	for (Diag &diag : fresh) {
		name_place(name, files, diag);
		crate.sink.report(std::move(diag));
	}
	return ok();
}

Status judge(const ImportTarget &place, const Manifest &manifest,
	     const Resolution &resolution, Crate &crate)
{
	const std::string &name = crate.entry->name;
	const Unit *const host = resolution.find(name, Target::host);
	const Unit *const kernel = resolution.find(name, Target::kernel);

	if (host)
		TRY(judge_for(place, *host, host_cfgs(), crate));
	if (kernel)
		for (const KernelTarget &target :
		     kernel_targets(manifest.architectures))
			TRY(judge_for(place, *kernel, target.cfgs, crate));
	crate.tokens = {};
	return ok();
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

/* What is to be read for @out, which has @manifest then. */
Result<Pinned> prepare(const ImportInput &input, Manifest manifest,
		       Resolved &out)
{
	out.manifest = input.target.kernel
			       ? with_tree_crates(std::move(manifest),
						  *input.target.kernel,
						  out.cargo_tomls)
			       : std::move(manifest);
	TRY(check_directory_names(out.manifest, input.target));
	return choose_sources(input, out.manifest);
}

/* The crates' entries are those of @out, which must stay where it is. */
Result<Crates> unpack_crates(const ImportInput &input, const Pinned &sources,
			     Resolved &out)
{
	Crates crates = TRY(fetch(input, out.manifest, sources));

	TRY(for_each(crates, input.fetch.jobs, "unpacking", [&](Crate &crate) {
		return unpack(out.manifest, crate);
	}));
	for (const auto &[name, crate] : crates)
		out.cargo_tomls[name] = crate.cargo;
	return crates;
}

Result<Crates> read_crates(const ImportInput &input, Resolved &out, Sink &sink)
{
	const Pinned sources = TRY(prepare(input, input.manifest, out));
	Crates crates = TRY(unpack_crates(input, sources, out));

	out.resolution = TRY(resolve(out.manifest, out.cargo_tomls, sink));
	return crates;
}

} /* namespace */

Result<Resolved> read_cargo_tomls(const ImportInput &input)
{
	Resolved out;

	const Pinned sources = TRY(prepare(input, input.manifest, out));
	TRY(unpack_crates(input, sources, out));
	return out;
}

Result<Resolved> look_at_import(const ImportInput &input, Manifest manifest,
				Sink &sink)
{
	Resolved out;

	const Pinned sources = TRY(prepare(input, std::move(manifest), out));
	const Pinned unknown =
		take_known(out.manifest, input.cache, sources, out.cargo_tomls);
	if (!unknown.empty()) {
		TRY(unpack_crates(input, unknown, out));
		keep_known(out.manifest, input.cache, sources, out.cargo_tomls);
	}
	out.resolution = TRY(resolve(out.manifest, out.cargo_tomls, sink));
	return out;
}

Result<ChangedCrates> changed_crates(const ImportInput &input, Sink &sink)
{
	ChangedCrates out;
	Crates crates = TRY(read_crates(input, out.resolved, sink));

	leave_out_unused(out.resolved.resolution, crates);
	TRY(for_each(crates, input.fetch.jobs, "reading",
		     [&](Crate &crate) { return change(input, crate); }));
	hand_over_findings(crates, sink);
	for (auto &[name, crate] : crates)
		out.files[name] = std::move(crate.unpacked);
	return out;
}

Result<Import> run_import(const ImportInput &input, Sink &sink)
{
	Resolved resolved;
	Crates crates = TRY(read_crates(input, resolved, sink));
	const Resolution &resolution = resolved.resolution;

	leave_out_unused(resolution, crates);
	TRY(for_each(crates, input.fetch.jobs, "importing",
		     [&](Crate &crate) -> Status {
			     TRY(transform(input, crate));
			     return judge(input.target, resolved.manifest,
					  resolution, crate);
		     }));
	hand_over_findings(crates, sink);
	Import out =
		TRY(assemble(input, resolved.manifest, resolution, crates));
	if (!is_audited(input.lock, out.lock))
		audit_import(resolved, crates, input.fetch.jobs, sink);
	name_overridden(sink, out.lock);
	return out;
}

} /* namespace kcrate */
