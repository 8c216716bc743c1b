// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Crates at a commit, and indexes in repositories.  Each repository has a copy
 * below the cache, by its URL.
 */

#include "fetch/sources.h"

#include <algorithm>

#include "base/str.h"
#include "io/git.h"
#include "io/http.h"
#include "toml/toml.h"
#include "tree/paths.h"
#include "tree/refuse.h"

namespace kcrate {

namespace {

/* Those of unpack's archives; a repository holds more than one crate. */
constexpr uint64_t most_bytes = 64 << 20;
constexpr size_t most_entries = 30000;
constexpr size_t most_entries_of_repository = 300000;

/* To find a crate by its name: what a Cargo.toml may be, and how many. */
constexpr uint64_t most_bytes_of_manifest = 1 << 20;
constexpr size_t most_manifests = 10000;

constexpr uint64_t most_bytes_of_index_file = 16 << 20;
constexpr char head[] = "refs/remotes/origin/HEAD";

/* @path as seen from @directory ("" for the top); "" where it is not below. */
std::string_view below(std::string_view path, std::string_view directory)
{
	if (directory.empty())
		return path;
	if (!path.starts_with(str(directory, "/")))
		return {};
	return path.substr(directory.size() + 1);
}

/* The name of the package that a Cargo.toml is of, "" for none. */
std::string package_in(const std::string &text)
{
	const Result<TomlTable> toml = parse_toml({ "Cargo.toml", text });
	const TomlValue *const package =
		toml ? toml.value().find("package") : nullptr;
	const TomlValue *const name = package && package->table()
					      ? package->table()->find("name")
					      : nullptr;

	return name && name->string() ? *name->string() : "";
}

/* The directories of @entries that hold package @name, in order. */
std::vector<std::string> directories_with(const GitRepository &repository,
					  const std::vector<GitEntry> &entries,
					  const std::string &name)
{
	std::vector<std::string> out;
	size_t manifests = 0;

	for (const GitEntry &entry : entries) {
		if (base_name(entry.path) != "Cargo.toml" ||
		    entry.kind != GitEntry::Kind::file)
			continue;
		if (++manifests > most_manifests)
			break;
		const Result<std::string> text =
			repository.read(entry.id, most_bytes_of_manifest);
		if (text && package_in(text.value()) == name)
			out.emplace_back(parent_of(entry.path));
	}
	std::sort(out.begin(), out.end());
	return out;
}

/* Where the crate is in its repository, "" for the top. */
Result<std::string> directory_of(const GitRepository &repository,
				 const std::vector<GitEntry> &entries,
				 const CrateEntry &entry)
{
	const std::string where = str(shown_url(entry.git->url), " has ");

	/* Without a Cargo.toml nothing tells where it is but `path`. */
	if (!entry.git->path.empty() || entry.cargo_toml)
		return entry.git->path;
	std::vector<std::string> found =
		directories_with(repository, entries, entry.name);
	if (found.size() == 1)
		return std::move(found[0]);
	if (found.empty())
		return Diag(Id::crate_mismatch,
			    str(where, "no package called ", entry.name))
			.with_help("correct the entry's name, or its 'git'");
	return Diag(Id::crate_mismatch,
		    str(where, "several packages called ", entry.name, ": in '",
			join(found, "', '"), "'"))
		.with_help("choose one with 'path' below 'git'");
}

Diag odd_entry(const std::string &file, const GitEntry &entry)
{
	Diag diag = refuse(Id::git_entry, file,
			   str("the path ", quoted(entry.path), " is ",
			       entry.kind == GitEntry::Kind::link
				       ? "a symbolic link"
			       : entry.kind == GitEntry::Kind::submodule
				       ? "a submodule"
				       : "neither a file nor a directory"));

	return std::move(diag).with_help(
		"if the crate does without it, name it under 'ignore-files'");
}

/* What a crate may be made of: the rules are those of archives. */
Status check_entries(const std::string &file,
		     const std::vector<GitEntry> &entries)
{
	std::vector<PlacedPath> paths;

	for (const GitEntry &entry : entries) {
		TRY(check_path(file, entry.path));
		TRY(check_not_cargos(file, entry.path));
		if (entry.kind != GitEntry::Kind::file)
			return odd_entry(file, entry);
		paths.push_back({ entry.path });
	}
	if (entries.size() > most_entries)
		return refuse(Id::archive_too_many_entries, file,
			      str("the crate has more than ", most_entries,
				  " files"));
	return check_side_by_side(file, std::move(paths));
}

/* The crate's own entries, with paths in the crate. */
std::vector<GitEntry> entries_of(const CrateEntry &entry,
				 const std::vector<GitEntry> &all,
				 const std::string &directory)
{
	std::vector<GitEntry> out;

	for (const GitEntry &one : all) {
		const std::string path(below(one.path, directory));
		if (!path.empty() && !entry.ignore_files.count(path))
			out.push_back({ path, one.kind, one.id });
	}
	return out;
}

Result<Tree> read_files(const GitRepository &repository,
			const std::string &file,
			const std::vector<GitEntry> &entries)
{
	uint64_t left = most_bytes;
	Tree out;

	TRY(check_entries(file, entries));
	for (const GitEntry &entry : entries) {
		std::string bytes = TRY(repository.read(entry.id, left));
		left -= bytes.size();
		out[entry.path] = File(std::move(bytes));
	}
	return out;
}

Result<GitTree> read_from(const GitRepository &repository,
			  const CrateEntry &entry)
{
	const GitPin &pin = *entry.git;
	const std::string file = str(shown_url(pin.url), " at ", pin.commit);
	const std::vector<GitEntry> all =
		TRY(repository.list(pin.commit, most_entries_of_repository));
	GitTree out;

	out.path = TRY(directory_of(repository, all, entry));
	out.tree = TRY(
		read_files(repository, file, entries_of(entry, all, out.path)));
	return out;
}

/* All branches and tags; a commit on none of them some servers give as well. */
Status fetch_commit(const GitRepository &repository, const GitPin &pin,
		    const Notice &progress)
{
	TRY(repository.fetch(pin.url,
			     { "+refs/heads/*:refs/remotes/origin/*",
			       "+refs/tags/*:refs/tags/*" },
			     progress));
	if (repository.has_commit(pin.commit))
		return ok();
	const Status alone = repository.fetch(
		pin.url, { str(pin.commit, ":refs/kcrate/", pin.commit) },
		progress);
	if (alone && repository.has_commit(pin.commit))
		return ok();
	return Diag(Id::source_unreachable,
		    str(shown_url(pin.url), " does not have the commit ",
			pin.commit))
		.with_help("check that it was pushed there, to a branch or a "
			   "tag");
}

} /* namespace */

Result<std::optional<GitTree>> read_commit(const Cache &cache,
					   const CrateEntry &entry)
{
	const std::optional<GitRepository> repository = TRY(
		GitRepository::open(cache.path_of_repository(entry.git->url)));

	if (!repository || !repository->has_commit(entry.git->commit))
		return std::optional<GitTree>();
	Result<GitTree> tree = read_from(*repository, entry);
	if (!tree && tree.error().where)
		return std::move(tree.error());
	if (!tree)
		return std::move(tree.error()).at(entry.where);
	return std::optional(std::move(tree.value()));
}

Status download_commit(const CrateEntry &entry, const Cache &cache,
		       const Notice &progress)
{
	const GitPin &pin = *entry.git;
	const std::string directory = cache.path_of_repository(pin.url);

	TRY(make_directories(directory));
	const Fd lock = TRY(open_locked(directory, progress));
	const GitRepository repository =
		TRY(GitRepository::open_or_make(directory));
	if (repository.has_commit(pin.commit))
		return ok();
	progress(str("fetching ", pin.commit, " from ", shown_url(pin.url)));
	Status status = fetch_commit(repository, pin, progress);
	if (!status)
		return std::move(status.error()).at(entry.where);
	return ok();
}

Result<IndexFiles> read_git_index(const std::string &url,
				  const std::vector<std::string> &paths,
				  const Cache &cache, bool offline,
				  const Notice &progress)
{
	const std::string directory = cache.path_of_index(url) + "/git";
	IndexFiles out;

	TRY(make_directories(directory));
	const Fd lock = TRY(open_locked(directory, progress));
	const GitRepository repository =
		TRY(GitRepository::open_or_make(directory));
	if (!offline && cache.is_to_be_compared(url)) {
		progress(str("fetching the index ", shown_url(url)));
		TRY(repository.fetch(url, { str("+HEAD:", head) }, progress));
	}
	const std::string commit = repository.commit_at(head);
	if (commit.empty())
		return Diag(Id::source_unreachable,
			    str("the index ", shown_url(url),
				" was never read, and --offline forbids "
				"reading it"))
			.with_help("run the command once while there is a "
				   "network");
	for (const std::string &path : paths) {
		std::optional<std::string> text = TRY(repository.read_path(
			commit, path, most_bytes_of_index_file));
		if (text)
			out[path] = std::move(*text);
	}
	return out;
}

} /* namespace kcrate */
