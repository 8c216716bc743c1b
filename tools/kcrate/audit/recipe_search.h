/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a manifest could say of a crate, found by trying. */

#include <string>
#include <vector>

#include "audit/crate_audit.h"
#include "audit/trial_needs.h"

namespace kcrate {

/* What a search has to go by. */
struct SearchWorld {
	const std::vector<AuditedCrate> &crates;
	/* Of these; of what a crate needs, with its verdict. */
	const std::vector<CrateAudit> &audits;
	const TrialNeeds &needs;
	const TrialWays &ways;
};

/* What a crate needs, as far as somebody has to do something about it. */
struct Needs {
	Grade grade = Grade::core;
	size_t bad = 0;	  /* so many are not good */
	std::string name; /* "NAME VERSION" of one of these */
};

/* A crate with a recipe, and what it needs then. */
struct Mended : MendedAlone {
	Needs needs;
};

/*
 * The one of @world that is at @index, with what makes it better: what
 * mend_alone() does, and if it is wanted itself fewer of the features that were
 * asked for or another one, and the cfgs that its source has for systems that
 * lack something.  With other features it would
 * need other crates, or these with other features: that is looked at as well.
 */
Mended mend(const SearchWorld &world, size_t index);

} /* namespace kcrate */
