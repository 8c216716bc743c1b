/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Registries: places that have archives by name and version, and most of them
 * an index, which says what versions there are.
 */

#include <map>
#include <string>
#include <vector>

#include "cargo/registry_config.h"
#include "diag/result.h"
#include "io/cache.h"
#include "io/files.h"

namespace kcrate {

/* How a registry is spoken to. */
enum class Protocol {
	local,	/* file:///DIR, cargo's local registry */
	sparse, /* sparse+https://, and https:// for short */
	git	/* registry+https://, registry+file://: index in a repository */
};

struct Registry {
	Protocol protocol;
	std::string url; /* without the prefix; sparse: with a final slash */
};

/*
 * By the prefix of @url, as cargo's SourceId::from_url(), but for https://
 * alone: that is an index in git to cargo.  Diag source_unreachable for another
 * one.
 */
Result<Registry> parse_registry(const std::string &url);

/* The files of an index by their paths; those that it lacks are not there. */
using IndexFiles = std::map<std::string, std::string>;

/*
 * The files @paths of the index of @registry, which is a sparse one or in a
 * git repository.  What was read before is kept in @cache and only compared;
 * with @offline nothing but that is used.  Diag source_unreachable.
 */
Result<IndexFiles> read_index_files(const Registry &registry,
				    const std::vector<std::string> &paths,
				    const Cache &cache, bool offline,
				    const Notice &progress);

/*
 * How the registry serves archives.  Diag source_unreachable; registry_config,
 * also for a registry that wants a password, or that leads where it may not.
 */
Result<RegistryConfig> read_registry_config(const Registry &registry,
					    const Cache &cache, bool offline,
					    const Notice &progress);

} /* namespace kcrate */
