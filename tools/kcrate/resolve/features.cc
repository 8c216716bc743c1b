// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/features.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

/* Of features within features: real crates have a dozen. */
constexpr size_t max_depth = 1024;

} /* namespace */

Status PackageGraph::add(const CargoToml &cargo)
{
	auto features = TRY(feature_map(cargo));

	packages.push_back({ &cargo, std::move(features), {} });
	return ok();
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

std::vector<const PackageGraph::Edge *>
FeatureResolver::edges(const Build &build) const
{
	std::vector<const PackageGraph::Edge *> out;

	for (const PackageGraph::Edge &edge :
	     graph.packages[build.package].edges) {
		const bool dev = edge.dep->kind == DepKind::dev;
		if (is_active(build, *edge.dep) && !(dev && options.decoupled))
			out.push_back(&edge);
	}
	return out;
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

Status FeatureResolver::ask(size_t package, Target target,
			    const std::vector<std::string> &features)
{
	const bool to_host =
		options.decoupled && graph.packages[package].cargo->proc_macro;

	if (!to_host || options.macros_for_target)
		TRY(ask({ package, target }, features));
	return to_host ? ask({ package, Target::host }, features) : ok();
}

Status FeatureResolver::ask(const Build &build,
			    const std::vector<std::string> &features)
{
	for (const std::string &feature : features)
		TRY(turn_on(build, feature, {}));
	return visit(build);
}

/* All that is not optional, the first time that @build is asked for. */
Status FeatureResolver::visit(const Build &build)
{
	all[build];
	if (!visited.insert(build).second)
		return ok();
	for (const PackageGraph::Edge *const edge : edges(build))
		if (!edge->dep->optional)
			TRY(follow(build, *edge));
	return ok();
}

/* What the dependency itself asks for. */
Status FeatureResolver::follow(const Build &build,
			       const PackageGraph::Edge &edge)
{
	if (edge.dropped)
		return ok();
	if (!edge.to) {
		complain(build, edge, "");
		return ok();
	}

	const Build to = child(build, edge);
	for (const std::string &feature : edge.dep->features)
		TRY(request(build, edge, feature, ""));
	if (edge.dep->default_features &&
	    graph.packages[to.package].features.count("default"))
		TRY(request(build, edge, "default", ""));
	return visit(to);
}

/* @by is the feature of @build's that has `d/f`, "" for the edge's own list. */
Status FeatureResolver::request(const Build &build,
				const PackageGraph::Edge &edge,
				const std::string &feature,
				const std::string &by)
{
	if (edge.dropped || !edge.to)
		return ok();

	const Build to = child(build, edge);
	if (!graph.packages[to.package].features.count(feature))
		complain(build, edge, feature);
	return turn_on(to, feature, { build, &edge, by });
}

Status FeatureResolver::turn_on(const Build &build, const std::string &feature,
				const Cause &cause)
{
	const auto &map = graph.packages[build.package].features;
	const auto values = map.find(feature);

	if (options.blocked &&
	    *options.blocked == std::pair(build.package, feature))
		return ok();
	if (values == map.end() ||
	    !all[build].features.emplace(feature, cause).second)
		return ok();
	if (++depth > max_depth)
		return Diag(Id::cargo_manifest,
			    str("the features of ",
				graph.packages[build.package].cargo->name,
				" imply each other in too long a chain"));
	for (const std::string &text : values->second)
		TRY(apply(build, parse_feature_value(text),
			  { {}, nullptr, feature }));
	depth--;
	return ok();
}

Status FeatureResolver::apply(const Build &build, const FeatureValue &value,
			      const Cause &cause)
{
	switch (value.kind) {
	case FeatureValue::Kind::feature:
		return turn_on(build, value.name, cause);
	case FeatureValue::Kind::dep:
		return turn_on_dep(build, value.name, cause.feature);
	case FeatureValue::Kind::dep_feature:
		return turn_on_dep_feature(build, value, cause);
	}
	return ok();
}

Status FeatureResolver::turn_on_dep(const Build &build, const std::string &name,
				    const std::string &by)
{
	if (!all[build].deps.emplace(name, by).second)
		return ok();
	for (const PackageGraph::Edge *const edge : edges(build)) {
		if (edge->dep->name != name)
			continue;
		TRY(follow(build, *edge));
		for (const auto &[feature, weakly_by] : deferred[build][name])
			TRY(request(build, *edge, feature, weakly_by));
	}
	return ok();
}

/* `d/f` turns an optional d on, and a feature of that name; `d?/f` does not. */
Status FeatureResolver::turn_on_dep_feature(const Build &build,
					    const FeatureValue &value,
					    const Cause &cause)
{
	for (const PackageGraph::Edge *const edge : edges(build)) {
		const Dependency &dep = *edge->dep;
		if (dep.name != value.name)
			continue;
		if (dep.optional && !value.weak) {
			TRY(turn_on_dep(build, dep.name, cause.feature));
			TRY(turn_on(build, dep.name, cause));
		}
		if (is_on(build, *edge))
			TRY(request(build, *edge, value.dep_feature,
				    cause.feature));
		else
			deferred[build][dep.name].emplace(value.dep_feature,
							  cause.feature);
	}
	return ok();
}

/* Each edge is complained about once. */
void FeatureResolver::complain(const Build &build,
			       const PackageGraph::Edge &edge,
			       const std::string &feature)
{
	for (const Problem &known : vain)
		if (known.edge == &edge && known.feature == feature)
			return;
	vain.push_back({ build, &edge, feature });
}

} /* namespace kcrate */
