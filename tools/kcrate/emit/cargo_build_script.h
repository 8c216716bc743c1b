/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the manifest states of a build script's effects, as a build script. */

#include <string>

#include "manifest/manifest.h"

namespace kcrate {

/* Its file in an exported package. */
inline constexpr char cargo_script[] = "kcrate-build.rs";

/* Whether the manifest states cfgs or variables for @entry. */
bool needs_build_script(const CrateEntry &entry, bool proc_macro);

/*
 * Rust source that tells them to cargo: those of `kernel:` where cargo compiles
 * for another target than the host, and those of `host:` where not; those that
 * are there, where only one is.
 */
std::string build_script(const CrateEntry &entry, bool proc_macro);

} /* namespace kcrate */
