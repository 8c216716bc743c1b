// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/unpack.h"

#include <algorithm>
#include <vector>

#include "base/str.h"
#include "tree/paths.h"
#include "tree/refuse.h"
#include "unpack/gzip.h"
#include "unpack/tar.h"

namespace kcrate {

namespace {

constexpr std::string_view registry = "usr/share/cargo/registry/";
constexpr uint32_t executable_bits = 0111;

/* An entry of the crate, and its path within the crate. */
struct Member {
	std::string_view path;
	const TarEntry *entry;
};

/* @path below @directory, "" when it is not there. */
std::string_view below(std::string_view path, std::string_view directory)
{
	if (!path.starts_with(directory) || path.size() <= directory.size() ||
	    path[directory.size()] != '/')
		return {};
	return path.substr(directory.size() + 1);
}

/* Every entry must be the crate's, in the directory @root. */
Result<std::vector<Member>>
members_of_crate(const std::string &file, const std::vector<TarEntry> &entries,
		 std::string_view root, const std::set<std::string> &ignored)
{
	std::vector<Member> members;

	for (const TarEntry &entry : entries) {
		const std::string_view path = below(entry.name, root);

		if (ignored.count(std::string(path)))
			continue;
		TRY(check_path(file, entry.name));
		if (path.empty() && entry.name == root &&
		    entry.kind == TarEntry::Kind::directory)
			continue;
		if (path.empty())
			return refuse(Id::path_outside_crate, file,
				      str("the path ", quoted(entry.name),
					  " is not in ", quoted(root)));
		TRY(check_not_cargos(file, entry.name));
		members.push_back({ path, &entry });
	}
	return members;
}

/* The payload's paths begin with "./", which means nothing. */
Result<std::string_view> path_in_package(const std::string &file,
					 const TarEntry &entry)
{
	std::string_view path = entry.name;

	if (path == ".")
		return std::string_view();
	if (!path.starts_with("./"))
		return refuse(Id::path_outside_crate, file,
			      str("the path ", quoted(path),
				  " does not begin with './'"));
	path.remove_prefix(2);
	TRY(check_path_is_plain(file, path));
	return path;
}

/* Nothing but directories may be at @root, above it and below it. */
Status check_way_to_crate(const std::string &file, const TarEntry &entry,
			  std::string_view path, std::string_view root)
{
	const bool above = path == root || !below(root, path).empty();
	const bool inside = !below(path, root).empty();

	if ((above && entry.kind != TarEntry::Kind::directory) ||
	    (inside && entry.kind == TarEntry::Kind::link))
		return refuse(
			Id::tar_entry_type, file,
			str("the entry ", quoted(entry.name),
			    " is a link or a file where a crate may not have one"));
	return ok();
}

Result<std::vector<Member>>
members_in_package(const std::string &file,
		   const std::vector<TarEntry> &entries, std::string_view root,
		   const std::set<std::string> &ignored)
{
	std::vector<Member> members;

	for (const TarEntry &entry : entries) {
		const std::string_view path = TRY(path_in_package(file, entry));
		const std::string_view inner = below(path, root);

		TRY(check_way_to_crate(file, entry, path, root));
		if (inner.empty() || ignored.count(std::string(inner)))
			continue;
		TRY(check_path(file, path));
		/* Made by Debian; whoever asked for the payload expects it. */
		if (inner != ".cargo-checksum.json")
			TRY(check_not_cargos(file, path));
		members.push_back({ inner, &entry });
	}
	return members;
}

Result<Tree> tree_of(const std::string &file, const SharedBytes &tar,
		     const std::vector<Member> &members)
{
	std::vector<PlacedPath> paths;
	Tree tree;

	paths.reserve(members.size());
	for (const Member &member : members)
		paths.push_back(
			{ member.path,
			  member.entry->kind == TarEntry::Kind::directory });
	TRY(check_side_by_side(file, std::move(paths)));
	for (const Member &member : members) {
		if (member.entry->kind == TarEntry::Kind::file)
			tree.emplace(member.path,
				     File(tar, member.entry->data));
	}
	if (!tree.count("Cargo.toml"))
		return refuse(Id::manifest_missing, file,
			      "the crate has no 'Cargo.toml'");
	return tree;
}

void report_executables(const std::string &file,
			const std::vector<Member> &members, Sink &sink)
{
	for (const Member &member : members) {
		if (member.entry->kind != TarEntry::Kind::file ||
		    !(member.entry->mode & executable_bits))
			continue;

		sink.report(
			Diag{ Id::file_executable,
			      str("the file ", quoted(member.path),
				  " is executable in the archive") }
				.at(whole(file))
				.with_help(
					"nothing needs to be done: it is written with mode 0644"));
	}
}

/* A file that is to be ignored and is not in @directory is a mistake. */
void report_unused(const std::string &file,
		   const std::vector<TarEntry> &entries,
		   const std::string &directory, const UnpackOptions &options,
		   Sink &sink)
{
	for (const std::string &path : options.ignored) {
		const std::string name = str(directory, "/", path);
		if (std::none_of(entries.begin(), entries.end(),
				 [&](const TarEntry &entry) {
					 return entry.name == name;
				 }))
			sink.report(Diag(Id::unused_override,
					 str("the archive has no file ",
					     quoted(path), " to ignore"))
					    .at(whole(file))
					    .with_help("remove it from "
						       "'ignore-files'"));
	}
}

/* Debian's directories leave out a version's build metadata. */
std::string directory_in_package(const std::vector<TarEntry> &entries,
				 std::string_view name,
				 std::string_view version)
{
	std::string full = str(registry, name, "-", version);

	for (const TarEntry &entry : entries) {
		if (entry.name.starts_with("./") &&
		    !below(std::string_view(entry.name).substr(2), full)
			     .empty())
			return full;
	}
	return str(registry, name, "-", version.substr(0, version.find('+')));
}

/* The package of another crate or version has a directory for that. */
Status check_is_in_package(const std::string &file,
			   const std::vector<TarEntry> &entries,
			   const std::string &root)
{
	const std::string start = str("./", registry);
	std::set<std::string> there;

	for (const TarEntry &entry : entries) {
		const std::string_view name = entry.name;
		if (!name.starts_with(start) || name.size() == start.size())
			continue;
		const std::string_view path = name.substr(2);
		const std::string_view crate =
			path.substr(0, path.find('/', registry.size()));
		if (crate == root)
			return ok();
		there.insert(quoted(crate));
	}
	return refuse(Id::crate_mismatch, file,
		      str("the package has ",
			  there.empty()
				  ? "nothing in " + quoted(registry)
				  : join({ there.begin(), there.end() }, ", "),
			  ", not ", quoted(root)))
		.with_help("correct the entry's name or version, or its "
			   "'debian'");
}

} /* namespace */

/* NOLINTNEXTLINE(readability-function-size): the contract's six parameters */
Result<Tree> unpack_crate(const std::string &file, std::string_view archive,
			  std::string_view name, std::string_view version,
			  const UnpackOptions &options, Sink &sink)
{
	const auto tar = std::make_shared<const std::string>(
		TRY(gunzip(file, archive, options)));
	const std::vector<TarEntry> entries =
		TRY(read_tar(file, *tar, TarProfile::crate, options.entries));
	const std::vector<Member> members = TRY(members_of_crate(
		file, entries, str(name, "-", version), options.ignored));
	Tree tree = TRY(tree_of(file, tar, members));

	report_unused(file, entries, str(name, "-", version), options, sink);
	report_executables(file, members, sink);
	return tree;
}

/* NOLINTNEXTLINE(readability-function-size): the contract's six parameters */
Result<Tree> unpack_deb_payload(const std::string &file, const SharedBytes &tar,
				std::string_view name, std::string_view version,
				const UnpackOptions &options, Sink &sink)
{
	if (tar->size() > options.unpacked)
		return refuse(Id::archive_too_large, file,
			      str("the payload has ", tar->size(),
				  " bytes; the limit is ", options.unpacked));

	const std::vector<TarEntry> entries =
		TRY(read_tar(file, *tar, TarProfile::package, options.entries));
	const std::string root = directory_in_package(entries, name, version);
	const std::vector<Member> members =
		TRY(members_in_package(file, entries, root, options.ignored));

	TRY(check_is_in_package(file, entries, root));
	report_unused(file, entries, "./" + root, options, sink);
	return tree_of(file, tar, members);
}

} /* namespace kcrate */
