/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Unsafe code, and whether it says why it is sound. */

#include <vector>

#include "audit/counts.h"

namespace kcrate {

/*
 * All that is unsafe in @code, and in the macros that it calls.  A block and an
 * impl are documented by a comment with `SAFETY:` before the statement or item
 * that they are of, or at once in the block (clippy's
 * undocumented_unsafe_blocks); a function, where no trait that it implements
 * can say it, and a trait by a section `# Safety` before it.
 */
std::vector<CodeSite> unsafe_sites(const CrateCode &code);

/* Whether the root has `#![forbid(unsafe_code)]` where @cfgs are known. */
bool forbids_unsafe_code(const CrateCode &code, const CfgSet &cfgs);

} /* namespace kcrate */
