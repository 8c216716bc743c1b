/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What may stand before the first token of a Rust file. */

#include <cstddef>

#include "diag/result.h"

namespace kcrate {

/*
 * The offset behind the byte order mark, the shebang line and the frontmatter
 * of @source, whichever of them it has.  Diag rust_syntax for frontmatter that
 * does not end.
 */
Result<size_t> prologue_end(const SourceText &source);

} /* namespace kcrate */
