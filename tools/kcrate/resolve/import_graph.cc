// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/import_graph.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>

#include "base/str.h"

namespace kcrate {

namespace {

using Edge = PackageGraph::Edge;

/* "syn ^2.0", for messages. */
std::string spelt(const Dependency &dep)
{
	if (dep.requirement_text.empty())
		return dep.package;
	return str(dep.package, " ", dep.requirement_text);
}

/* How an optional @dep would not be on; "" where that is not known. */
std::string way_without(const PackageGraph::Package &package,
			const FeatureResolver::State &state,
			const Dependency &dep)
{
	if (!dep.optional)
		return {};
	for (const auto &[feature, cause] : state.features)
		for (const std::string &text : *package.find(feature)) {
			const FeatureValue value = parse_feature_value(text);
			if (value.name == dep.name && !value.weak &&
			    value.kind != FeatureValue::Kind::feature)
				return str(", or do without the feature '",
					   feature, "', which turns it on");
		}
	return {};
}

/* cargo takes 'proc_macro2' for another crate than 'proc-macro2'. */
std::string spelt_otherwise(const Manifest &manifest, const std::string &name)
{
	for (const auto &[other, entry] : manifest.crates)
		if (to_lower(crate_identifier(other)) ==
		    to_lower(crate_identifier(name)))
			return str("; the manifest has ", other,
				   ", which to cargo is another crate");
	return {};
}

Diag missing(const Manifest &manifest, const PackageGraph::Package &package,
	     const FeatureResolver::State &state, const Dependency &dep)
{
	return Diag(Id::dependency_missing,
		    str(package.cargo->name, " needs ", spelt(dep),
			", which the manifest does not have"))
		.at(dep.where)
		.with_help(str("add an entry for ", dep.package,
			       ", or name it under 'drop-dependencies' of ",
			       package.cargo->name,
			       way_without(package, state, dep),
			       spelt_otherwise(manifest, dep.package)));
}

Diag wrong_version(const PackageGraph::Package &package, const Dependency &dep,
		   const CrateEntry &entry)
{
	return Diag(Id::dependency_version,
		    str(package.cargo->name, " needs ", spelt(dep), ", the ",
			entry.of_tree ? "kernel tree" : "manifest", " has ",
			entry.version_text))
		.at(dep.where)
		.with_help(entry.of_tree ? str("pin a version of ",
					       package.cargo->name,
					       " that does with it")
					 : str("pin a version of ", dep.package,
					       " that meets it"));
}

Diag asks_in_vain(const PackageGraph::Package &package, const Dependency &dep,
		  const CrateEntry &entry, const std::string &feature)
{
	return Diag(Id::unknown_feature,
		    str(package.cargo->name, " asks ", dep.package,
			" for the feature '", feature,
			"', which it does not have",
			entry.of_tree ? " in this kernel tree" : ""))
		.at(dep.where)
		.with_help(entry.of_tree ? str("add it to ",
					       crate_identifier(dep.package),
					       "-cfgs in rust/Makefile")
					 : str("pin a version of ", dep.package,
					       " that has it"));
}

/* By package and line, whichever was met with first. */
bool stands_before(const FeatureResolver::Problem &a,
		   const FeatureResolver::Problem &b)
{
	return std::tie(a.from.package, a.edge->dep->where.line) <
	       std::tie(b.from.package, b.edge->dep->where.line);
}

} /* namespace */

Result<PackageGraph> graph_of(const Manifest &manifest,
			      const std::map<std::string, CargoToml> &crates,
			      Edges edges)
{
	const bool cargo = edges == Edges::of_cargo;
	struct Known {
		size_t package;
		const CrateEntry *entry;
	};
	std::unordered_map<std::string_view, Known> known;
	PackageGraph graph;
	size_t package = 0;

	for (const auto &[name, entry] : manifest.crates) {
		known[name] = { graph.packages.size(), &entry };
		TRY(graph.add(crates.at(name)));
	}
	for (const auto &[name, entry] : manifest.crates) {
		PackageGraph::Package &from = graph.packages[package++];
		for (const Dependency &dep : from.cargo->dependencies) {
			if (dep.kind == DepKind::dev || dep.builtin ||
			    (dep.kind == DepKind::build && !cargo))
				continue;
			const auto at = known.find(dep.package);
			Edge edge = { &dep, {} };
			if (at != known.end() &&
			    matches(dep.requirement, at->second.entry->version))
				edge.to = at->second.package;
			edge.dropped = !cargo && entry.drop_dependencies.count(
							 dep.package);
			from.edges.push_back(edge);
		}
	}
	return graph;
}

Status status_of(const Manifest &manifest, const PackageGraph &graph,
		 const FeatureResolver &resolver, const Status &asked)
{
	std::vector<FeatureResolver::Problem> problems = resolver.problems();
	std::vector<Diag> diags;

	std::stable_sort(problems.begin(), problems.end(), stands_before);
	for (const FeatureResolver::Problem &problem : problems) {
		const Dependency &dep = *problem.edge->dep;
		const auto &package = graph.packages[problem.from.package];
		const auto &state = resolver.states().at(problem.from);
		const auto entry = manifest.crates.find(dep.package);
		Diag diag = entry == manifest.crates.end()
				    ? missing(manifest, package, state, dep)
			    : problem.feature.empty()
				    ? wrong_version(package, dep, entry->second)
				    : asks_in_vain(package, dep, entry->second,
						   problem.feature);
		diags.push_back(std::move(diag));
	}
	if (!asked)
		diags.push_back(asked.error());
	if (diags.empty())
		return ok();
	Diag first = std::move(diags.front());
	first.more.assign(std::make_move_iterator(diags.begin() + 1),
			  std::make_move_iterator(diags.end()));
	return first;
}

namespace {

/* The features that @role asks for.  Diag unknown_feature. */
Result<std::vector<std::string>>
features_of(const PackageGraph::Package &package, const Role &role)
{
	std::vector<std::string> out;

	for (const Word &feature : role.features) {
		if (!package.find(feature.text))
			return no_such_feature(*package.cargo,
					       TRY(feature_map(*package.cargo)),
					       feature.text)
				.at(feature.where);
		out.push_back(feature.text);
	}
	return out;
}

} /* namespace */

Diag no_such_feature(const CargoToml &crate, const FeatureMap &features,
		     const std::string &feature)
{
	std::vector<std::string> names;

	for (const auto &[name, values] : features)
		names.push_back(name);
	const std::string meant = nearest(feature, names);
	return Diag(Id::unknown_feature,
		    str(crate.name, " ", crate.version_text,
			" has no feature '", feature, "'"))
		.with_help(!meant.empty() ? str("did you mean '", meant, "'?")
			   : names.empty()
				   ? "it has none at all"
				   : str("it has: ", join(names, ", ")));
}

FeatureOptions options_for(const std::vector<KernelTarget> &targets)
{
	FeatureOptions options;

	for (const KernelTarget &target : targets)
		options.targets.push_back(target.cfgs);
	options.host = host_cfgs();
	return options;
}

Status ask_all(const Manifest &manifest, const PackageGraph &graph,
	       FeatureResolver &resolver)
{
	size_t package = 0;

	for (const auto &[name, entry] : manifest.crates) {
		for (const Target target : { Target::kernel, Target::host }) {
			const std::optional<Role> &role =
				target == Target::kernel ? entry.kernel
							 : entry.host;
			if (!role)
				continue;
			const std::vector<std::string> features = TRY(
				features_of(graph.packages[package], *role));
			resolver.ask(package, target, features);
		}
		package++;
	}
	return ok();
}

} /* namespace kcrate */
