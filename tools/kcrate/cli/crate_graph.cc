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

/* Whether the tree is to be shown from a crate of the standard library. */
bool is_shown_builtin(const Resolution &resolution, const Options &options)
{
	if (options.command != Command::tree)
		return false;
	for (const Unit &unit : resolution.units)
		for (const Builtin crate :
		     unit.builtins ? unit.builtins->crates : BuiltinSet())
			if (name_of(crate) == options.crate)
				return true;
	return false;
}

/* @resolved is left without its resolution. */
CrateGraph take_graph(Resolved &resolved)
{
	CrateGraph graph;

	graph.resolution = std::move(resolved.resolution);
	for (const auto &[name, cargo] : resolved.cargo_tomls) {
		graph.versions.emplace_hint(
			graph.versions.end(), name,
			resolved.manifest.crates.at(name).version_text);
		if (cargo.proc_macro)
			graph.proc_macros.insert(graph.proc_macros.end(), name);
	}
	return graph;
}

} /* namespace */

Result<ResolvedGraph> read_graph(const Options &options, Console &console)
{
	Inputs inputs = TRY(read_inputs(options));
	Sink unheard;

	inputs.manifest.rfc3875 |= options.rfc3875;
	const ImportInput input =
		import_input(inputs, console.progress_notice());
	Resolved resolved =
		TRY(look_at_import(input, std::move(inputs.manifest), unheard));
	CrateGraph graph = take_graph(resolved);

	if (!options.crate.empty() &&
	    !resolved.manifest.crates.count(options.crate) &&
	    !is_shown_builtin(graph.resolution, options))
		return no_such_crate(resolved.manifest, options.crate);
	return ResolvedGraph{ std::move(resolved), std::move(graph) };
}

} /* namespace kcrate */
