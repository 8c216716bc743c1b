/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Whether a kernel can have a crate, and what a manifest would have to say for
 * that.
 */

#include <functional>
#include <vector>

#include "audit/crate_audit.h"

namespace kcrate {

/* Whether somebody has to do something about @diag before an import. */
bool is_work(const Diag &diag);

/* A crate's audit, with what a policy makes of it. */
using AuditAgain = std::function<CrateAudit(const AuditedCrate &)>;

/*
 * Gives each of @audits, which are of @crates, its verdict: what it would be
 * with a recipe is tried by @again, with what its build script says of itself;
 * and of crates that are wanted themselves with fewer of the features that were
 * asked for or with another one, and with the cfgs that its source has for
 * systems that lack something.
 */
void judge_crates(const std::vector<AuditedCrate> &crates,
		  const AuditAgain &again, std::vector<CrateAudit> &audits);

} /* namespace kcrate */
