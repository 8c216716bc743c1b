/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Arithmetic that a kernel has no instructions for, or that needs functions
 * which it lacks.
 */

#include <vector>

#include "audit/floats.h"
#include "diag/diag.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

/*
 * Findings wide_arithmetic, for each division and one for all the rest, and one
 * float_arithmetic, of what functions in @code calculate; its @types are
 * followed as far as they are spelled.  Which operations call a function is
 * what rustc 1.96 makes of them (rust/Makefile of Linux has the functions'
 * names).
 */
std::vector<Diag> check_arithmetic(const CrateCode &code, TypesOnDemand &types);

/*
 * Findings float_debug: derive(Debug) on types with floats, and those of
 * @floats that `{:?}` stands for.  core's fmt/nofloat.rs panics for them.
 */
std::vector<Diag> check_float_debug(const CrateCode &code,
				    const std::vector<FloatUse> &floats);

} /* namespace kcrate */
