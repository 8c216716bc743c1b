// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/crate_graph.h"

#include "base/str.h"
#include "cli/commands.h"

namespace kcrate {

namespace {

Diag no_such_crate(const Manifest &manifest, const std::string &crate)
{
	std::vector<std::string> names;

	for (const auto &[name, entry] : manifest.crates)
		names.push_back(name);
	const std::string meant = nearest(crate, names);
	return Diag(Id::usage,
		    str("no crate of the manifest is called '", crate, "'"))
		.with_help(meant.empty() ? str("it has: ", join(names, ", "))
					 : str("did you mean '", meant, "'?"));
}

CrateGraph graph_of(const Resolved &resolved)
{
	CrateGraph graph;

	graph.resolution = resolved.resolution;
	for (const auto &[name, cargo] : resolved.cargo_tomls) {
		graph.versions[name] =
			resolved.manifest.crates.at(name).version_text;
		if (cargo.proc_macro)
			graph.proc_macros.insert(name);
	}
	return graph;
}

} /* namespace */

Result<ResolvedGraph> read_graph(const Options &options, Console &console)
{
	const Inputs inputs = TRY(read_inputs(options));
	Sink unheard;
	Resolved resolved = TRY(resolve_import(
		import_input(inputs, console.progress_notice()), unheard));
	CrateGraph graph = graph_of(resolved);

	if (!options.crate.empty() &&
	    !resolved.manifest.crates.count(options.crate))
		return no_such_crate(resolved.manifest, options.crate);
	return ResolvedGraph{ std::move(resolved), std::move(graph) };
}

} /* namespace kcrate */
