/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What can panic. */

#include <vector>

#include "audit/counts.h"

namespace kcrate {

/*
 * What can panic at run time in @code, told by words and operators, as types
 * are not known: macros that panic, unwrap() and the like, indices, divisions
 * by what is no constant, and functions of slices that panic where lengths do
 * not fit.  What is computed when the crate is compiled is left out (consts,
 * statics, lengths of arrays), and so are operators in the arguments of macros
 * that are not known, macros' definitions, and overflow, which Kconfig decides.
 */
std::vector<CodeSite> panic_sites(const CrateCode &code);

} /* namespace kcrate */
