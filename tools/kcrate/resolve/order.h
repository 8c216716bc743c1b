/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "resolve/resolve.h"

namespace kcrate {

/*
 * The number of @package's unit for @target among @units, which are sorted by
 * both; none where there is no such unit.
 */
std::optional<size_t> number_of(const std::vector<Unit> &units,
				std::string_view package, Target target);

/*
 * @units, which are sorted by package and target, in an order in which each
 * stands after those it needs.  Diag dependency_cycle.
 */
Result<std::vector<Unit>> in_order(std::vector<Unit> units);

} /* namespace kcrate */
