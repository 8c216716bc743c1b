/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The database of advisories that an audit goes by. */

#include <string>
#include <vector>

#include "audit/crate_audit.h"
#include "cli/options.h"
#include "diag/result.h"

namespace kcrate {

class Advisories {
public:
	/*
	 * That of --advisories or $KCRATE_ADVISORIES, or an empty one where
	 * neither is given.  Diag file_not_found where it has no crates/.
	 */
	static Result<Advisories> open(const Options &options);

	/*
	 * Adds what it says of each of @audited from @first on to its audit:
	 * the findings of check_advisory() of each crates/NAME/X.md, which are
	 * read now.
	 */
	void add_to(const std::vector<AuditedCrate> &audited, size_t first,
		    std::vector<CrateAudit> &audits) const;

private:
	std::string crates; /* "" for none */
};

} /* namespace kcrate */
