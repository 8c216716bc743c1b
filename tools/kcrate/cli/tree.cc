// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "cli/commands.h"
#include "report/graph.h"

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

/* What is known of @crate under the name @what; "" for nothing. */
Result<std::string> explanation(const Resolved &resolved,
				const CrateGraph &graph,
				const std::string &crate,
				const std::string &what)
{
	const CrateEntry &entry = resolved.manifest.crates.at(crate);
	const auto dropped = entry.drop_dependencies.find(what);
	std::string out;
	Sink unheard;

	if (what.empty())
		return explain_crate(graph, crate);
	if (dropped != entry.drop_dependencies.end())
		out += str(crate, " does without its dependency ", what,
			   ", at ", dropped->second.where.file, ":",
			   dropped->second.where.line, ":\n    ",
			   dropped->second.text, "\n");
	const Resolution without =
		TRY(resolve(resolved.manifest, resolved.cargo_tomls, unheard,
			    Without{ crate, what }));
	out += explain_feature(graph, crate, what, without);
	out += explain_dependency(graph, crate, what);
	for (const auto &role : { entry.kernel, entry.host })
		for (const CfgFlag &cfg :
		     role ? role->cfgs : std::vector<CfgFlag>())
			if (cfg.key == what)
				out += str("the manifest sets the cfg ",
					   cfg.text(), " for ", crate, ", at ",
					   entry.where.file, ":",
					   entry.where.line, "\n");
	return out;
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

Result<Resolved> resolve_inputs(const Options &options, Console &console,
				Sink &sink)
{
	const Inputs inputs = TRY(read_inputs(options));

	return resolve_import(import_input(inputs, console.progress_notice()),
			      sink);
}

} /* namespace */

Result<int> tree_command(const Options &options, Console &console)
{
	Sink sink;
	const Resolved resolved = TRY(resolve_inputs(options, console, sink));
	const CrateGraph graph = graph_of(resolved);
	const TreeView view = { options.target, options.crate,
				options.with_features };

	if (!options.crate.empty() &&
	    !resolved.manifest.crates.count(options.crate))
		return no_such_crate(resolved.manifest, options.crate);
	switch (options.format) {
	case Format::text:
		console.print(tree_to_text(graph, view));
		break;
	case Format::json:
		console.print(tree_to_json(graph, view));
		break;
	case Format::dot:
		console.print(tree_to_dot(graph, view));
		break;
	}
	return 0;
}

Result<int> explain_command(const Options &options, Console &console)
{
	Sink sink;
	const Resolved resolved = TRY(resolve_inputs(options, console, sink));

	if (!resolved.manifest.crates.count(options.crate))
		return no_such_crate(resolved.manifest, options.crate);
	const std::string text = TRY(explanation(resolved, graph_of(resolved),
						 options.crate, options.what));
	if (!text.empty()) {
		console.print(text);
		return 0;
	}
	console.print(options.what.empty()
			      ? str(options.crate,
				    " is not built: nothing asks for it\n")
			      : str("no unit of ", options.crate,
				    " has a feature, a dependency or a cfg "
				    "called '",
				    options.what, "' that is on\n"));
	return 1;
}

} /* namespace kcrate */
