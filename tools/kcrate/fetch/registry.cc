// SPDX-License-Identifier: GPL-2.0-or-later

#include "fetch/registry.h"

#include "base/str.h"
#include "fetch/sources.h"
#include "io/http.h"

namespace kcrate {

namespace {

constexpr std::string_view config_file = "config.json";

struct Prefix {
	std::string_view text;
	Protocol protocol;
	size_t dropped; /* of the text */
};

constexpr Prefix prefixes[] = {
	{ "sparse+https://", Protocol::sparse, 7 },
	{ "sparse+http://", Protocol::sparse, 7 },
	{ "https://", Protocol::sparse, 0 },
	{ "http://", Protocol::sparse, 0 },
	{ "registry+https://", Protocol::git, 9 },
	{ "registry+http://", Protocol::git, 9 },
	{ "registry+file:///", Protocol::git, 9 },
	{ "file:///", Protocol::local, 0 },
};

bool has_scheme(const std::string &url, std::string_view scheme)
{
	return url.starts_with(str(scheme, "://"));
}

/* A file may lead anywhere, https to https alone: as redirects may. */
bool may_lead_to(const std::string &registry, const std::string &dl)
{
	if (has_scheme(dl, "https"))
		return true;
	if (has_scheme(dl, "http"))
		return !has_scheme(registry, "https");
	return has_scheme(dl, "file") && has_scheme(registry, "file");
}

} /* namespace */

Result<Registry> parse_registry(const std::string &url)
{
	for (const Prefix &prefix : prefixes) {
		if (!url.starts_with(prefix.text))
			continue;
		Registry out{ prefix.protocol, url.substr(prefix.dropped) };
		if (out.protocol == Protocol::sparse && !out.url.ends_with('/'))
			out.url += '/';
		return out;
	}
	return Diag(Id::source_unreachable,
		    str(shown_url(url), " is no registry's URL"))
		.with_help("a registry is sparse+https://HOST/PATH/, "
			   "registry+https://HOST/PATH for an index in git, "
			   "or file:///DIRECTORY in cargo's local layout");
}

Result<IndexFiles> read_index_files(const Registry &registry,
				    const std::vector<std::string> &paths,
				    const Cache &cache, bool offline,
				    const Notice &progress)
{
	if (registry.protocol == Protocol::git)
		return read_git_index(registry.url, paths, cache, offline,
				      progress);
	return read_sparse_index(registry.url, paths, cache, offline, progress);
}

Result<RegistryConfig> read_registry_config(const Registry &registry,
					    const Cache &cache, bool offline,
					    const Notice &progress)
{
	const std::string shown = shown_url(registry.url);
	IndexFiles files =
		TRY(read_index_files(registry, { std::string(config_file) },
				     cache, offline, progress));
	const auto text = files.find(std::string(config_file));

	if (text == files.end())
		return Diag(Id::registry_config,
			    str(shown, " has no config.json"))
			.with_help("check the registry's URL");
	const RegistryConfig config = TRY(parse_registry_config(
		str("the config.json of ", shown), text->second));
	if (config.auth_required)
		return Diag(Id::registry_config,
			    str(shown, " wants every reader to log in"))
			.with_help("kcrate has no passwords: use a registry "
				   "without, or copy the archives and say "
				   "--registry file:///DIRECTORY");
	if (!may_lead_to(registry.url, config.dl))
		return Diag(Id::registry_config,
			    str(shown, " has its archives at ",
				shown_url(config.dl),
				", and may not lead there"))
			.with_help("archives are at an https URL, or at an "
				   "http one where the registry is at one");
	return config;
}

} /* namespace kcrate */
