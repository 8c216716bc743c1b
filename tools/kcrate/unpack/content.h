/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>
#include <string_view>

#include "diag/diag.h"

namespace kcrate {

/*
 * Reports to @sink what the bytes of a file may not be: machine code, and in a
 * Rust source file anything that a reviewer would not see as the compiler sees
 * it (source-not-utf8, source-bidi-control, source-nul; the first place of
 * each).  For the files that an import keeps: crates carry odd test data.
 */
void check_content(const std::string &path, std::string_view bytes, Sink &sink);

} /* namespace kcrate */
