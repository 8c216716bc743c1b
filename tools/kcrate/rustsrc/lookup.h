/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Where in a tree the file is that a use names: rustc's rules. */

#include "rustsrc/scan.h"
#include "tree/tree.h"

namespace kcrate {

/*
 * A file together with how its own modules are found: for x.rs in x/, for
 * mod.rs and what #[path] or include! named beside it, which is stem "".
 */
struct SourceRef {
	std::string path;
	std::string stem;

	auto operator<=>(const SourceRef &) const = default;
};

struct Lookup {
	std::vector<SourceRef> found;	 /* two of them is one too many */
	std::vector<std::string> wanted; /* in the tree; "" for outside */
	bool escapes = false;		 /* leaves the root's directory */
};

/* What @use in @user means in @tree; the crate's root is in @root_dir. */
Lookup look_up(const Tree &tree, std::string_view root_dir,
	       const SourceRef &user, const Use &use);

} /* namespace kcrate */
