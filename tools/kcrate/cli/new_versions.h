/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * `kcrate add` and `kcrate update`: versions are chosen by an index, held
 * against the archives, and written into the manifest as pins.
 */

#include <string>
#include <vector>

#include "cli/commands.h"
#include "resolve/new_pins.h"

namespace kcrate {

/* What is asked for, beside what the manifest says. */
struct VersionRequest {
	std::vector<CrateWish> wishes;
	/* The entries that may get another version; others only if they must.
	 */
	std::set<std::string> moves;
};

/* Returns the exit status. */
Result<int> choose_new_versions(const Options &options, Console &console,
				const Inputs &inputs,
				const VersionRequest &request);

} /* namespace kcrate */
