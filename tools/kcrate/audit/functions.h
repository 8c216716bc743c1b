/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What functions need at run time: stack, and themselves. */

#include <cstdint>
#include <vector>

#include "diag/diag.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

/*
 * Findings stack_large in @code: arrays and structs in functions that are known
 * to have more than @frame_warn bytes.  Sizes are evaluated
 * as far as literals, constants, numbers and the crate's own structs tell, and
 * are else too small.  const functions are left out: the compiler runs them.
 */
std::vector<Diag> check_stack(const CrateCode &code, uint64_t frame_warn);

/*
 * Findings recursion in @code: functions that certainly call themselves, by
 * name.  What a trait or another function leads to is not followed.
 */
std::vector<Diag> check_recursion(const CrateCode &code);

} /* namespace kcrate */
