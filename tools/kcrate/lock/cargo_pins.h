/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The manifest's pins beside those of a Cargo.lock. */

#include <string>
#include <vector>

#include "cargo/cargo_lock.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "manifest/edit.h"
#include "manifest/manifest.h"

namespace kcrate {

/*
 * Where @manifest has another version or hash than @lock, or @lock has not the
 * crate: a Diag cargo_lock_differs for each.  What else is in @lock counts for
 * nothing.
 */
std::vector<Diag> differences(const Manifest &manifest, const CargoLock &lock);

/*
 * The pins of @lock for those crates of @manifest that have other ones.  Of
 * several versions, the one is taken that cargo would take for compatible with
 * the manifest's.  Diag cargo_lock_differs, with all of its kind, where there
 * is none to take, or none with a checksum.
 */
Result<std::vector<CratePin>> pins_from(const Manifest &manifest,
					const CargoLock &lock);

} /* namespace kcrate */
