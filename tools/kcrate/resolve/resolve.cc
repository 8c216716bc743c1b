// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/resolve.h"

#include <algorithm>
#include <utility>

#include "base/str.h"
#include "resolve/import_graph.h"
#include "resolve/order.h"
#include "resolve/targets.h"
#include "resolve/unused.h"

namespace kcrate {

namespace {

/* One of each extern name: a dependency may stand in several tables. */
template <typename E>
std::vector<E> values_of(std::map<std::string, E> by_name)
{
	std::vector<E> out;

	out.reserve(by_name.size());
	for (auto &[name, edge] : by_name)
		out.push_back(std::move(edge));
	return out;
}

Cause cause_of(const PackageGraph &graph, const Build &build,
	       const FeatureResolver::Cause &cause)
{
	const Build from = cause.dependent.value_or(build);
	const bool by_manifest = !cause.dependent && cause.feature.empty();

	return { by_manifest ? "" : graph.packages[from.package].cargo->name,
		 from.target, cause.feature,
		 cause.edge ? cause.edge->dep->where : Place() };
}

/*
 * What @entry's unit for @target has of the standard library; no kernel has
 * more than core of its own.
 */
Builtins builtins_for(const CrateEntry &entry, const CargoToml &cargo,
		      Target target, const CfgSet &cfgs,
		      const std::map<std::string, std::string> &on)
{
	BuiltinQuery query = { .cfgs = cfgs, .on = on };

	if (target == Target::kernel)
		query.implicit = Builtin::core;
	for (const auto &[name, why] : entry.drop_dependencies)
		query.dropped.insert(name);
	return builtins_of(cargo, query);
}

/* @more, for another target, with @all: a unit is one for all of them. */
void merge(Builtins &all, const Builtins &more)
{
	all.is_explicit |= more.is_explicit;
	all.no_std |= more.no_std;
	all.crates.insert(more.crates.begin(), more.crates.end());
	for (const BuiltinEdge &edge : more.edges)
		if (!all.find(edge.crate))
			all.edges.push_back(edge);
	std::stable_sort(all.edges.begin(), all.edges.end(),
			 [](const BuiltinEdge &a, const BuiltinEdge &b) {
				 return a.crate < b.crate;
			 });
	for (const Builtin crate : more.dropped)
		if (std::find(all.dropped.begin(), all.dropped.end(), crate) ==
		    all.dropped.end())
			all.dropped.push_back(crate);
}

void add_builtins(const CrateEntry &entry, const CargoToml &cargo,
		  const std::map<std::string, std::string> &on,
		  const std::vector<CfgSet> &targets, Unit &unit)
{
	unit.builtins.emplace();
	for (const CfgSet &cfgs : targets)
		merge(*unit.builtins,
		      builtins_for(entry, cargo, unit.target, cfgs, on));
	for (const Builtin crate : unit.builtins->dropped) {
		const std::string name(name_of(crate));
		unit.dropped.push_back({ name, name });
	}
}

/* Of @targets those that have @dep. */
std::set<std::string> symbols_with(const Dependency &dep,
				   const std::vector<KernelTarget> &targets)
{
	std::set<std::string> out;

	for (const KernelTarget &target : targets)
		if (!dep.target ||
		    evaluate(*dep.target, target.cfgs) != Truth::no)
			out.insert(target.symbol);
	return out;
}

/* @edge, and what another table says of the same dependency. */
void add_edge(std::map<std::string, Edge> &edges, Edge edge)
{
	const auto [at, fresh] = edges.try_emplace(edge.extern_name, edge);

	if (fresh)
		return;
	widen(edge.only_on, at->second.only_on);
	at->second = std::move(edge);
}

/* What a unit is made of and what it stands on, from what is on. */
Unit unit_of(const PackageGraph &graph, const FeatureResolver &resolver,
	     const std::vector<KernelTarget> &targets, const Build &build)
{
	const FeatureResolver::State &state = resolver.states().at(build);
	std::map<std::string, DroppedEdge> dropped;
	std::map<std::string, Edge> edges;
	Unit unit;

	unit.package = graph.packages[build.package].cargo->name;
	unit.target = build.target;
	for (const auto &[feature, cause] : state.features) {
		unit.features.insert(unit.features.end(), feature);
		unit.causes.emplace_hint(unit.causes.end(), feature,
					 cause_of(graph, build, cause));
	}
	for (const PackageGraph::Edge *const edge : resolver.edges(build)) {
		const Dependency &dep = *edge->dep;
		std::string name = crate_identifier(dep.name);
		if (!resolver.is_on(build, *edge))
			continue;
		if (edge->dropped) {
			dropped[name] = { dep.package, name };
			continue;
		}
		if (!dep.renamed)
			name = graph.packages[*edge->to].cargo->lib_name;
		add_edge(edges, { dep.package, name,
				  resolver.child(build, *edge).target,
				  dep.optional ? state.deps.at(dep.name) : "",
				  dep.where,
				  build.target == Target::kernel
					  ? symbols_with(dep, targets)
					  : std::set<std::string>() });
	}
	unit.edges = values_of(std::move(edges));
	/* Several tables may name all together. */
	for (Edge &edge : unit.edges)
		if (edge.only_on.size() == targets.size())
			edge.only_on.clear();
	unit.dropped = values_of(std::move(dropped));
	return unit;
}

/* What the features @asked turn on within their own crate. */
std::set<std::string_view> own_features(const PackageGraph::Package &package,
					const std::vector<Word> &asked)
{
	std::vector<std::string_view> todo;
	std::set<std::string_view> out;

	todo.reserve(asked.size());
	for (const Word &word : asked)
		todo.push_back(word.text);
	while (!todo.empty()) {
		const std::string_view name = todo.back();
		todo.pop_back();
		const std::vector<std::string> *const values =
			package.find(name);
		if (!values || !out.insert(name).second)
			continue;
		for (const std::string &text : *values) {
			const FeatureValue value = parse_feature_value(text);
			if (value.kind != FeatureValue::Kind::dep &&
			    !value.weak)
				todo.push_back(value.name);
		}
	}
	return out;
}

/*
 * Whose edge it is that each feature, or one that implies it, is on for; "" for
 * the manifest.  What implies a feature is often the same, so each cause is
 * followed only until it is known.
 */
std::map<std::string_view, std::string_view>
askers_of(const PackageGraph &graph, const FeatureResolver::Causes &features)
{
	std::map<std::string_view, std::string_view> out;

	for (const auto &[name, unused] : features) {
		std::vector<std::string_view> path = { name };
		std::string_view who;
		for (;;) {
			const auto known = out.find(path.back());
			const FeatureResolver::Cause &cause =
				features.find(path.back())->second;
			if (known != out.end())
				who = known->second;
			else if (cause.dependent)
				who = graph.packages[cause.dependent->package]
					      .cargo->name;
			else if (!cause.feature.empty()) {
				path.push_back(cause.feature);
				continue;
			}
			break;
		}
		for (const std::string_view feature : path)
			out[feature] = who;
	}
	return out;
}

/* The features that an entry itself asks of its unit for @target. */
std::vector<Word> asked_of(const CrateEntry &entry, Target target,
			   bool proc_macro)
{
	std::vector<Word> out;

	if (entry.kernel && (proc_macro || target == Target::kernel))
		out = entry.kernel->features;
	if (entry.host && target == Target::host)
		out.insert(out.end(), entry.host->features.begin(),
			   entry.host->features.end());
	return out;
}

} /* namespace */

const Unit *Resolution::find(const std::string &package, Target target) const
{
	const auto at = index.find({ package, target });

	return at == index.end() ? nullptr : &units[at->second];
}

namespace {

/* The places in the manifest that ask for a unit and for its features. */
void note_places(const CrateEntry &entry, bool proc_macro, Unit &unit)
{
	if (role_for(entry, unit.target, proc_macro))
		unit.asked = entry.where;
	for (const Word &word : asked_of(entry, unit.target, proc_macro)) {
		const auto at = unit.causes.find(word.text);
		if (at != unit.causes.end() && at->second.package.empty())
			at->second.where = word.where;
	}
}

/* The features that other crates added to those of @entry's own. */
std::map<std::string, std::string> additions(const CrateEntry &entry,
					     const PackageGraph &graph,
					     const FeatureResolver &resolver,
					     const Build &build)
{
	const PackageGraph::Package &package = graph.packages[build.package];
	const std::vector<Word> asked =
		asked_of(entry, build.target, package.cargo->proc_macro);
	const std::set<std::string_view> own = own_features(package, asked);
	std::map<std::string, std::string> out;

	for (const auto &[feature, who] :
	     askers_of(graph, resolver.states().at(build).features))
		if (!own.count(feature) && !who.empty())
			out.emplace(feature, who);
	return out;
}

} /* namespace */

void widen(std::set<std::string> &only_on, const std::set<std::string> &more)
{
	if (only_on.empty() || more.empty())
		only_on.clear();
	else
		only_on.insert(more.begin(), more.end());
}

Result<Resolution> resolve(const Manifest &manifest,
			   const std::map<std::string, CargoToml> &crates,
			   Sink &sink, const std::optional<Without> &without)
{
	const PackageGraph graph = TRY(graph_of(manifest, crates));
	const std::vector<KernelTarget> targets =
		kernel_targets(manifest.architectures);
	FeatureOptions options = options_for(targets);
	if (without)
		options.blocked = {
			static_cast<size_t>(std::distance(
				manifest.crates.begin(),
				manifest.crates.find(without->package))),
			without->feature
		};
	FeatureResolver resolver(graph, options);
	std::vector<Unit> units; /* by package and target, as their builds */
	Resolution out;

	const Status asked = ask_all(manifest, graph, resolver);
	TRY(status_of(manifest, graph, resolver, asked));
	for (const auto &[build, state] : resolver.states()) {
		const CrateEntry &entry = manifest.crates.at(
			graph.packages[build.package].cargo->name);
		Unit unit = unit_of(graph, resolver, targets, build);
		unit.added_features = additions(entry, graph, resolver, build);
		if (manifest.rfc3875)
			add_builtins(entry,
				     *graph.packages[build.package].cargo,
				     state.deps,
				     build.target == Target::host
					     ? std::vector{ options.host }
					     : options.targets,
				     unit);
		note_places(entry,
			    graph.packages[build.package].cargo->proc_macro,
			    unit);
		report_additions(entry, unit, sink);
		units.push_back(std::move(unit));
	}
	report_unused_entries(manifest, units, sink);
	out.units = TRY(in_order(std::move(units)));
	for (size_t i = 0; i < out.units.size(); i++)
		out.index[{ out.units[i].package, out.units[i].target }] = i;
	return out;
}

} /* namespace kcrate */
