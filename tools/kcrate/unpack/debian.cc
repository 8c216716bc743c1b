// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/debian.h"

#include "base/str.h"
#include "io/process.h"
#include "tree/patch.h"
#include "unpack/gzip.h"
#include "unpack/tar.h"

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

	const std::string_view text = file->second.bytes();
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

namespace {

/*
 * The changelog of @package in @tar, packed.  A rebuild has one of its own
 * beside that of the source, with the architecture in its name.
 */
std::string_view changelog_in(const std::vector<TarEntry> &entries,
			      const std::string &package)
{
	const std::string start =
		str("./usr/share/doc/", package, "/changelog.Debian.");
	const TarEntry *found = nullptr;

	for (const TarEntry &entry : entries)
		if (entry.name.starts_with(start) &&
		    entry.name.ends_with("gz") &&
		    (!found || entry.name.size() > found->name.size()))
			found = &entry;
	return found ? found->data : std::string_view();
}

/* The version in "rust-demo (1.0.0-1) unstable; urgency=medium". */
std::string newest_version(std::string_view changelog)
{
	const std::string_view line = changelog.substr(0, changelog.find('\n'));
	const size_t open = line.find('('), close = line.find(')');

	if (open == line.npos || close == line.npos || close < open)
		return {};
	return std::string(line.substr(open + 1, close - open - 1));
}

/* Whether the payload is that of the package: no more than a look at it. */
bool is_payload_of(const std::string &path, std::string_view tar,
		   const DebianPin &pin)
{
	const UnpackOptions limits;
	const Result<std::vector<TarEntry>> entries =
		read_tar(path, tar, TarProfile::package, limits.entries);

	if (!entries)
		return false;
	const Result<std::string> changelog = gunzip(
		path, changelog_in(entries.value(), pin.package), limits);
	return changelog && newest_version(changelog.value()) == pin.version;
}

/* The package's own word, for which a program has to run. */
Status check_control(const std::string &path, const CrateEntry &entry)
{
	const DebianPin &pin = *entry.debian;
	const std::string text = TRY(
		run_process({ "dpkg-deb", "-f", path, "Package", "Version" }));
	std::map<std::string_view, std::string_view> fields;

	for (const std::string_view line : lines(text))
		fields[line.substr(0, line.find(':'))] =
			trim(line.substr(line.find(':') + 1));
	if (fields["Package"] == pin.package &&
	    fields["Version"] == pin.version)
		return ok();
	return Diag(Id::crate_mismatch,
		    str("the package is ", fields["Package"], " ",
			fields["Version"], ", not ", pin.package, " ",
			pin.version))
		.at(entry.where)
		.with_help("correct 'debian' in the entry: the README quotes "
			   "it");
}

} /* namespace */

Status check_package(const std::string &path, std::string_view tar,
		     const CrateEntry &entry)
{
	if (is_payload_of(path, tar, *entry.debian))
		return ok();
	return check_control(path, entry);
}

Result<Tree> unpack_deb(const std::string &path, const CrateEntry &entry,
			const UnpackOptions &options, Sink &sink)
{
	const auto tar = std::make_shared<const std::string>(
		TRY(run_process({ "dpkg-deb", "--fsys-tarfile", path })));
	Result<Tree> tree = unpack_deb_payload(
		path, tar, entry.name, entry.version_text, options, sink);

	/* What is wrong with the pin is told where that is. */
	if (!tree && tree.error().id == Id::crate_mismatch)
		return std::move(tree.error()).at(entry.where);
	if (!tree)
		return tree;
	TRY(check_package(path, *tar, entry));
	undo_debian_changes(tree.value());
	return tree;
}

} /* namespace kcrate */
