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
 * Findings thread_local_used, non_ascii_identifier, invisible_character,
 * unstable_feature, assembly_used, rust_atomics, unwinding_used,
 * symbol_exported, lang_item, native_library and foreign_function in @code,
 * that of macros left out; @source is what @code was read from under @cfgs.
 */
std::vector<Diag> check_code(const CrateCode &code, const CrateSource &source,
			     const CfgSet &cfgs);

/* The same of a crate that runs on the host: invisible_character alone. */
std::vector<Diag> check_host_code(const CrateCode &code, const CfgSet &cfgs);

} /* namespace kcrate */
