// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * cargo follows features and dependencies by recursion, depth first, and which
 * of two edges is told as the cause of a feature depends on that order.  How
 * deep it goes is decided by what is read, so there is no recursion here: a
 * function does its own part, and says by then() what is to be done after it,
 * where it would have called.  run() keeps to the order of the calls.
 */

#include "resolve/features.h"

#include <algorithm>
#include <utility>

namespace kcrate {

Status PackageGraph::add(const CargoToml &cargo)
{
	FeatureMap implicit = TRY(implicit_features(cargo));

	packages.push_back({ &cargo, std::move(implicit), {} });
	return ok();
}

const std::vector<std::string> *
PackageGraph::Package::find(std::string_view feature) const
{
	for (const FeatureMap *const map : { &cargo->features, &implicit }) {
		const auto at = map->find(feature);
		if (at != map->end())
			return &at->second;
	}
	return nullptr;
}

/* Dependencies of what is built for the host are the host's. */
bool FeatureResolver::is_active(const Build &build, const Dependency &dep) const
{
	const auto holds = [&](const CfgSet &cfgs) {
		return evaluate(*dep.target, cfgs) == Truth::yes;
	};

	if (!dep.target || !options.decoupled)
		return true;
	if (dep.kind == DepKind::build || build.target == Target::host)
		return holds(options.host);
	return std::any_of(options.targets.begin(), options.targets.end(),
			   holds);
}

/* @step is done before all that waits already, and after earlier ones. */
void FeatureResolver::then(std::function<void()> step)
{
	steps.push_back(std::move(step));
}

void FeatureResolver::run()
{
	while (!steps.empty()) {
		const std::function<void()> step = std::move(steps.back());
		steps.pop_back();
		const auto waiting = static_cast<ptrdiff_t>(steps.size());
		step();
		std::reverse(steps.begin() + waiting, steps.end());
	}
}

/* Its edges are found out here, once: their cfgs are not for free. */
FeatureResolver::State &FeatureResolver::state_of(const Build &build)
{
	const auto [at, is_new] = all.try_emplace(build);
	State &state = at->second;

	if (!is_new)
		return state;
	for (const PackageGraph::Edge &edge :
	     graph.packages[build.package].edges) {
		const bool dev = edge.dep->kind == DepKind::dev;
		if (is_active(build, *edge.dep) && !(dev && options.decoupled))
			state.edges.push_back(&edge);
	}
	return state;
}

const FeatureResolver::Edges &
FeatureResolver::edges_named(const Build &build, std::string_view name)
{
	static const Edges none;
	auto &by_name = progress[build].by_name;

	if (!by_name) {
		by_name.emplace();
		for (const PackageGraph::Edge *const edge :
		     state_of(build).edges)
			(*by_name)[edge->dep->name].push_back(edge);
	}
	const auto at = by_name->find(name);
	return at == by_name->end() ? none : at->second;
}

bool FeatureResolver::is_on(const Build &build,
			    const PackageGraph::Edge &edge) const
{
	return !edge.dep->optional || all.at(build).deps.count(edge.dep->name);
}

/* Once for the host, always for the host. */
Build FeatureResolver::child(const Build &build,
			     const PackageGraph::Edge &edge) const
{
	const bool to_host = edge.dep->kind == DepKind::build ||
			     graph.packages[*edge.to].cargo->proc_macro;

	return { *edge.to,
		 options.decoupled && to_host ? Target::host : build.target };
}

void FeatureResolver::ask(size_t package, Target target,
			  const std::vector<std::string> &features)
{
	const bool to_host =
		options.decoupled && graph.packages[package].cargo->proc_macro;

	if (!to_host || options.macros_for_target)
		ask({ package, target }, features);
	if (to_host)
		ask({ package, Target::host }, features);
}

void FeatureResolver::ask(const Build &build,
			  const std::vector<std::string> &features)
{
	then([&, this] {
		for (const std::string &feature : features)
			then([&, this] { turn_on(build, feature, {}); });
		then([&, this] { visit(build); });
	});
	run();
}

/* All that is not optional, the first time that @build is asked for. */
void FeatureResolver::visit(const Build &build)
{
	const State &state = state_of(build);

	if (std::exchange(progress[build].visited, true))
		return;
	for (const PackageGraph::Edge *const edge : state.edges)
		if (!edge->dep->optional)
			then([=, this] { follow(build, *edge); });
}

/* What the dependency itself asks for. */
void FeatureResolver::follow(const Build &build, const PackageGraph::Edge &edge)
{
	if (edge.dropped)
		return;
	if (!edge.to)
		return complain(build, edge, "");

	const Build to = child(build, edge);
	for (const std::string &feature : edge.dep->features)
		then([=, this, &edge, &feature] {
			request(build, edge, feature, "");
		});
	if (edge.dep->default_features &&
	    graph.packages[to.package].find("default"))
		then([=, this, &edge] { request(build, edge, "default", ""); });
	then([=, this] { visit(to); });
}

/* @by is the feature of @build's that has `d/f`, "" for the edge's own list. */
void FeatureResolver::request(const Build &build,
			      const PackageGraph::Edge &edge,
			      std::string_view feature, const std::string &by)
{
	if (edge.dropped || !edge.to)
		return;

	const Build to = child(build, edge);
	if (!graph.packages[to.package].find(feature))
		complain(build, edge, feature);
	turn_on(to, feature, { build, &edge, by });
}

void FeatureResolver::turn_on(const Build &build, std::string_view feature,
			      const Cause &cause)
{
	const std::vector<std::string> *const values =
		graph.packages[build.package].find(feature);

	if (options.blocked && options.blocked->first == build.package &&
	    options.blocked->second == feature)
		return;
	if (!values)
		return;
	Causes &features = state_of(build).features;
	const auto there = features.lower_bound(feature);
	if (there != features.end() && there->first == feature)
		return;
	const auto at = features.emplace_hint(there, feature, cause);
	for (const std::string &text : *values)
		then([=, this, &text, &name = at->first] {
			apply(build, parse_feature_value(text),
			      { {}, nullptr, name });
		});
}

void FeatureResolver::apply(const Build &build, const FeatureValue &value,
			    const Cause &cause)
{
	switch (value.kind) {
	case FeatureValue::Kind::feature:
		return turn_on(build, value.name, cause);
	case FeatureValue::Kind::dep:
		return turn_on_dep(build, value.name, cause.feature);
	case FeatureValue::Kind::dep_feature:
		break;
	}
	for (const PackageGraph::Edge *const edge :
	     edges_named(build, value.name))
		then([=, this] {
			turn_on_dep_feature(build, *edge, value, cause);
		});
}

void FeatureResolver::turn_on_dep(const Build &build, std::string_view name,
				  const std::string &by)
{
	if (!state_of(build).deps.try_emplace(std::string(name), by).second)
		return;
	for (const PackageGraph::Edge *const edge : edges_named(build, name)) {
		then([=, this] { follow(build, *edge); });
		for (const auto &weak : progress[build].deferred[name])
			then([=, this] {
				request(build, *edge, weak.first, weak.second);
			});
	}
}

/* `d/f` turns an optional d on, and a feature of that name; `d?/f` does not. */
void FeatureResolver::turn_on_dep_feature(const Build &build,
					  const PackageGraph::Edge &edge,
					  const FeatureValue &value,
					  const Cause &cause)
{
	const std::string &name = edge.dep->name;

	if (edge.dep->optional && !value.weak) {
		turn_on_dep(build, name, cause.feature);
		then([=, this, &name] { turn_on(build, name, cause); });
	}
	then([=, this, &edge] {
		if (is_on(build, edge))
			request(build, edge, value.dep_feature, cause.feature);
		else
			progress[build].deferred[edge.dep->name].emplace(
				value.dep_feature, cause.feature);
	});
}

/* Each edge is complained about once. */
void FeatureResolver::complain(const Build &build,
			       const PackageGraph::Edge &edge,
			       std::string_view feature)
{
	if (told.emplace(&edge, feature).second)
		vain.push_back({ build, &edge, std::string(feature) });
}

} /* namespace kcrate */
