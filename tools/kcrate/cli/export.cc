// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * `kcrate export --cargo DIR`.  DIR is kcrate's own as far as a list in it
 * says, in sha256sum's form; what is changed or not in the list is the user's.
 */

#include <algorithm>
#include <set>

#include "base/str.h"
#include "cli/commands.h"
#include "emit/cargo_workspace.h"
#include "io/digest.h"
#include "io/output_dir.h"
#include "resolve/targets.h"

namespace kcrate {

namespace {

constexpr char list_name[] = "kcrate-export.sha256";

/* Path to hash, of files that an earlier export has written. */
using FileList = std::map<std::string, std::string>;

std::string list_of(const Tree &files)
{
	std::string out;

	for (const auto &[path, file] : files)
		out += str(sha256_of(file.bytes()), "  ", path, "\n");
	return out;
}

Result<FileList> read_list(const OutputDir &dir)
{
	const std::string text =
		TRY(dir.read(list_name)).value_or(std::string());
	FileList out;

	for (const std::string_view line : lines(text)) {
		const std::string hash(line.substr(0, 64));
		const std::string path(
			line.substr(std::min<size_t>(line.size(), 66)));
		/* Anybody may have put the list there. */
		if (!is_sha256(hash) || line.substr(64, 2) != "  " ||
		    path.empty() || resolve_path("", path) != path ||
		    path.starts_with(".kcrate"))
			return Diag(Id::bad_value,
				    str(dir.name_of(list_name),
					" is not the list that an export "
					"leaves"))
				.with_help("name another directory");
		out[path] = hash;
	}
	return out;
}

/* What an export would lose: the user's files, and changes to its own. */
Status check_user_files(const OutputDir &dir, const FileList &list,
			const Tree &files)
{
	std::set<std::string> paths;

	for (const auto &[path, file] : files)
		paths.insert(path);
	for (const auto &[path, hash] : list)
		paths.insert(path);
	for (const std::string &path : paths) {
		const auto wanted = files.find(path);
		const auto listed = list.find(path);
		const std::optional<std::string> found = TRY(dir.read(path));
		if (!found)
			continue;
		const std::string hash = sha256_of(*found);
		if (listed != list.end() && hash == listed->second)
			continue;
		if (wanted != files.end() && *found == wanted->second.bytes())
			continue;
		return Diag(Id::locally_modified,
			    str(dir.name_of(path),
				" is not as an export has left it"))
			.with_help("name another directory, or move the file "
				   "away");
	}
	return ok();
}

/* A directory with something in it that has no list is not ours. */
Status check_owner(const OutputDir &dir, const FileList &list)
{
	if (!list.empty())
		return ok();
	const std::vector<std::string> found = TRY(dir.list(""));
	if (found.empty())
		return ok();
	const std::string name = found[0].substr(found[0].rfind('/') + 1);
	return Diag(Id::locally_modified,
		    str(dir.name_of(name), " is there, and was not exported"))
		.with_help("name a directory that is empty, or does not exist");
}

Status write_export(const std::string &path, Tree files, const Notice &notice)
{
	OutputDir dir = TRY(OutputDir::open(path, notice));
	const FileList list = TRY(read_list(dir));
	Changes changes;

	TRY(check_owner(dir, list));
	TRY(check_user_files(dir, list, files));
	for (const auto &[name, hash] : list)
		if (!files.count(name))
			changes.remove.push_back(name);
	const std::string text = list_of(files);
	files[list_name] = File(text);
	for (auto &[name, file] : files)
		if (!dir.holds(name, file.bytes()))
			changes.write[name] = std::move(file);
	return changes.empty() ? ok() : dir.apply(changes);
}

/* A crate that would have the directory of something else. */
Status check_names(const ChangedCrates &changed)
{
	for (const auto &[name, files] : changed.files)
		for (const std::string other : { cargo_root, "target" })
			if (to_lower(name) == other)
				return Diag(Id::name_collision,
					    str("the workspace has a directory "
						"'",
						other,
						"' that is not the crate's"))
					.at(changed.resolved.manifest.crates
						    .at(name)
						    .where);
	return ok();
}

Result<Tree> workspace_of(ChangedCrates &changed, Sink &sink)
{
	ExportedCrates crates;

	for (auto &[name, files] : changed.files)
		crates[name] = { &changed.resolved.manifest.crates.at(name),
				 &changed.resolved.cargo_tomls.at(name),
				 {},
				 std::move(files) };
	const std::vector<KernelTarget> kernels =
		kernel_targets(changed.resolved.manifest.architectures);
	for (const Unit &unit : changed.resolved.resolution.units) {
		std::vector<CfgSet> &targets = crates.at(unit.package).targets;
		if (unit.target == Target::host)
			targets.push_back(host_cfgs());
		else
			for (const KernelTarget &kernel : kernels)
				targets.push_back(kernel.cfgs);
	}
	Tree out = emit_cargo_root(crates);
	for (const auto &[name, crate] : crates) {
		Tree files = TRY(emit_cargo_package(crate, crates, sink));
		for (auto &[path, file] : files)
			out[str(name, "/", path)] = std::move(file);
	}
	return out;
}

} /* namespace */

Result<int> export_command(const Options &options, Console &console)
{
	const Inputs inputs = TRY(read_inputs(options));
	Sink sink;
	ChangedCrates changed = TRY(changed_crates(
		import_input(inputs, console.progress_notice()), sink));
	TRY(check_names(changed));
	Tree files = TRY(workspace_of(changed, sink));

	console.report(sink.diags, nullptr);
	if (sink.has_errors()) {
		console.note("nothing was written");
		return 1;
	}
	TRY(write_export(options.cargo, std::move(files),
			 [&](const std::string &text) { console.note(text); }));
	console.note(
		str("crates in the Cargo workspace: ", changed.files.size()));
	return 0;
}

} /* namespace kcrate */
