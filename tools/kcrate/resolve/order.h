/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "resolve/resolve.h"

namespace kcrate {

using UnitKey = std::pair<std::string, Target>;

/*
 * @units as a list in which each stands after those it needs.  Diag
 * dependency_cycle.
 */
Result<std::vector<Unit>> in_order(std::map<UnitKey, Unit> units);

} /* namespace kcrate */
