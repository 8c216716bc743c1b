/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>

#include "diag/diag.h"
#include "diag/result.h"

namespace kcrate {

enum class HeaderChange { none, added, tweaked };

struct TaggedText {
	std::string text;
	HeaderChange change;
};

/*
 * @source, a Rust file, with the kernel's licence tag: in the first line, or
 * the second after a shebang, and an empty line behind it
 * (Documentation/process/license-rules.rst, and what Linux's own imports do).
 * A tag that upstream wrote there is rewritten in place: what it says is kept,
 * in the spelling that spdxcheck reads.  @tag is for files without one.  Diag
 * bad_licence, licence_not_accepted.
 */
Result<TaggedText> with_spdx_header(const SourceText &source,
				    const std::string &tag);

} /* namespace kcrate */
