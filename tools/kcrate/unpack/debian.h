/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A crate out of a librust-*-dev package: the upstream crate, patched by
 * Debian, with Debian's own files beside it.
 */

#include <string>

#include "diag/diag.h"
#include "diag/result.h"
#include "manifest/manifest.h"
#include "tree/tree.h"
#include "unpack/unpack.h"

namespace kcrate {

/*
 * The files of @entry in the package at @path, with Debian's patches reversed
 * where all of them can be without fuzz, and without what Debian adds.  Says
 * nothing about whether that is the crate which crates.io has: Debian may
 * have removed files.  Diag crate_mismatch when it is not the package that
 * @entry names, or has another crate.
 */
Result<Tree> unpack_deb(const std::string &path, const CrateEntry &entry,
			const UnpackOptions &options, Sink &sink);

/*
 * Whether the package at @path, whose payload is @tar, is the one that @entry
 * names, by name and version.
 */
Status check_package(const std::string &path, std::string_view tar,
		     const CrateEntry &entry);

/*
 * Takes debian/ and .cargo-checksum.json out of @tree after reversing the
 * patches in debian/patches/series, the last one first.  When one cannot be
 * reversed, none is, and the result is false.
 */
bool undo_debian_changes(Tree &tree);

} /* namespace kcrate */
