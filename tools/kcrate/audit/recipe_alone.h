/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a manifest would have to say of a crate, whatever its features are. */

#include <functional>

#include "audit/crate_audit.h"

namespace kcrate {

/* A crate's audit, with what a policy makes of it; the tokens are of the same
 * crate. */
using AuditAgain = std::function<CrateAudit(
	const AuditedCrate &, AuditDepth depth, TokenStore &tokens)>;

/* A crate with a recipe, and what an audit finds of it then. */
struct MendedAlone {
	AuditedCrate crate;
	CrateAudit audit;
	Recipe recipe;
};

/*
 * @crate, whose audit is @known, without the arms of its licence that cannot be
 * tagged, and with what its build script sets, as far as that is known.
 */
MendedAlone mend_alone(const AuditAgain &again, const AuditedCrate &crate,
		       const CrateAudit &known, TokenStore &tokens);

/* A trial of @crate, whose audit was @known before it was changed, with those
 * of these findings that a trial does not look for. */
CrateAudit audit_again(const AuditAgain &again, const AuditedCrate &crate,
		       const CrateAudit &known, TokenStore &tokens);

/* Whether somebody has to do something about @diag before an import. */
bool is_work(const Diag &diag);

/* How many of those @audit has. */
size_t work_of(const CrateAudit &audit);

} /* namespace kcrate */
