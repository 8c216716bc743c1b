/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Which features are on, and which optional dependencies: cargo's
 * src/resolver/features.rs in the mode of resolver 2, for resolve.cc alone.
 */

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cargo/cargo_toml.h"
#include "cfg/cfg.h"
#include "diag/result.h"
#include "manifest/manifest.h"

namespace kcrate {

/* A package as built for a target. */
using UnitKey = std::pair<std::string, Target>;

struct UnitState {
	std::set<std::string> features;
	std::set<std::string> deps; /* optional ones, by name, switched on */
	bool processed = false;
	/* `d?/f` seen while d was off. */
	std::map<std::string, std::set<std::string>> deferred;
	/* Feature to the dependent that asked for it or for one above it. */
	std::map<std::string, std::string> asked_by;
};

class Activation {
public:
	Activation(const Manifest &manifest,
		   const std::map<std::string, CargoToml> &crates);

	/*
	 * Activates what the manifest asks for and all that follows from it.
	 * Diag dependency_missing and dependency_version, with all of them;
	 * unknown_feature, cargo_manifest.
	 */
	Status run();

	/* The edges that exist for @key at all, active or not. */
	std::vector<const Dependency *> deps_of(const UnitKey &key) const;

	/* Those of them, active, that the manifest drops. */
	std::vector<const Dependency *> dropped_of(const UnitKey &key) const;

	/* What @package is built for when a unit for @parent needs it. */
	Target target_of(const std::string &package, Target parent) const;

	bool is_on(const UnitKey &key, const Dependency &dep) const;

	/* What the entry's own features turn on within the crate. */
	std::set<std::string>
	own_features(const std::string &package,
		     const std::vector<Word> &asked) const;

	std::map<UnitKey, UnitState> states;

private:
	using FeatureMap = std::map<std::string, std::vector<std::string>>;

	Status activate_roots();
	bool exists(const UnitKey &key, const Dependency &dep) const;
	Status activate_root(const CrateEntry &entry, const Role &role,
			     Target asked);
	Diag no_such_feature(const std::string &package,
			     const Word &feature) const;
	Status process(const UnitKey &key);
	Status activate_edge(const UnitKey &key, const Dependency &dep);
	std::optional<Diag> obstacle(const UnitKey &key,
				     const Dependency &dep) const;
	std::optional<UnitKey> child_of(const UnitKey &key,
					const Dependency &dep);
	std::string way_without(const UnitKey &key,
				const Dependency &dep) const;
	Status request(const UnitKey &from, const Dependency &dep,
		       const std::string &feature);
	Status activate_feature(const UnitKey &key, const std::string &feature);
	Status activate_value(const UnitKey &key, const FeatureValue &value);
	Status activate_dep(const UnitKey &key, const std::string &name);
	Status activate_dep_feature(const UnitKey &key,
				    const FeatureValue &value);

	const Manifest &manifest;
	const std::map<std::string, CargoToml> &crates;
	std::map<std::string, FeatureMap> maps;
	const CfgSet kernel, host;
	std::string asker; /* whose edge is being followed, "" for a root */
	size_t depth = 0;  /* of features within features */
	/* Edges that lead nowhere, and what to say of each. */
	std::set<const Dependency *> unmet;
	std::vector<Diag> problems;
};

} /* namespace kcrate */
