/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Vector instructions, which a kernel may not run as it likes. */

#include <string_view>
#include <vector>

#include "diag/diag.h"
#include "rustsrc/attributes.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

/* Whether `core::arch::x86_64::@name`, or that of others, is of vectors. */
bool is_vector_intrinsic(std::string_view name);

/* Whether @attribute, `target_feature(enable = "a,b")`, may bring vectors
 * along.
 */
bool has_vector_feature(const TokenFile &file, TokenRange attribute);

/*
 * Findings vector_instructions in @code, for a kernel of @cfgs: functions that
 * other crates can call and that certainly come to vector instructions, by an
 * intrinsic, or by way of other functions of the crate, of which one may have
 * #[target_feature].  What is unsafe or has that itself is for its caller to
 * allow, and what stands behind a condition, or is a method of a value, may be
 * for processors that have them, so none of these is certain; nor is which of
 * two functions a name means.  A crate in which check_code() finds no
 * assembly_used for certain has none.
 */
std::vector<Diag> check_vectors(const CrateCode &code, const CfgSet &cfgs);

} /* namespace kcrate */
