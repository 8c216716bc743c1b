/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What depends on what, and why: `kcrate tree` and `kcrate explain`. */

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "resolve/resolve.h"

namespace kcrate {

/* The crates of a manifest, resolved, with what a reader wants to know. */
struct CrateGraph {
	Resolution resolution;
	std::map<std::string, std::string, std::less<>> versions;
	std::set<std::string, std::less<>> proc_macros;
};

struct TreeView {
	std::optional<Target> target; /* the units for that one alone */
	std::string
		inverted; /* "" or a crate: who needs it, not what it needs */
	bool features = false; /* with the features of each unit */
};

/* Kernels by their Kconfig symbols, as Edge::only_on: "ARM64, X86". */
std::string symbols_of(const std::set<std::string> &only_on);

/* Indented, each unit with what it needs; below "(*)" it was shown before. */
std::string tree_to_text(const CrateGraph &graph, const TreeView &view);

/* { "schema": 1, "units": […] }, each after what it needs. */
std::string tree_to_json(const CrateGraph &graph, const TreeView &view);

/* For Graphviz: what is for the host has a dashed border. */
std::string tree_to_dot(const CrateGraph &graph, const TreeView &view);

/* Why each unit of @crate is built, step by step to the manifest. */
std::string explain_crate(const CrateGraph &graph, const std::string &crate);

/*
 * Why @crate has @feature, or "" where no unit of it has; @without is the same
 * manifest resolved with that feature off: what is missing there is told.
 */
std::string explain_feature(const CrateGraph &graph, const std::string &crate,
			    const std::string &feature,
			    const Resolution &without);

/* Why @crate depends on @dependency, or "" where no unit of it does. */
std::string explain_dependency(const CrateGraph &graph,
			       const std::string &crate,
			       const std::string &dependency);

/*
 * What cargo would turn on of @crate beside what the import does, of @extras:
 * @feature, or "" for all; "" where there is nothing.
 */
std::string explain_extras(const std::vector<CargoExtra> &extras,
			   const std::string &crate,
			   const std::string &feature);

/*
 * Why @crate stands on @builtin of the standard library, or "" where no unit of
 * it does, or that is not known.
 */
std::string explain_builtin(const CrateGraph &graph, const std::string &crate,
			    const std::string &builtin);

} /* namespace kcrate */
