/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Why dependencies could not be met, for ever: cargo's ConflictCache (its
 * src/resolver/conflict_cache.rs).
 */

#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kcrate {

/* Why a version that would do cannot be chosen. */
struct Obstacle {
	enum class Kind { version, links, feature };

	Kind kind = Kind::version;
	std::string name; /* of the library or the feature */
};

/* Packages that stand together against a dependency, each with its reason. */
using Conflict = std::map<size_t, Obstacle>;

class ConflictCache {
public:
	using AgeOf = std::function<std::optional<size_t>(size_t package)>;

	/* While all packages of @conflict are chosen @dependency is not met. */
	void add(size_t dependency, const Conflict &conflict);

	/*
	 * A conflict of @dependency whose packages are all chosen: of several
	 * the one whose newest is oldest, and with @with in it, which does not
	 * count then, if that is given.  Nothing of @limit or newer will do.
	 */
	const Conflict *
	find(size_t dependency, const AgeOf &age_of,
	     std::optional<size_t> with = {},
	     size_t limit = std::numeric_limits<size_t>::max()) const;

	/* The dependencies that have a conflict with @package in it. */
	const std::set<size_t> &dependencies_of(size_t package) const;

private:
	/* Sets that begin alike share nodes; one that is complete ends. */
	struct Node {
		std::map<size_t, size_t> next; /* nodes by package */
		std::optional<Conflict> complete;
	};

	std::vector<Node> nodes;
	std::map<size_t, size_t> roots; /* nodes by dependency */
	std::map<size_t, std::set<size_t>> dependencies;
};

} /* namespace kcrate */
