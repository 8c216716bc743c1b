/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Whether a kernel can have a crate. */

#include <vector>

#include "audit/recipe_search.h"

namespace kcrate {

/*
 * Gives each of @audits, which are of @crates, from @first on its verdict, and
 * the recipe by which it has it: what mend() makes of it by @ways, which up to
 * @jobs threads call.
 */
void judge_crates(const std::vector<AuditedCrate> &crates, size_t first,
		  unsigned int jobs, const TrialWays &ways,
		  std::vector<CrateAudit> &audits);

} /* namespace kcrate */
