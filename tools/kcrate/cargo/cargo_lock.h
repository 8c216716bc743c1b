/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Cargo.lock, versions 3 and 4, as a value: which version of each package a
 * workspace was built with, and the checksum of its archive.  cargo's
 * src/resolver/encode.rs is the reference; where that ignores what a merge has
 * damaged, this refuses it.
 */

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diag.h"
#include "diag/result.h"

namespace kcrate {

struct LockedPackage {
	std::string name, version;
	std::string source;   /* "registry+https://…", "" for a path */
	std::string checksum; /* SHA-256 of the .crate; "" without registry */
	Place where;	      /* of the name */
	std::vector<size_t> dependencies; /* among the packages */
};

struct CargoLock {
	std::string file;
	std::vector<LockedPackage> packages; /* in the order of the text */

	/* All versions of the package @name. */
	std::vector<const LockedPackage *> find(std::string_view name) const;
};

/*
 * @text is the content of @file.  Diag toml_syntax or cargo_lock: also for the
 * formats without `version`, for a package that stands there twice or comes
 * from a registry and has no checksum, and for a dependency that names none of
 * the packages or several.
 */
Result<CargoLock> parse_cargo_lock(const std::string &file,
				   std::string_view text);

} /* namespace kcrate */
