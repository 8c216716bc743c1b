/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What cargo-geiger would say of crates. */

#include <string>
#include <utility>
#include <vector>

#include "diag/result.h"
#include "report/report.h"
#include "rustsrc/syntax.h"

namespace kcrate {

struct GeigerCrate {
	std::string name, version;
	/* Each with its path. */
	std::vector<std::pair<std::string, Result<GeigerCounts>>> files;
};

/*
 * A table for each crate, with how many of all are unsafe, and their sums; what
 * is wrong with a file that is refused before it.
 */
std::string geiger_to_text(const std::vector<GeigerCrate> &crates,
			   Colour colour);

/* { "schema": 1, "crates": [{ "name", "version", "files": […], "sum" }] } */
std::string geiger_to_json(const std::vector<GeigerCrate> &crates);

} /* namespace kcrate */
