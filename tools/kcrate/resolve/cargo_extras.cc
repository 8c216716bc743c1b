// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/import_graph.h"
#include "resolve/resolve.h"

namespace kcrate {

namespace {

CargoExtra extra_of(const PackageGraph &graph, const Build &build,
		    const std::string &feature,
		    const FeatureResolver::Cause &cause)
{
	CargoExtra out = { graph.packages[build.package].cargo->name,
			   build.target, feature };

	out.part_of = cause.feature;
	if (cause.dependent)
		out.by = graph.packages[cause.dependent->package].cargo->name;
	if (cause.edge) {
		out.by_script = cause.edge->dep->kind == DepKind::build;
		out.where = cause.edge->dep->where;
	}
	return out;
}

} /* namespace */

Result<std::vector<CargoExtra>>
cargo_extras(const Manifest &manifest,
	     const std::map<std::string, CargoToml> &crates,
	     const Resolution &resolution)
{
	const PackageGraph graph =
		TRY(graph_of(manifest, crates, Edges::of_cargo));
	const FeatureOptions options =
		options_for(kernel_targets(manifest.architectures));
	FeatureResolver resolver(graph, options);
	std::vector<CargoExtra> out;

	TRY(ask_all(manifest, graph, resolver));
	for (const auto &[build, state] : resolver.states()) {
		const Unit *const unit = resolution.find(
			graph.packages[build.package].cargo->name,
			build.target);
		if (!unit)
			continue;
		for (const auto &[feature, cause] : state.features)
			if (!unit->features.count(feature))
				out.push_back(
					extra_of(graph, build, feature, cause));
	}
	return out;
}

} /* namespace kcrate */
