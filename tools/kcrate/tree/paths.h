/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Which names may stand in an archive: those that are the same file on every
 * system and to every reader.
 *
 * Beyond ASCII nothing is accepted.  That is stricter than asking for Unicode's
 * normal form C and for names that stay apart when case is folded, and needs no
 * tables that change with Unicode; none of the genuine crates tried has such a
 * name.
 */

#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"

namespace kcrate {

/* @name as a path in an archive; fails with the path-… id it breaks first. */
Status check_path(const std::string &file, std::string_view name);

/*
 * Only that @name leads where it seems to: no empty component, "." or "..".
 * For what stands beside a crate and is not taken.
 */
Status check_path_is_plain(const std::string &file, std::string_view name);

/* That @name, in a .crate, is none of those that cargo itself would write. */
Status check_not_cargos(const std::string &file, std::string_view name);

struct PlacedPath {
	std::string_view path;
	bool directory = false;
};

/*
 * That @paths can be files and directories side by side, whether or not the
 * case of letters counts.  Each must have passed check_path().
 */
Status check_side_by_side(const std::string &file,
			  std::vector<PlacedPath> paths);

} /* namespace kcrate */
