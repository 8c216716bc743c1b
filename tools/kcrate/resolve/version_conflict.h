/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Why versions cannot be chosen, in words. */

#include "diag/diag.h"
#include "resolve/conflict_cache.h"
#include "resolve/version_pool.h"
#include "resolve/version_state.h"

namespace kcrate {

/*
 * Says that no version can be chosen for what @parent wishes by @wish, and why:
 * where there are any that would do, @conflict has what stands against them.
 */
Diag explain_conflict(const VersionPool &pool, const VersionState &state,
		      size_t parent, const Wish &wish,
		      const Conflict &conflict);

/* "demo 1.0.0", and a root by its name. */
std::string name_of(const VersionPool &pool, size_t package);

} /* namespace kcrate */
