/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What stands between a text and toml++. */

#include "diag/diag.h"
#include "diag/result.h"

namespace kcrate {

/*
 * Finds what toml++ 3.3.0 must not see.  It builds and frees tables by
 * recursion and does not limit the dots in a key, so `a.a.a…` would have its
 * stack; and it runs into __builtin_unreachable() when it asks whether a letter
 * such as `ä` is a space, which it does outside of strings and after a
 * backslash within.
 *
 * This walks over strings and comments as toml++ does, as long as all is well;
 * where it is not, toml++ would have stopped, too.
 *
 * Diag toml_syntax.
 */
Status guard_toml(const SourceText &source);

} /* namespace kcrate */
