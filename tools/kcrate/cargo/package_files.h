/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What cargo writes of a package into files beside its source. */

#include <map>
#include <string>
#include <string_view>

#include "diag/result.h"

namespace kcrate {

inline constexpr char checksum_file[] = ".cargo-checksum.json";
inline constexpr char vcs_info_file[] = ".cargo_vcs_info.json";

/* More than 30,000 files, which is the limit of archives, take. */
inline constexpr size_t max_package_file = 4 << 20;

/* A .cargo-checksum.json, of a directory that `cargo vendor` has written. */
struct PackageChecksums {
	/* SHA-256 by path; what stands there, though it be none. */
	std::map<std::string, std::string> files;
	std::string package; /* the archive's, "" where it is not known */
};

/*
 * @text as cargo reads it (its src/sources/directory.rs).  Diag file_modified
 * where cargo could not, an object has a member twice, or a path leads out of
 * the crate.
 */
Result<PackageChecksums> parse_checksums(std::string_view text);

/* Where a crate is in its repository. */
struct VcsInfo {
	std::string commit, path; /* "" where it is not known */
	bool dirty = false;	  /* it has what was not committed */
};

/*
 * A .cargo_vcs_info.json, of a package that `cargo package` has made (cargo's
 * src/ops/cargo_package/vcs.rs).  Upstream's word, no more; what cannot be read
 * is not known.
 */
VcsInfo parse_vcs_info(std::string_view text);

} /* namespace kcrate */
