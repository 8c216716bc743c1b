/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How things look.  The only renderers of a Diag. */

#include <string>
#include <vector>

#include "diag/diag.h"
#include "lock/lock.h"
#include "resolve/resolve.h"

namespace kcrate {

enum class Colour { no, yes };

/*
 * A Diag as a compiler would print it: place, severity, message and id; the
 * line with a caret under the offending text; context; help.  Control
 * characters of quoted text are shown, not sent to the terminal.
 */
std::string to_text(const Diag &diag, Colour colour);

/* "2 errors, 1 warning\n", "" for nothing. */
std::string summary_of(const std::vector<Diag> &diags);

/* Columns wide enough for their cells; numbers are set to the right. */
std::string table(const std::vector<std::vector<std::string>> &rows);

/* What an import makes of every crate, as a table. */
std::string plan_to_text(const Lock &lock);

/* The same with what a build recorded about each unit's object. */
struct BuildStat {
	std::string bytes, seconds;
};
std::string list_to_text(const Lock &lock,
			 const std::map<std::string, BuildStat> &stats);

/* { "schema": 1, "findings": […], "crates": {…} } with a final newline. */
std::string to_json(const std::vector<Diag> &diags, const Lock *lock);

} /* namespace kcrate */
