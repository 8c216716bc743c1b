// SPDX-License-Identifier: GPL-2.0-or-later

/* The archives of a registry that has an index. */

#include "base/str.h"
#include "cargo/index_path.h"
#include "fetch/registry.h"
#include "fetch/sources.h"
#include "io/digest.h"
#include "io/http.h"

namespace kcrate {

namespace {

constexpr uint64_t most_bytes = 64 << 20; /* as unpack accepts */

/* An archive that is to come, and what became of it. */
struct Wanted {
	const CrateEntry *entry;
	const PinnedSource *source;
	std::string url;
	std::optional<Diag> failure;
};

Status take(const Wanted &wanted, const std::string &bytes, const Cache &cache)
{
	const std::string found = sha256_of(bytes);

	if (found != wanted.source->sha256)
		return not_the_pinned(
			*wanted.entry, *wanted.source,
			str("the archive from ", shown_url(wanted.url)), found);
	return cache.store(found, bytes);
}

Status judge(const Wanted &wanted, const Result<HttpResponse> &response,
	     const Cache &cache)
{
	const CrateEntry &entry = *wanted.entry;

	if (!response)
		return Diag(response.error()).at(entry.where);
	if (response.value().status == 200)
		return take(wanted, response.value().body, cache);
	return Diag(Id::source_unreachable,
		    str("the registry does not have ", entry.name, " ",
			entry.version_text, ": ", shown_url(wanted.url), " is ",
			response.value().status))
		.at(entry.where)
		.with_help("check the name and the version, and that it is the "
			   "registry which the pin was taken from");
}

/* All that went wrong, in the order of the names. */
Status failures_of(std::vector<Wanted> &wanted)
{
	std::optional<Diag> first;

	for (Wanted &one : wanted) {
		if (!one.failure)
			continue;
		one.failure->crate = one.entry->name;
		if (!first)
			first = std::move(one.failure);
		else
			first->more.push_back(std::move(*one.failure));
	}
	if (first)
		return std::move(*first);
	return ok();
}

Status download(std::vector<Wanted> &wanted, const Cache &cache,
		const Notice &progress)
{
	std::vector<HttpRequest> requests;

	requests.reserve(wanted.size());
	for (const Wanted &one : wanted)
		requests.push_back({ one.url, {}, most_bytes });
	return http_fetch(requests, progress,
			  [&](size_t i, const Result<HttpResponse> &response) {
				  Status status =
					  judge(wanted[i], response, cache);
				  if (!status)
					  wanted[i].failure =
						  std::move(status.error());
				  return ok();
			  });
}

/* From a directory that the config.json of an index on this machine names. */
Status copy(std::vector<Wanted> &wanted, const Cache &cache)
{
	constexpr std::string_view scheme = "file://";

	for (Wanted &one : wanted) {
		const Result<std::string> bytes =
			read_file(one.url.substr(scheme.size()));
		Status status = bytes ? take(one, bytes.value(), cache)
				      : Status(not_to_be_had(*one.entry,
							     bytes.error()));
		if (!status)
			one.failure = std::move(status.error());
	}
	return ok();
}

} /* namespace */

Status
download_from_registry(const Manifest &manifest, const std::string &url,
		       const std::map<std::string, PinnedSource> &sources,
		       const Cache &cache, const Notice &progress)
{
	const Registry registry = TRY(parse_registry(url));
	const RegistryConfig config =
		TRY(read_registry_config(registry, cache, false, progress));
	std::vector<Wanted> wanted;

	for (const auto &[name, source] : sources) {
		const CrateEntry &entry = manifest.crates.at(name);
		wanted.push_back(
			{ &entry, &source,
			  download_url(config.dl, name, entry.version_text,
				       source.sha256) });
	}
	progress(str("downloading ", wanted.size(),
		     wanted.size() == 1 ? " crate" : " crates", " from ",
		     shown_url(registry.url)));
	if (config.dl.starts_with("file://"))
		TRY(copy(wanted, cache));
	else
		TRY(download(wanted, cache, progress));
	return failures_of(wanted);
}

} /* namespace kcrate */
