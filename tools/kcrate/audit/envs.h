/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The variables that a source may read when it is compiled. */

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "diag/diag.h"
#include "rustsrc/crate_source.h"

namespace kcrate {

/*
 * What cargo sets for every crate, and so does an import (cargo's
 * src/compiler/mod.rs), but for places: those differ between machines.
 */
std::map<std::string, std::string> cargo_envs(const CargoToml &cargo);

/* The value of @name among these; nothing for others. */
std::optional<std::string> cargo_env(const CargoToml &cargo,
				     const std::string &name);

/* Diag env_unknown of @use, which nothing gives. */
Diag unknown_env(const EnvUse &use, const std::string &crate);

/*
 * Findings env_used and env_unknown: what @source reads with env!, but those of
 * @given, which somebody has stated.  What option_env! reads may be missing.
 */
std::vector<Diag> check_envs(const CrateSource &source, const CargoToml &cargo,
			     const std::map<std::string, std::string> &given);

/* Findings file_included: what @source has in it of other files. */
std::vector<Diag> check_includes(const CrateSource &source);

} /* namespace kcrate */
