// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/debian.h"

#include "base/str.h"
#include "io/process.h"
#include "tree/patch.h"

namespace kcrate {

namespace {

constexpr char patches_dir[] = "debian/patches/";

/* Names in a quilt series: one a line, options and comments after them. */
std::vector<std::string> series_of(const Tree &tree)
{
	const auto series = tree.find(str(patches_dir, "series"));
	std::vector<std::string> names;

	if (series == tree.end())
		return names;
	for (std::string_view line : lines(series->second.bytes())) {
		line = trim(line.substr(0, line.find('#')));
		line = line.substr(0, line.find(' '));
		if (!line.empty())
			names.emplace_back(line);
	}
	return names;
}

/* A hunk without context fits anywhere: reversing it would be a guess. */
bool has_context(const Patch &patch)
{
	for (const FilePatch &file : patch) {
		if (file.old_path.empty() || file.new_path.empty())
			continue;
		for (const Hunk &hunk : file.hunks) {
			bool context = false;
			for (const PatchLine &line : hunk.lines)
				context |= line.op == ' ';
			if (!context)
				return false;
		}
	}
	return true;
}

bool reverse_patch(const std::string &name, Tree &tree)
{
	const auto file = tree.find(patches_dir + name);

	if (file == tree.end())
		return false;

	const std::string text = file->second.bytes();
	const Result<Patch> patch = parse_patch({ file->first, text });
	return patch && has_context(patch.value()) &&
	       apply_patch(reversed(patch.value()), Placement::unique_match,
			   tree);
}

} /* namespace */

bool undo_debian_changes(Tree &tree)
{
	const std::vector<std::string> series = series_of(tree);
	Tree undone = tree;
	bool all = true;

	for (auto name = series.rbegin(); all && name != series.rend(); ++name)
		all = reverse_patch(*name, undone);
	if (all)
		tree = std::move(undone);
	std::erase_if(tree, [](const auto &file) {
		return file.first.starts_with("debian/") ||
		       file.first == ".cargo-checksum.json";
	});
	return all;
}

Result<Tree> unpack_deb(const std::string &path, const CrateEntry &entry,
			const UnpackOptions &options, Sink &sink)
{
	const std::string tar =
		TRY(run_process({ "dpkg-deb", "--fsys-tarfile", path }));
	Result<Tree> tree = unpack_deb_payload(
		path, tar, entry.name, entry.version_text, options, sink);

	/* What is wrong with the pin is told where that is. */
	if (!tree && tree.error().id == Id::crate_mismatch)
		return std::move(tree.error()).at(entry.where);
	if (tree)
		undo_debian_changes(tree.value());
	return tree;
}

} /* namespace kcrate */
