/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The source of alloc with everything deprecated that is only there if
 * allocation cannot fail: then rustc's own lint tells where a crate uses it,
 * whatever else is wrong or needed.
 */

#include <string_view>

#include "diag/result.h"
#include "tree/tree.h"

namespace kcrate {

/* What the lint says of such a thing, at the end of its message. */
constexpr std::string_view infallible_note = "infallible";

/*
 * @source is alloc/src of Rust's library, @since the compiler's own release
 * (a later one would not be deprecated yet).  What is gone with --cfg
 * no_global_oom_handling is marked, but for implementations of traits, which
 * cannot be.  Diags of lex().
 */
Result<Tree> marked_alloc(const Tree &source, std::string_view since);

} /* namespace kcrate */
