/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The manifest's crates as a graph of packages, for resolve.cc alone. */

#include "resolve/features.h"

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

/* Diag unknown_feature: an entry asks its own crate for @feature. */
Diag no_such_feature(const CrateEntry &entry,
		     const PackageGraph::Package &package, const Word &feature);

} /* namespace kcrate */
