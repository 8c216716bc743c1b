/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What is known of the configuration that a crate is compiled with. */

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "cfg/cfg.h"
#include "manifest/manifest.h"
#include "tree/tree.h"

namespace kcrate {

/*
 * What is known of a unit with @features and @flags on @target: everything but
 * what Kconfig and the compiler's version decide.
 */
CfgSet unit_cfgs(const std::set<std::string> &features,
		 const std::vector<CfgFlag> &flags, CfgSet target);

/*
 * The same where the build script of @cargo had been run, of which nobody
 * knows what it would set; nothing where it sets no cfg.
 */
std::optional<CfgSet> cfgs_of_script(const std::set<std::string> &features,
				     CfgSet target, const CargoToml &cargo,
				     const Tree &files);

} /* namespace kcrate */
