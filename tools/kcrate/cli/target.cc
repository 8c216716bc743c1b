// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/target.h"

#include <algorithm>

#include "base/str.h"
#include "lock/lock.h"
#include "tree/patch.h"

namespace kcrate {

namespace {

/* The files of @dir at @paths that exist. */
Result<Tree> read_files(const OutputDir &dir,
			const std::vector<std::string> &paths)
{
	Tree out;

	for (const std::string &path : paths)
		if (std::optional<std::string> bytes = TRY(dir.read(path)))
			out[path] = File(std::move(*bytes));
	return out;
}

/* The README of each directory below rust/: Linux's imports have one. */
std::vector<std::string> readmes_of(const std::vector<std::string> &paths)
{
	std::vector<std::string> out;

	for (const std::string &path : paths)
		if (base_name(path) == "README.md" && count_of(path, "/") == 2)
			out.push_back(path);
	return out;
}

/* What @paths are in, below rust/. */
std::set<std::string> top_names(const std::vector<std::string> &paths)
{
	std::set<std::string> out;

	for (const std::string &path : paths)
		if (path.starts_with("rust/"))
			out.emplace(split(path, '/').at(1));
	return out;
}

/*
 * Of what is in @rust_files, that in which no import has written: where one
 * has, another file beside its own is a finding and no more.
 */
std::set<std::string> taken_names(const std::vector<std::string> &rust_files,
				  const Lock &record)
{
	std::vector<std::string> ours;
	std::set<std::string> out = top_names(rust_files);

	for (const auto &[path, digest] : record.files)
		ours.push_back(path);
	for (const std::string &name : top_names(ours))
		out.erase(name);
	out.erase("crates");
	return out;
}

/* The record in @dir; with --force, one that cannot be read is none. */
Result<std::optional<Lock>> read_record(const Options &options,
					const OutputDir &dir, const Home &home)
{
	const std::string path = home.record();
	const std::optional<std::string> text = TRY(dir.read(path));
	std::optional<Lock> out;

	if (!text)
		return out;
	Result<Lock> record = parse_record(home, dir.name_of(path), *text);
	if (record || !options.force)
		out = TRY(std::move(record));
	return out;
}

/*
 * Where no record tells what imports have written, --force takes for theirs
 * what has a README as they have, and no rule in rust/Makefile.
 */
void release_unrecorded(const std::vector<std::string> &readmes,
			const KernelTree &kernel, std::set<std::string> &taken)
{
	for (const std::string &path : readmes) {
		const std::string name(split(path, '/').at(1));
		const std::string library = crate_identifier(name);
		if (!kernel.kernel_names.count(library) &&
		    !kernel.host_names.count(library))
			taken.erase(name);
	}
}

/* A file of @files with a hook that every import writes, "" for none. */
std::string hooked_file(const Tree &files)
{
	constexpr std::pair<const char *, std::string_view> marks[] = {
		{ "rust/Makefile", "rust/crates/Makefile" },
		{ "init/Kconfig", "rust/crates/Kconfig" },
		{ "scripts/generate_rust_analyzer.py", "Imported by kcrate" },
	};

	for (const auto &[path, mark] : marks) {
		const auto at = files.find(path);
		if (at != files.end() && contains(at->second.bytes(), mark))
			return path;
	}
	return {};
}

/* Hooks that nobody can take out would be added a second time, or stay. */
Status check_no_hooks(const Home &home, const Tree &files)
{
	const std::string hooked = hooked_file(files);

	if (hooked.empty())
		return ok();
	return Diag(Id::hook_changed,
		    str(hooked, " has lines that kcrate added, but ",
			hooks_path(home), ", which records them, is missing"))
		.with_help("restore that file from version control, or take "
			   "the lines out by hand");
}

/* The files that hooks go into, with those of ours and without. */
Status read_hooked(const OutputDir &dir, ImportTarget &out)
{
	const std::optional<std::string> hooks =
		TRY(dir.read(hooks_path(out.home)));

	out.found = TRY(read_files(dir, probed_files()));
	out.pristine = out.found;
	if (!hooks)
		return check_no_hooks(out.home, out.found);
	out.pristine =
		TRY(without_hooks(hooks_path(out.home), *hooks, out.found));
	return ok();
}

Result<ImportTarget> read_kernel_tree(const Options &options, ImportTarget out)
{
	const OutputDir dir = TRY(OutputDir::open_to_read(options.out));
	const std::vector<std::string> rust_files = TRY(dir.list("rust"));
	const std::vector<std::string> readmes = readmes_of(rust_files);
	const std::optional<Lock> record =
		TRY(read_record(options, dir, out.home));
	const Lock lock = record.value_or(Lock());

	out.taken = taken_names(rust_files, lock);
	TRY(read_hooked(dir, out));
	Tree probed = out.pristine;
	for (auto &[path, file] : TRY(read_files(dir, readmes)))
		if (!lock.files.count(path))
			probed[path] = std::move(file);
	out.kernel = TRY(probe_tree(probed));
	if (!record && options.force)
		release_unrecorded(readmes, *out.kernel, out.taken);
	return out;
}

Result<ImportTarget> read_module(const Options &options, ImportTarget out)
{
	if (!file_exists(options.out))
		return Diag(Id::file_not_found,
			    str(options.out, ": no such directory"))
			.with_help("name the module's own directory with "
				   "--module");
	if (options.kernel.empty())
		return out;
	const OutputDir dir = TRY(OutputDir::open_to_read(options.kernel));
	BuildFiles files = { options.kernel, "", "", false };
	std::optional<std::string> config = TRY(dir.read(build_config));
	std::optional<std::string> command = TRY(dir.read(build_command));
	if (!config)
		return Diag(Id::kernel_unsupported,
			    str(options.kernel, " has no ", build_config,
				": it is not a directory in which a kernel "
				"was configured"))
			.with_help("name the kernel's build directory with "
				   "--kernel");
	files.config = std::move(*config);
	files.command = std::move(command).value_or("");
	files.has_core = file_exists(str(options.kernel, "/", build_core));
	out.kernel = TRY(probe_build(files));
	return out;
}

/* Hooks change files, those that are read: they make none and remove none. */
Status check_hooked_path(const FilePatch &patch)
{
	const std::vector<std::string> &files = probed_files();
	const std::string &path = patch.new_path;

	if (!patch.old_path.empty() &&
	    std::find(files.begin(), files.end(), path) != files.end())
		return ok();
	return Diag(Id::hook_changed,
		    str("the record of lines that kcrate added has another "
			"change in it, of ",
			path.empty() ? patch.old_path : path))
		.at(patch.where)
		.with_help("restore it from version control, or take the lines "
			   "out by hand and remove it");
}

} /* namespace */

std::string hooks_path(const Home &home)
{
	return home.own + "hooks.diff";
}

Result<Tree> without_hooks(const std::string &diff_path, std::string_view diff,
			   Tree files)
{
	const Patch patch = TRY(parse_patch({ diff_path, diff }));
	for (const FilePatch &file : patch)
		TRY(check_hooked_path(file));
	const Status status =
		apply_patch(reversed(patch), Placement::unique_match, files);

	if (status)
		return files;
	return Diag(Id::hook_changed,
		    str("lines that kcrate added to the tree's own files are "
			"no longer as it wrote them: ",
			status.error().message))
		.with_help(str("put them back as ", diff_path,
			       " has them, or take them out by hand and "
			       "remove that file"));
}

Result<ImportTarget> read_target(const Options &options)
{
	ImportTarget out;

	out.home = home_of(options.home);
	switch (options.home) {
	case Home::Kind::kernel_tree:
		return read_kernel_tree(options, std::move(out));
	case Home::Kind::module:
		return read_module(options, std::move(out));
	default:
		return out;
	}
}

Result<ImportTarget> read_place(const Options &options)
{
	ImportTarget out;

	out.home = home_of(options.home);
	if (options.home == Home::Kind::kernel_tree)
		TRY(read_hooked(TRY(OutputDir::open_to_read(options.out)),
				out));
	return out;
}

} /* namespace kcrate */
