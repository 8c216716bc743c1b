/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <map>
#include <string>

#include "base/str.h"
#include "cargo/cargo_toml.h"
#include "ktree/ktree.h"

namespace kcrate {

/*
 * @manifest as it is in a tree that has crates of its own: these stand in the
 * place of entries of the same name, with what the entry asks of them, and are
 * there for whoever depends on them.  What is known of each is added to
 * @cargo_tomls.
 */
Manifest with_tree_crates(Manifest manifest, const KernelTree &tree,
			  std::map<std::string, CargoToml> &cargo_tomls);

} /* namespace kcrate */
