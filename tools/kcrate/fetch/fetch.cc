// SPDX-License-Identifier: GPL-2.0-or-later

#include "fetch/fetch.h"

#include <mutex>
#include <optional>

#include "base/str.h"
#include "fetch/sources.h"
#include "io/digest.h"
#include "io/parallel.h"

namespace kcrate {

namespace {

constexpr SourceKind all_kinds[] = { SourceKind::directory,
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
	       : kind == SourceKind::debian  ? entry.debian->where
					     : entry.sha256_where;
}

Diag mismatch(const CrateEntry &entry, const PinnedSource &source,
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

} /* namespace */

std::string_view name_of(SourceKind kind)
{
	constexpr std::string_view names[] = { "directory", "registry",
					       "debian-source", "debian" };

	return names[static_cast<size_t>(kind)];
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
		.with_help("give it 'debian', 'debian-source' or 'directory', "
			   "or the manifest a 'registry'");
}

namespace {

struct Task {
	const CrateEntry *entry;
	Fetched *out;
	std::optional<Diag> failure;
};

/* The bytes from a registry that needs no network. */
Status read_registry(const Manifest &manifest, const FetchOptions &options,
		     const Cache &cache, Task &task)
{
	const std::string &url =
		options.registry.empty() ? manifest.registry : options.registry;

	task.out->bytes = TRY(read_local_registry(url, *task.entry));
	const std::string found = sha256_of(task.out->bytes);
	if (found != task.out->source.sha256)
		return mismatch(*task.entry, task.out->source,
				str("the archive from ", url), found);
	return cache.store(found, task.out->bytes);
}

Status read_one(const Manifest &manifest, const FetchOptions &options,
		const Cache &cache, Task &task)
{
	Fetched &out = *task.out;

	if (out.source.kind == SourceKind::directory) {
		out.path = task.entry->directory->path;
		out.tree = TRY(read_directory(manifest, *task.entry));
		const std::string found = tree_hash(out.tree);
		if (found != out.source.sha256)
			return mismatch(*task.entry, out.source,
					str("the directory ", out.path), found);
		return ok();
	}

	std::optional<std::string> bytes = cache.find(out.source.sha256);
	if (bytes) {
		out.bytes = std::move(*bytes);
		return ok();
	}
	const bool crate_file = out.source.kind != SourceKind::debian;
	if (crate_file && (!options.registry.empty() ||
			   out.source.kind == SourceKind::registry))
		return read_registry(manifest, options, cache, task);
	/* Left for the network. */
	return ok();
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

Status from_network(const Manifest &manifest, const FetchOptions &options,
		    const Cache &cache, std::vector<Task> &tasks,
		    const Notice &progress)
{
	std::map<std::string, PinnedSource> missing;

	for (const Task &task : tasks)
		if (task.out->source.kind != SourceKind::directory &&
		    task.out->bytes.empty())
			missing.emplace(task.entry->name, task.out->source);
	if (missing.empty())
		return ok();
	if (options.offline)
		return Diag(Id::source_unreachable,
			    str(missing.begin()->first,
				" is not in the archive cache, and --offline "
				"forbids fetching it"))
			.at(manifest.crates.at(missing.begin()->first).where)
			.with_help("run 'kcrate fetch' while there is a "
				   "network");
	const FileHashes others =
		TRY(download_from_debian(manifest, missing, cache, progress));
	for (Task &task : tasks) {
		if (!missing.count(task.entry->name))
			continue;
		std::optional<std::string> bytes =
			cache.find(task.out->source.sha256);
		if (!bytes)
			return mismatch(*task.entry, task.out->source,
					"what Debian serves",
					found_for(*task.entry,
						  task.out->source.kind,
						  others));
		task.out->bytes = std::move(*bytes);
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
