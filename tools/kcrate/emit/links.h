/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "cargo/package_files.h"
#include "manifest/manifest.h"
#include "tree/tree.h"

namespace kcrate {

/* Upstream's repository as a README names it: a page, no path inside it. */
std::string repository_of(const CrateEntry &entry, const CargoToml &cargo);

/*
 * Where to read about the crate's copyright: its README's section on licences
 * and its licence files, as links into the repository at the tag of @entry,
 * else at the commit of @of_git, where a crate comes from git, or that
 * @unpacked's .cargo_vcs_info.json names.  Only the files' names where there is
 * no repository.
 */
std::vector<std::string> copyright_links(const CrateEntry &entry,
					 const CargoToml &cargo,
					 const Tree &unpacked,
					 const VcsInfo &of_git = {});

} /* namespace kcrate */
