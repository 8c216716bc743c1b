/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Names that a crate of the host writes into the code of others. */

#include <vector>

#include "diag/diag.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

/*
 * Findings name_generated in @code: names with letters beyond ASCII in quote!
 * and its like, and those that format_ident! and Ident::new() are given.
 */
std::vector<Diag> check_generated_names(const CrateCode &code);

} /* namespace kcrate */
