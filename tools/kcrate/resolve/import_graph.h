/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The manifest's crates as a graph of packages, for this directory alone. */

#include "resolve/features.h"
#include "resolve/targets.h"

namespace kcrate {

/* Whose dependencies: cargo has those of build scripts, and drops none. */
enum class Edges { of_import, of_cargo };

/*
 * One package for each entry, in the order of their names.  No build script
 * and no test ever runs, so what those depend on are no edges, and neither are
 * crates that come with the compiler, which are no packages; an edge that the
 * manifest drops is marked so, and one leads nowhere where the manifest has not
 * the version that is wanted.  Diag cargo_manifest.
 */
Result<PackageGraph> graph_of(const Manifest &manifest,
			      const std::map<std::string, CargoToml> &crates,
			      Edges edges = Edges::of_import);

/* What to say of each problem, and @asked if that is a Diag: all in one. */
Status status_of(const Manifest &manifest, const PackageGraph &graph,
		 const FeatureResolver &resolver, const Status &asked);

/* Diag unknown_feature: somebody asks @crate, which has @features, for another.
 */
Diag no_such_feature(const CargoToml &crate, const FeatureMap &features,
		     const std::string &feature);

/* What a resolver is told of @targets, for which kernels are built. */
FeatureOptions options_for(const std::vector<KernelTarget> &targets);

/*
 * Has @resolver, over @graph, turn on what @manifest itself asks for.  Diag
 * unknown_feature: an entry asks its own crate for one that it does not have.
 */
Status ask_all(const Manifest &manifest, const PackageGraph &graph,
	       FeatureResolver &resolver);

} /* namespace kcrate */
