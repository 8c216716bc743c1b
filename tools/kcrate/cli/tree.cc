// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/commands.h"
#include "cli/crate_graph.h"
#include "io/memory.h"

namespace kcrate {

Result<int> tree_command(const Options &options, Console &console)
{
	const ResolvedGraph &read =
		until_exit(TRY(read_graph(options, console)));
	const TreeView view = { options.target, options.crate,
				options.with_features };

	switch (options.format) {
	case Format::text:
		console.print(tree_to_text(read.graph, view));
		break;
	case Format::json:
		console.print(tree_to_json(read.graph, view));
		break;
	case Format::dot:
		console.print(tree_to_dot(read.graph, view));
		break;
	}
	return 0;
}

} /* namespace kcrate */
