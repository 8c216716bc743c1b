/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the assembly says that rustc makes of a crate for x86_64. */

#include <set>
#include <string>
#include <string_view>

namespace kcrate {

/*
 * The symbols of those functions in @text, as `--emit=asm` has it, that use
 * registers of vectors or of floats, %xmm0 or %st: kernels are built without
 * (arch/x86/Makefile, KBUILD_RUSTFLAGS), so only a #[target_feature] or
 * assembly in the source brings them.  "" stands for what is in no function.
 */
std::set<std::string> vector_functions(std::string_view text);

} /* namespace kcrate */
