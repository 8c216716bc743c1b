/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What was read before, and is in the cache.  It is for commands that only
 * look: nobody proves that it is still what its origin says.
 */

#include <map>
#include <string>
#include <string_view>

#include "cli/crate.h"

namespace kcrate {

/* parse_manifest() of what was read before, or else kept for the next time. */
Result<Manifest> parse_known_manifest(const Cache &cache,
				      const std::string &file,
				      std::string_view text);

/*
 * Moves from @sources to @cargo_tomls those whose Cargo.toml keep_known() has
 * put into @cache, when a command had verified and unpacked the archive.
 */
void take_known(const Manifest &manifest, const Cache &cache,
		std::map<std::string, PinnedSource> &sources,
		std::map<std::string, CargoToml> &cargo_tomls);

/* @crates, entries of @manifest, are unpacked. */
void keep_known(const Manifest &manifest, const Cache &cache,
		const Crates &crates);

} /* namespace kcrate */
