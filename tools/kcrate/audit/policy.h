/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a policy makes of findings. */

#include <string_view>
#include <vector>

#include "audit/crate_audit.h"
#include "manifest/policy.h"

namespace kcrate {

/*
 * Gives the findings of @audits, which are of @crates, the severities of
 * @policy.  One that is waived on the day @today ("2026-11-26") is a note, and
 * has the reason.  Findings budget_exceeded are added to the crates, and those
 * about the policy itself, waiver_unused and waiver_expired, to @sink; a waiver
 * for a crate that is not among @crates is unused where they are @all there
 * are.
 */
struct PolicyRun {
	std::string_view today;
	bool all;
};
void apply_policy(const Policy &policy, const PolicyRun &run,
		  const std::vector<AuditedCrate> &crates,
		  std::vector<CrateAudit> &audits, Sink &sink);

} /* namespace kcrate */
