/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Where a crate in a directory comes from, and whether it is as its package has
 * it.
 */

#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "diag/diag.h"
#include "tree/tree.h"

namespace kcrate {

/* What cargo has written beside a crate; "" where it is not known. */
struct Origin {
	std::string package_sha256; /* of the archive */
	std::string commit, path;   /* of git, and in it */
};

struct OriginAudit {
	Origin origin;
	std::vector<Diag> findings;
};

/*
 * The crate whose source is @files; @hidden has its .cargo-checksum.json and
 * .cargo_vcs_info.json, where they are there, and what the former lists and
 * @files has not.  Findings file_modified:
 *
 * - of what is listed and differs or is missing, an error as it is for cargo
 *   (its src/sources/directory.rs), and of what is not listed, a warning, as
 *   cargo does not look for that; a list that is empty, as Debian's are, says
 *   nothing;
 * - of a list that cannot be read;
 * - where Cargo.toml has another name or version than the Cargo.toml.orig that
 *   `cargo package` has made it of;
 * - a warning, where the package has what was not committed.
 */
OriginAudit check_origin(const CargoToml &cargo, const Tree &files,
			 const Tree &hidden);

} /* namespace kcrate */
