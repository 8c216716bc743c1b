/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a crate offers to those that depend on it, and what these use. */

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "rustsrc/crate_code.h"

namespace kcrate {

/*
 * All names that a path `crate::name` may have where @code is the crate: items,
 * modules and imports of its root, and all its macros, whoever may see them.
 * Nothing where it is not certain that these are all: with a glob of another
 * crate, or a call of a macro that may define items.
 */
std::optional<std::set<std::string>> names_of_root(const CrateCode &code);

/* By a crate's name in the source and a name of its root, where that is used
 * first in @code that is certainly compiled.  Macros' arguments are left out:
 * they need not be code. */
using ItemUses = std::map<std::pair<std::string, std::string>, Place>;
ItemUses uses_of_others(const CrateCode &code);

} /* namespace kcrate */
