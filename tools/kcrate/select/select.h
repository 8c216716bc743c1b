/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Which of a crate's files enter the kernel, and under which names.
 *
 * The rule is Linux's own, read off its imports of proc-macro2, quote, syn and
 * zerocopy: every source file of the library that some configuration could
 * reach (features that are off included, tests excluded), and every file that
 * those include; and src/ is flattened into the crate's directory unless an
 * include leaves it.
 */

#include <map>
#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "manifest/manifest.h"
#include "rustsrc/crate_source.h"
#include "rustsrc/doc_include.h"
#include "tree/tree.h"

namespace kcrate {

struct SelectedFile {
	std::string upstream; /* its path in the crate */
	FileRole role;
	/* Attributes to take out: they read files that are not kept. */
	std::vector<DocInclude> doc_includes;
};

struct Selection {
	Tree files; /* by their paths in the kernel, bytes as upstream's */
	std::map<std::string, SelectedFile> facts; /* the same keys */
	std::string root; /* the library's first file */
	std::map<std::string, std::string> dropped; /* path to the reason */

	/* The kernel's path of upstream's @path, "" if it was not kept. */
	std::string path_of(const std::string &upstream) const;
};

/*
 * Why no file of a crate can be at @path in the kernel: completes "a name
 * that …", "" where one can.
 */
std::string_view taken_name(std::string_view path);

/*
 * Selects from @tree, the unpacked crate.  Findings go to @sink:
 * unused_override, what the walk of the source finds, and names that a kernel
 * tree cannot have.  Diag rust_syntax, file_not_found.
 */
Result<Selection> select_files(const CrateEntry &entry, const CargoToml &cargo,
			       const Tree &tree, TokenStore &tokens,
			       Sink &sink);

} /* namespace kcrate */
