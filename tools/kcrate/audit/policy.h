/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a policy makes of findings. */

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/crate_audit.h"
#include "manifest/policy.h"

namespace kcrate {

class AppliedPolicy {
public:
	/* @policy on the day @today, "2026-11-26"; it must outlive this. */
	AppliedPolicy(const Policy &policy, std::string today)
		: policy(policy),
		  today(std::move(today)),
		  used(policy.waivers.size())
	{}

	/* Tells @crate, before its audit, how much of the stack it may have. */
	void prepare(AuditedCrate &crate) const;

	/*
	 * Findings budget_exceeded are added to those of @audit, which is of
	 * @crate; and all get their severities.  One that is waived is a note,
	 * and has the reason.
	 */
	void weigh(const AuditedCrate &crate, CrateAudit &audit) const;

	/* The same, and notes what the policy was for. */
	void apply(const AuditedCrate &crate, CrateAudit &audit);

	/*
	 * The findings about the policy itself, waiver_unused and
	 * waiver_expired, by what it was applied to.  A waiver for another
	 * crate is unused where these are @all there are.
	 */
	void report(bool all, Sink &sink) const;

private:
	std::optional<size_t> budget(const AuditedCrate &crate,
				     const std::string &what) const;
	void add_exceeded(const AuditedCrate &crate, CrateAudit &audit) const;
	bool waive(const AuditedCrate &crate, Diag &diag) const;

	const Policy &policy;
	std::string today;
	std::vector<bool> used; /* waivers */
	std::set<std::string> applied_to;
};

} /* namespace kcrate */
