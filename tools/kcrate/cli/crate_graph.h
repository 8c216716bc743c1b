/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What `kcrate tree` and `kcrate explain` have in common. */

#include "cli/console.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "report/graph.h"

namespace kcrate {

struct ResolvedGraph {
	Resolved resolved; /* but the resolution */
	CrateGraph graph;
};

/*
 * The manifest's crates, resolved.  Diags of read_inputs() and
 * look_at_import(); usage when the crate that @options names is none of them.
 */
Result<ResolvedGraph> read_graph(const Options &options, Console &console);

} /* namespace kcrate */
