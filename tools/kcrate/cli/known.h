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

using Pinned = std::map<std::string, PinnedSource>;
using CargoTomls = std::map<std::string, CargoToml>;

/*
 * Puts into @cargo_tomls those of @sources, archives that a command had
 * verified and unpacked, of which keep_known() has left in @cache what they
 * say; returns the others.
 */
Pinned take_known(const Manifest &manifest, const Cache &cache,
		  const Pinned &sources, CargoTomls &cargo_tomls);

/* @cargo_tomls are those of all @sources, in place of what was kept. */
void keep_known(const Manifest &manifest, const Cache &cache,
		const Pinned &sources, const CargoTomls &cargo_tomls);

} /* namespace kcrate */
