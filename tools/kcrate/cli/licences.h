/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Which texts of licences are known, and what a manifest has decided. */

#include <optional>
#include <string>

#include "cargo/cargo_toml.h"
#include "cli/console.h"
#include "cli/options.h"
#include "diag/result.h"
#include "licence/texts.h"
#include "manifest/manifest.h"

namespace kcrate {

/*
 * The texts of $KCRATE_LICENCES or --licences: a file of them, or a kernel's
 * LICENSES/ beside those that were collected.  None where that says "none", or
 * none were collected, which is noted.  Diags of reading files; bad_licence.
 */
Result<std::optional<LicenceTexts>> open_licences(const Options &options,
						  Console &console);

/* What @entry makes of the licence of @cargo; nothing where an import would not
 * take that. */
std::optional<std::string> judged_licence(const CrateEntry &entry,
					  const CargoToml &cargo);

} /* namespace kcrate */
