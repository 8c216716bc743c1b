/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "resolve/order.h"

namespace kcrate {

/* Finding feature_added, where @entry says that its features are exact. */
void report_additions(const CrateEntry &entry, const Unit &unit, Sink &sink);

/*
 * Findings unused_override: entries of which none of @units, which are sorted
 * by package, is built, and dependencies that no unit would have had.
 */
void report_unused_entries(const Manifest &manifest,
			   const std::vector<Unit> &units, Sink &sink);

} /* namespace kcrate */
