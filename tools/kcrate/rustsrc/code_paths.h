/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Paths, told from tokens: what crate_code.cc reads modules with. */

#include "rustsrc/crate_code.h"

namespace kcrate {

/* `::` at token @i. */
bool is_colons(const TokenFile &file, size_t i);

/* Whether token @i is an identifier that can be a segment of a path. */
bool is_segment(const TokenFile &file, size_t i);

/*
 * The path that begins at token @i, generic arguments left out; nothing where
 * none begins there, as behind a `.` or a `::`.
 */
std::optional<CodePath> path_at(const TokenFile &file, size_t i, size_t end);

/* An import: what it is called here, "*" for a glob, "_" for no name. */
struct ImportedPath {
	std::string_view name;
	CodePath path;
};

/*
 * The imports of the `use` at token @i; sets @i to the token behind it.  What
 * is no use, as in a macro, has none.
 */
std::vector<ImportedPath> imports_at(const TokenFile &file, size_t &i,
				     size_t end);

} /* namespace kcrate */
