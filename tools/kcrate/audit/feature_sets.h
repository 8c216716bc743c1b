/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A crate with fewer of its features, as far as that is its own business. */

#include <set>
#include <string>
#include <vector>

#include "audit/crate_audit.h"

namespace kcrate {

/* A crate, and whether it would need one that is not among those it has. */
struct Refeatured {
	AuditedCrate crate;
	bool is_lacking = false;
};

/*
 * @crate where only @asked of the features that were asked for by name are on,
 * with what they turn on; what other crates ask of it stays.  What it needs
 * for none of its features any more, of @crates, is left out.
 */
Refeatured with_features(const AuditedCrate &crate,
			 const std::set<std::string> &asked,
			 const std::vector<AuditedCrate> &crates);

} /* namespace kcrate */
