// SPDX-License-Identifier: GPL-2.0-or-later

#include "fetch/fetch.h"

#include <mutex>
#include <optional>

#include "base/str.h"
#include "fetch/sources.h"
#include "io/digest.h"
#include "io/http.h"
#include "io/parallel.h"

namespace kcrate {

namespace {

constexpr SourceKind all_kinds[] = { SourceKind::directory, SourceKind::git,
				     SourceKind::registry,
				     SourceKind::debian_source,
				     SourceKind::debian };

/* What @entry pins for @kind, if it can be had in that way. */
std::optional<PinnedSource> source_of(const Manifest &manifest,
				      const CrateEntry &entry, SourceKind kind)
{
	switch (kind) {
	case SourceKind::directory:
		if (entry.directory)
			return PinnedSource{ kind,
					     entry.directory->tree_sha256 };
		break;
	case SourceKind::git:
		if (entry.git)
			return PinnedSource{ kind, entry.git->tree_sha256 };
		break;
	case SourceKind::registry:
		if (!manifest.registry.empty() && !entry.sha256.empty())
			return PinnedSource{ kind, entry.sha256 };
		break;
	case SourceKind::debian_source:
		if (entry.debian_source && !entry.sha256.empty())
			return PinnedSource{ kind, entry.sha256 };
		break;
	case SourceKind::debian:
		if (entry.debian)
			return PinnedSource{ kind, entry.debian->sha256 };
		break;
	}
	return {};
}

/* Where @entry has the hash that pins its source. */
const Place &place_of_pin(const CrateEntry &entry, SourceKind kind)
{
	return kind == SourceKind::directory ? entry.directory->where
	       : kind == SourceKind::git     ? entry.git->where
	       : kind == SourceKind::debian  ? entry.debian->where
					     : entry.sha256_where;
}

} /* namespace */

Diag not_the_pinned(const CrateEntry &entry, const PinnedSource &source,
		    const std::string &what, const std::string &found)
{
	Diag diag(Id::hash_mismatch,
		  str(what, " is not the one pinned for ", entry.name,
		      ": pinned ", source.sha256, ", found ", found));

	diag.crate = entry.name;
	return std::move(diag)
		.at(place_of_pin(entry, source.kind))
		.with_help("find out which of the two is right before changing "
			   "the pin");
}

std::string_view name_of(SourceKind kind)
{
	constexpr std::string_view names[] = { "directory", "git", "registry",
					       "debian-source", "debian" };

	return names[static_cast<size_t>(kind)];
}

bool is_archive(SourceKind kind)
{
	return kind != SourceKind::directory && kind != SourceKind::git;
}

Result<PinnedSource> choose_source(const Manifest &manifest,
				   const CrateEntry &entry,
				   const LockedCrate *locked)
{
	const bool keep = locked && locked->version == entry.version_text &&
			  locked->sha256 == entry.sha256;

	for (const SourceKind kind : all_kinds) {
		const std::optional<PinnedSource> source =
			source_of(manifest, entry, kind);
		if (source && (!keep || locked->source == name_of(kind)))
			return *source;
	}
	if (keep)
		return Diag(Id::source_missing,
			    str(entry.name, " is locked to its source '",
				locked->source,
				"', which the manifest does not have any "
				"more"))
			.at(entry.where)
			.with_help("restore it, or run 'kcrate lock' to "
				   "choose another");
	return Diag(Id::source_missing,
		    str("there is no source for ", entry.name, " ",
			entry.version_text))
		.at(entry.where)
		.with_help("give it 'debian', 'debian-source', 'git' or "
			   "'directory', or the manifest a 'registry'");
}

namespace {

struct Task {
	const CrateEntry *entry;
	Fetched *out;
	std::optional<Diag> failure;
	bool done = false; /* else it is left for the network */
};

/* The registry that serves @kind, "" for none. */
std::string registry_of(const Manifest &manifest, const FetchOptions &options,
			SourceKind kind)
{
	if (kind != SourceKind::registry && kind != SourceKind::debian_source)
		return "";
	if (!options.registry.empty())
		return options.registry;
	return kind == SourceKind::registry ? manifest.registry : "";
}

/* The bytes from a registry that needs no network. */
Status read_registry(const std::string &url, const Cache &cache, Task &task)
{
	task.out->bytes = TRY(read_local_registry(url, *task.entry));
	const std::string found = sha256_of(task.out->bytes);
	if (found != task.out->source.sha256)
		return not_the_pinned(*task.entry, task.out->source,
				      str("the archive from ", url), found);
	task.done = true;
	return cache.store(found, task.out->bytes);
}

/* @tree, which @what names, is what is pinned. */
Status take_tree(const std::string &what, Tree tree, Task &task)
{
	task.out->tree = std::move(tree);
	const std::string found = tree_hash(task.out->tree);
	if (found != task.out->source.sha256)
		return not_the_pinned(*task.entry, task.out->source, what,
				      found);
	task.done = true;
	return ok();
}

Status read_pinned_directory(const Manifest &manifest, Task &task)
{
	Tree tree = TRY(read_directory(manifest, *task.entry));

	task.out->path = task.entry->directory->path;
	return take_tree(str("the directory ", task.out->path), std::move(tree),
			 task);
}

/* From the repository in the cache, if that has the commit. */
Status read_git(const Cache &cache, Task &task)
{
	const GitPin &pin = *task.entry->git;
	std::optional<GitTree> found = TRY(read_commit(cache, *task.entry));

	task.out->path = str(shown_url(pin.url), " at ", pin.commit);
	if (!found)
		return ok();
	task.out->path_in_repository = found->path;
	return take_tree(task.out->path, std::move(found->tree), task);
}

Status read_archive(const Manifest &manifest, const FetchOptions &options,
		    const Cache &cache, Task &task)
{
	const PinnedSource &source = task.out->source;
	std::optional<std::string> bytes = cache.find(source.sha256);

	task.done = bytes.has_value();
	if (bytes) {
		task.out->bytes = std::move(*bytes);
		return ok();
	}
	const std::string url = registry_of(manifest, options, source.kind);
	if (url.empty())
		return ok();
	const Result<Registry> registry = parse_registry(url);
	if (!registry)
		return Diag(registry.error()).at(task.entry->where);
	if (registry.value().protocol == Protocol::local)
		return read_registry(url, cache, task);
	return ok();
}

/* What needs no network. */
Status read_one(const Manifest &manifest, const FetchOptions &options,
		const Cache &cache, Task &task)
{
	switch (task.out->source.kind) {
	case SourceKind::directory:
		return read_pinned_directory(manifest, task);
	case SourceKind::git:
		return read_git(cache, task);
	default:
		return read_archive(manifest, options, cache, task);
	}
}

/* The hashes of what came for @entry: files begin with their package. */
std::string found_for(const CrateEntry &entry, SourceKind kind,
		      const FileHashes &others)
{
	const std::string start =
		(kind == SourceKind::debian ? entry.debian->package
					    : entry.debian_source->package) +
		"_";
	std::vector<std::string> out;

	for (const auto &[file, digest] : others)
		if (file.starts_with(start) && !file.ends_with(".dsc"))
			out.push_back(digest);
	return out.empty() ? "no file of that package" : join(out, ", ");
}

/* What is left, by where it comes from. */
struct Missing {
	std::map<std::string, std::map<std::string, PinnedSource>> by_registry;
	std::map<std::string, PinnedSource> from_debian;
	std::vector<const CrateEntry *> from_git;
};

Missing missing_of(const Manifest &manifest, const FetchOptions &options,
		   const std::vector<Task *> &left)
{
	Missing out;

	for (const Task *task : left) {
		const PinnedSource &source = task->out->source;
		const std::string url =
			registry_of(manifest, options, source.kind);
		if (source.kind == SourceKind::git)
			out.from_git.push_back(task->entry);
		else if (url.empty())
			out.from_debian.emplace(task->entry->name, source);
		else
			out.by_registry[url].emplace(task->entry->name, source);
	}
	return out;
}

/* Into the cache; returns what came and is not pinned. */
Result<FileHashes> download(const Manifest &manifest, const Missing &missing,
			    const Cache &cache, const Notice &progress)
{
	for (const auto &[url, sources] : missing.by_registry)
		TRY(download_from_registry(manifest, url, sources, cache,
					   progress));
	for (const CrateEntry *entry : missing.from_git)
		TRY(download_commit(*entry, cache, progress));
	if (missing.from_debian.empty())
		return FileHashes();
	return download_from_debian(manifest, missing.from_debian, cache,
				    progress);
}

Status from_network(const Manifest &manifest, const FetchOptions &options,
		    const Cache &cache, std::vector<Task> &tasks,
		    const Notice &progress)
{
	std::vector<Task *> left;

	for (Task &task : tasks)
		if (!task.done)
			left.push_back(&task);
	if (left.empty())
		return ok();
	if (options.offline)
		return Diag(Id::source_unreachable,
			    str(left[0]->entry->name,
				" is not in the archive cache, and --offline "
				"forbids fetching it"))
			.at(left[0]->entry->where)
			.with_help("run 'kcrate fetch' while there is a "
				   "network");
	const Missing missing = missing_of(manifest, options, left);
	const FileHashes others =
		TRY(download(manifest, missing, cache, progress));
	for (Task *task : left) {
		const CrateEntry &entry = *task->entry;
		const PinnedSource &source = task->out->source;
		TRY(read_one(manifest, options, cache, *task));
		if (!task->done && missing.from_debian.count(entry.name))
			return not_the_pinned(
				entry, source, "what Debian serves",
				found_for(entry, source.kind, others));
		if (!task->done)
			return Diag(Id::file_unreadable,
				    str(entry.name, " was fetched, and is not "
						    "in the cache any more"))
				.at(entry.where)
				.with_help("run the command again");
	}
	return ok();
}

} /* namespace */

Result<std::map<std::string, Fetched>>
fetch_all(const Manifest &manifest,
	  const std::map<std::string, PinnedSource> &sources,
	  const Cache &cache, const FetchOptions &options,
	  const Notice &progress)
{
	std::map<std::string, Fetched> out;
	std::vector<Task> tasks;

	for (const auto &[name, source] : sources) {
		Fetched &fetched = out[name];
		fetched.source = source;
		fetched.path = cache.path_of(source.sha256);
		tasks.push_back({ &manifest.crates.at(name), &fetched, {} });
	}
	parallel_for(tasks.size(), options.jobs, [&](size_t i) {
		Status status = read_one(manifest, options, cache, tasks[i]);
		if (!status)
			tasks[i].failure = std::move(status.error());
	});
	for (Task &task : tasks)
		if (task.failure)
			return std::move(*task.failure);
	TRY(from_network(manifest, options, cache, tasks, progress));
	return out;
}

} /* namespace kcrate */
