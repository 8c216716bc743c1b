/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>
#include <vector>

#include "diag/result.h"

namespace kcrate {

/*
 * Those of @paths that git would ignore in @directory, by the .gitignore files
 * in it and, where it is part of a work tree, in the directories above: what is
 * ignored is lost on the way into a repository.  Loads libgit2; Diag
 * process_failed where it cannot be loaded.
 */
Result<std::vector<std::string>>
ignored_paths(const std::string &directory,
	      const std::vector<std::string> &paths);

} /* namespace kcrate */
