/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* An audit of another day, of which what it has found is known. */

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "audit/crate_audit.h"
#include "diag/result.h"

namespace kcrate {

/*
 * Findings by crate, id, file in the crate and message, and how many of each:
 * lines move, and versions change the names of directories.
 */
using Baseline =
	std::map<std::tuple<std::string, std::string, std::string, std::string>,
		 size_t>;

/* @text is @file, which audit_to_json() made.  Diag bad_value. */
Result<Baseline> parse_baseline(const std::string &file, std::string_view text);

/*
 * Takes what @baseline has out of the findings of @audits, which are of
 * @crates, from @first on, and out of itself; returns how many these were.
 */
size_t take_known(Baseline &baseline, const std::vector<AuditedCrate> &crates,
		  size_t first, std::vector<CrateAudit> &audits);

} /* namespace kcrate */
