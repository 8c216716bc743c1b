/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a manifest could say of a crate, found by trying. */

#include <functional>
#include <vector>

#include "audit/crate_audit.h"

namespace kcrate {

/* A crate's audit, with what a policy makes of it; the tokens are of the same
 * crate. */
using AuditAgain =
	std::function<CrateAudit(const AuditedCrate &, TokenStore &tokens)>;

/* What a search has to go by. */
struct SearchWorld {
	const std::vector<AuditedCrate> &crates;
	/* Of these; of what a crate needs, with its verdict. */
	const std::vector<CrateAudit> &audits;
	const AuditAgain &again;
};

/* A crate with a recipe, and what an audit finds of it then. */
struct Mended {
	AuditedCrate crate;
	CrateAudit audit;
	Recipe recipe;
};

/*
 * The one of @world that is at @index, with what makes it better: without the
 * arms of its licence that cannot be tagged, and with what its build script
 * sets, as far as that is known; and if it is wanted itself with fewer of the
 * features that were asked for or with another one, and with the cfgs that its
 * source has for systems that lack something.
 */
Mended mend(const SearchWorld &world, size_t index);

/* Whether somebody has to do something about @diag before an import. */
bool is_work(const Diag &diag);

/* How many of those @audit has. */
size_t work_of(const CrateAudit &audit);

} /* namespace kcrate */
