/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What of a crate's code somebody has to look at before it runs in a kernel,
 * though it would compile.
 */

#include <vector>

#include "diag/diag.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

/*
 * Findings thread_local_used, non_ascii_identifier, unstable_feature,
 * assembly_used, rust_atomics, symbol_exported and foreign_function in @code,
 * that of macros left out; @source is what @code was read from.
 */
std::vector<Diag> check_code(const CrateCode &code, const CrateSource &source);

} /* namespace kcrate */
