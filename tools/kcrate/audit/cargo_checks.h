/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a Cargo.toml alone says of a crate. */

#include <vector>

#include "audit/audit.h"

namespace kcrate {

/*
 * Findings of @cargo: msrv_unmet and edition_unmet by
 * @bound, msrv_unstated, and builtin_ignored.
 */
std::vector<Diag> check_cargo(const CargoToml &cargo,
			      const CompilerBound &bound);

/*
 * Findings of what only a kernel's crate must not be, or need not:
 * native_library where `links` names what its build script links with, and
 * kernel_duplicate by its name and description.
 */
std::vector<Diag> check_kernel_cargo(const CargoToml &cargo, const Tree &files);

} /* namespace kcrate */
