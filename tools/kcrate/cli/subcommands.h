/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The commands and their options, as CLI11 has them. */

#include <CLI/CLI.hpp>

#include "cli/options.h"

namespace kcrate {

/* Adds all commands to @app, whose words become @options, which it points to.
 */
void add_subcommands(CLI::App &app, Options &options);

} /* namespace kcrate */
