// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "cli/commands.h"
#include "cli/crate_graph.h"

namespace kcrate {

namespace {

/* What is known of @crate under the name @what; "" for nothing. */
Result<std::string> explanation(const Resolved &resolved,
				const CrateGraph &graph,
				const std::string &crate,
				const std::string &what)
{
	const CrateEntry &entry = resolved.manifest.crates.at(crate);
	const auto dropped = entry.drop_dependencies.find(what);
	const std::vector<CargoExtra> extras = TRY(cargo_extras(
		resolved.manifest, resolved.cargo_tomls, graph.resolution));
	std::string out;
	Sink unheard;

	if (what.empty())
		return explain_crate(graph, crate) +
		       explain_extras(extras, crate, what);
	if (dropped != entry.drop_dependencies.end())
		out += str(crate, " does without its dependency ", what,
			   ", at ", dropped->second.where.file, ":",
			   dropped->second.where.line, ":\n    ",
			   dropped->second.text, "\n");
	const Resolution without =
		TRY(resolve(resolved.manifest, resolved.cargo_tomls, unheard,
			    Without{ crate, what }));
	out += explain_feature(graph, crate, what, without);
	out += explain_extras(extras, crate, what);
	out += explain_dependency(graph, crate, what);
	out += explain_builtin(graph, crate, what);
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

} /* namespace */

Result<int> explain_command(const Options &options, Console &console)
{
	const ResolvedGraph read = TRY(read_graph(options, console));
	const std::string text = TRY(explanation(read.resolved, read.graph,
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
