/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Which features of which packages are on: cargo's second pass (its
 * src/resolver/features.rs), for all of its resolvers, over packages whose
 * dependencies are settled.  An import and cargo differ in the graph that they
 * give to it, and in nothing else.
 */

#include <compare>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cargo/cargo_toml.h"
#include "cfg/cfg.h"
#include "diag/result.h"
#include "manifest/manifest.h"

namespace kcrate {

/* Packages, and which of them each dependency means. */
struct PackageGraph {
	struct Edge {
		const Dependency *dep;
		std::optional<size_t> to; /* none that would do */
		bool dropped = false;	  /* is asked for, and not followed */
	};
	struct Package {
		const CargoToml *cargo;
		FeatureMap implicit; /* features beside those of @cargo */
		std::vector<Edge> edges;

		/* What @feature turns on; null where there is none such. */
		const std::vector<std::string> *
		find(std::string_view feature) const;
	};

	std::vector<Package> packages;

	/* Adds a package without edges.  Diag cargo_manifest. */
	Status add(const CargoToml &cargo);
};

/* What cargo's `resolver` and its --target decide. */
struct FeatureOptions {
	/* Resolver 2 and 3: host and target have features of their own, and
	 * what is for another platform counts for nothing. */
	bool decoupled = true;
	/* cargo builds a proc macro that is asked for also for the target, as
	 * its tests would be; what that asks of the host counts. */
	bool macros_for_target = false;
	std::vector<CfgSet> targets; /* what Target::kernel stands for */
	CfgSet host;
	/* A feature that stays off whoever asks, as package and name. */
	std::optional<std::pair<size_t, std::string>> blocked = {};
};

/* A package as it is built: cargo's FeaturesFor. */
struct Build {
	size_t package;
	Target target;

	auto operator<=>(const Build &) const = default;
};

class FeatureResolver {
public:
	/*
	 * Why a feature is on.  Without a dependent: a feature of the same
	 * package implies it, or it was asked for.  Else: an edge of the
	 * dependent names it, or a feature of the dependent does, as `d/f`.
	 */
	struct Cause {
		std::optional<Build> dependent;
		const PackageGraph::Edge *edge = nullptr;
		std::string feature;
	};
	using Causes = std::map<std::string, Cause, std::less<>>;
	struct State {
		Causes features;
		/* Optional ones that are on, and the feature that says so. */
		std::map<std::string, std::string> deps;
		/* Those that it has for its target, on or off. */
		std::vector<const PackageGraph::Edge *> edges;
	};
	/* An edge that was followed and leads nowhere, or asks in vain. */
	struct Problem {
		Build from;
		const PackageGraph::Edge *edge;
		std::string feature; /* "" where the package is missing */
	};

	FeatureResolver(const PackageGraph &graph,
			const FeatureOptions &options)
		: graph(graph), options(options)
	{}

	/*
	 * Builds @package for @target, or for the host where it is a proc
	 * macro, with @features of its own.
	 */
	void ask(size_t package, Target target,
		 const std::vector<std::string> &features);

	/* The edges that @build, which was asked for, has for its target. */
	const std::vector<const PackageGraph::Edge *> &
	edges(const Build &build) const
	{
		return all.at(build).edges;
	}

	/* Whether @edge of @build is there with the features that are on. */
	bool is_on(const Build &build, const PackageGraph::Edge &edge) const;

	/* What @edge of @build asks for. */
	Build child(const Build &build, const PackageGraph::Edge &edge) const;

	const std::map<Build, State> &states() const { return all; }
	const std::vector<Problem> &problems() const { return vain; }

private:
	using Edges = std::vector<const PackageGraph::Edge *>;

	/* What only matters while features are turned on. */
	struct Progress {
		bool visited = false;
		/* None before one was looked for. */
		std::optional<std::map<std::string_view, Edges>> by_name;
		/* `d?/f` seen while d was off: d, f, who says so. */
		std::map<std::string_view,
			 std::map<std::string_view, std::string>>
			deferred;
	};

	void then(std::function<void()> step);
	void run();
	State &state_of(const Build &build);
	const Edges &edges_named(const Build &build, std::string_view name);
	bool is_active(const Build &build, const Dependency &dep) const;
	void ask(const Build &build, const std::vector<std::string> &features);
	void visit(const Build &build);
	void follow(const Build &build, const PackageGraph::Edge &edge);
	void request(const Build &build, const PackageGraph::Edge &edge,
		     std::string_view feature, const std::string &by);
	void turn_on(const Build &build, std::string_view feature,
		     const Cause &cause);
	void apply(const Build &build, const FeatureValue &value,
		   const Cause &cause);
	void turn_on_dep(const Build &build, std::string_view name,
			 const std::string &by);
	void turn_on_dep_feature(const Build &build,
				 const PackageGraph::Edge &edge,
				 const FeatureValue &value, const Cause &cause);
	void complain(const Build &build, const PackageGraph::Edge &edge,
		      std::string_view feature);

	const PackageGraph &graph;
	const FeatureOptions &options;
	std::map<Build, State> all;
	std::map<Build, Progress> progress;
	std::vector<std::function<void()>> steps; /* the next one last */
	std::vector<Problem> vain;
	/* The features are in the edges' own lists, or in those of features. */
	std::set<std::pair<const PackageGraph::Edge *, std::string_view>> told;
};

} /* namespace kcrate */
