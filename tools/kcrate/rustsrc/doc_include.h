/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * `#![doc = include_str!("…")]`: documentation that a crate reads from a file,
 * most often its README.md.  Such a file is not source, and in the kernel
 * another README.md has its place, so an import takes these attributes out.
 */

#include <string>
#include <vector>

#include "diag/result.h"
#include "rustsrc/lexer.h"

namespace kcrate {

struct DocInclude {
	size_t begin, end; /* bytes of the attribute, from its `#` */
	std::string path;  /* as written, relative to the file */
};

/* Those of @source, in its order.  Diag rust_syntax. */
Result<std::vector<DocInclude>> doc_includes(const TokenFile &file);

} /* namespace kcrate */
