/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The standard library in a source and in its Cargo.toml, for unit.cc alone. */

#include "audit/audit.h"
#include "rustsrc/crate_source.h"

namespace kcrate {

/* What a unit's source says of the standard library. */
struct LibraryUse {
	Truth no_std = Truth::no; /* as it would be compiled */
	/* Where it names these first. */
	std::optional<Place> alloc, std;
	/* Where it takes something of std's prelude, though no_std. */
	std::optional<NameUse> prelude;
};

/*
 * RFC 3875 and the source compared: findings library_undeclared where the
 * source has more than the Cargo.toml says, library_implicit where that says
 * nothing and core is all there is, std_used where a unit for the kernel asks
 * for std.  @unit has its builtins.
 */
void judge_builtins(const CrateEntry &entry, const CargoToml &cargo,
		    const Unit &unit, const LibraryUse &use, Sink &sink);

/* What a unit with that source stands on. */
BuiltinSet library_of(const CargoToml &cargo, const LibraryUse &use);

} /* namespace kcrate */
