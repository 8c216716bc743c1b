/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Patches: unified diffs as git and quilt write them, with one leading path
 * component (a/, b/).  A hunk fits where it says or the patch is refused; no
 * fuzz, ever.
 */

#include <string>
#include <vector>

#include "diag/result.h"
#include "tree/tree.h"

namespace kcrate {

struct PatchLine {
	char op;	  /* ' ', '-' or '+' */
	std::string text; /* with its newline, if it has one */
};

struct Hunk {
	size_t old_line = 0, new_line = 0; /* from 1; 0 for an empty side */
	std::vector<PatchLine> lines;
	Place where;
};

struct FilePatch {
	std::string old_path, new_path; /* "" for /dev/null */
	std::vector<Hunk> hunks;
	Place where;
};

using Patch = std::vector<FilePatch>;

/*
 * Reads @source.  Text before a file's `---` line is skipped, but what cannot
 * be done with bytes alone (renames, modes, binary files) is refused, and so
 * is a path that leaves the tree.  Diag patch_syntax.
 */
Result<Patch> parse_patch(const SourceText &source);

/* The patch that undoes @patch. */
Patch reversed(const Patch &patch);

enum class Placement {
	recorded_line, /* where the hunk says and nowhere else */
	unique_match   /* there, else at the only place with its old lines */
};

/*
 * Applies @patch to @tree, or leaves @tree alone.  Diag patch_mismatch names
 * the hunk.
 */
Status apply_patch(const Patch &patch, Placement placement, Tree &tree);

} /* namespace kcrate */
