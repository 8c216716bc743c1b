/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Which crates are built for what, with which features and against what.
 *
 * Versions are given (one for each name, by the manifest), so this is cargo's
 * second pass alone (its src/resolver/features.rs, resolver 2): features are
 * activated from a virtual root that asks of every crate what its `kernel:`
 * and `host:` say.  No build script ever runs, so build-dependencies are not
 * edges here, and neither are dependencies that the manifest drops.  Crates of
 * the standard library are none of the manifest's: with `rfc3875`, a unit has
 * them apart.
 */

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cargo/builtin.h"
#include "cargo/cargo_toml.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "manifest/manifest.h"

namespace kcrate {

/* One `--extern`. */
struct Edge {
	std::string package;
	std::string extern_name; /* as the source says it */
	Target target;		 /* of the unit at the other end */
	std::string by; /* the unit's feature that asks for it, or "" */
	Place where;	/* the line in Cargo.toml */
	/*
	 * Kconfig's symbols of the kernels that have it; none where all that
	 * the manifest is for have it.
	 */
	std::set<std::string> only_on;
};

/* Adds to @only_on, of an edge, what another of the same crate has. */
void widen(std::set<std::string> &only_on, const std::set<std::string> &more);

/* Why a feature is on: one step towards the manifest. */
struct Cause {
	std::string package; /* whose doing it is; "" for the manifest's */
	Target target;	     /* of that package's unit */
	std::string feature; /* of that unit; "" where its dependency asks */
	Place where;	     /* of what the manifest or the dependency says */
};

struct DroppedEdge {
	std::string package;
	std::string extern_name;
};

/* A crate as it is compiled once. */
struct Unit {
	std::string package;
	Target target;
	std::set<std::string> features;
	/* Those that its own entry did not ask for, and who did. */
	std::map<std::string, std::string> added_features;
	std::map<std::string, Cause> causes; /* of each feature */
	std::optional<Place> asked; /* where the manifest asks for the unit */
	std::vector<Edge> edges;    /* sorted by extern name */
	/* Dependencies that would be edges if the manifest did not drop them.
	 */
	std::vector<DroppedEdge> dropped;
	/* Where the manifest has them read. */
	std::optional<Builtins> builtins;
};

struct Resolution {
	std::vector<Unit> units; /* a unit stands after all it needs */
	std::map<std::pair<std::string, Target>, size_t> index; /* of units */

	/* Null where the crate is not built for @target. */
	const Unit *find(const std::string &package, Target target) const;
};

/* A feature that is to stay off, to see what becomes of the rest. */
struct Without {
	std::string package, feature;
};

/*
 * @crates has the Cargo.toml of every crate in @manifest.  Diag
 * dependency_missing, dependency_version, dependency_cycle, unknown_feature;
 * findings feature_added and unused_override go to @sink.
 */
Result<Resolution> resolve(const Manifest &manifest,
			   const std::map<std::string, CargoToml> &crates,
			   Sink &sink,
			   const std::optional<Without> &without = {});

/* What cargo would turn on, and an import does not. */
struct CargoExtra {
	std::string package;
	Target target;
	std::string feature;
	std::string by;		/* whose dependency asks for it; "" for none */
	bool by_script = false; /* … to build its script */
	std::string part_of;	/* without that, the feature that implies it */
	Place where;
};

/*
 * The features that cargo would give to units of @resolution beside their own:
 * it follows the dependencies of build scripts, though none may run, and those
 * that @manifest drops.  What asks for crates that the manifest does not have
 * is passed over.  Diag cargo_manifest.
 */
Result<std::vector<CargoExtra>>
cargo_extras(const Manifest &manifest,
	     const std::map<std::string, CargoToml> &crates,
	     const Resolution &resolution);

} /* namespace kcrate */
