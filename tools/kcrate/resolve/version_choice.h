/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a search for versions came to. */

#include "resolve/version_pool.h"
#include "resolve/version_state.h"

namespace kcrate {

/*
 * All that is chosen in @state, with the edges between them.  Diag
 * dependency_cycle: cargo's check_cycles(), which comes after the search.
 */
Result<VersionChoice> choice_of(const VersionPool &pool,
				const VersionState &state);

} /* namespace kcrate */
