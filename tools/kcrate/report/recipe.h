/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>

#include "audit/crate_audit.h"

namespace kcrate {

/*
 * What the recipe of @audit, which is of @crate, adds to the entry of a
 * manifest, as YAML below `crates:`.  What is open is told in comments; ""
 * where there is nothing of either.
 */
std::string recipe_to_yaml(const AuditedCrate &crate, const CrateAudit &audit);

} /* namespace kcrate */
