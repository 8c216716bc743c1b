/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Where an import goes, as it was found: for a kernel tree its own crates and
 * the files that announce ours, for a module the kernel it is for.
 */

#include <optional>
#include <set>
#include <string>

#include "cli/options.h"
#include "diag/result.h"
#include "io/output_dir.h"
#include "ktree/ktree.h"
#include "tree/home.h"
#include "tree/tree.h"

namespace kcrate {

struct ImportTarget {
	Home home;
	std::optional<KernelTree> kernel;
	/*
	 * Of a kernel tree, the files that hooks go into: as they are, and as
	 * they would be without hooks of ours.
	 */
	Tree found, pristine;
	/* Directories below rust/ that no import made. */
	std::set<std::string> taken;
};

/*
 * Reads what is there.  Diag tree_unsupported, kernel_unsupported,
 * hook_changed, and those of parse_record() but with --force.
 */
Result<ImportTarget> read_target(const Options &options);

/*
 * The same for one who only takes things out: what the kernel offers is not
 * asked, so that a tree that has become another can be cleaned as well.
 */
Result<ImportTarget> read_place(const Options &options);

/* Where hooks are recorded, as a diff that `patch -R` understands as well. */
std::string hooks_path(const Home &home);

/*
 * @files without the hooks in @diff, the text of hooks_path().  Diag
 * hook_changed where one is no longer as it was written.
 */
Result<Tree> without_hooks(const std::string &diff_path, std::string_view diff,
			   Tree files);

} /* namespace kcrate */
