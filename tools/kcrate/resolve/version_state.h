/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What a search for versions has decided so far and what is still to do, which
 * can be taken back: cargo's ResolverContext and RemainingDeps (its
 * src/resolver/context.rs and types.rs).  cargo copies both before each
 * decision; here every change is written down, and undone in reverse.
 */

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "resolve/version_pool.h"

namespace kcrate {

class VersionState {
public:
	explicit VersionState(const VersionPool &pool) : pool(pool) {}

	/* Packages that were chosen count their age from one decision on. */
	size_t age = 0;

	/* When @package was chosen, if it is. */
	std::optional<size_t> age_of(size_t package) const;

	/* What is chosen in the lane of @package, or of its `links`. */
	std::optional<size_t> in_lane_of(size_t package) const;
	std::optional<size_t> linked_like(size_t package) const;

	/* Those that chose @package, each for some of its dependencies. */
	using Parents = std::map<size_t, std::set<size_t>>;
	const Parents &parents_of(size_t package) const;

	/* Whether @from was chosen, in one step or several, for @to. */
	bool is_below(size_t from, size_t to) const;

	/* The shortest way from @package to the root, both with it. */
	std::vector<size_t> way_to_root(size_t package) const;

	const std::set<std::string> &features_of(size_t package) const;
	std::vector<size_t> chosen() const;

	void choose(size_t package);
	void add_parent(size_t package, size_t parent, size_t dependency);
	void add_features(size_t package, const std::set<std::string> &names);

	/* A wish of @parent that is open, and whether it is in vain. */
	struct Task {
		size_t parent;
		const Wish *wish;
		bool in_vain;
	};

	/* The wishes of @parent become open. */
	void open(size_t parent, const Needs &needs, bool in_vain);

	/*
	 * Takes the next of those whose next has the fewest versions; of
	 * several that opened first.  Those that are in vain go before all.
	 */
	std::optional<Task> take();

	/* All open wishes, in the order in which take() looks at them. */
	std::vector<Task> open_tasks() const;

	/* How far the record of changes goes; rewind() undoes all after that.
	 */
	size_t mark() const { return trail.size(); }
	void rewind(size_t mark);

private:
	struct Opened {
		size_t parent;
		const Needs *needs;
		size_t next; /* of its wishes */
		bool in_vain;
	};
	/* In vain or not, the versions of the next wish, when it opened. */
	using Rank = std::tuple<bool, size_t, size_t>;

	struct Chosen {
		size_t lane;
	};
	struct Linked {
		std::string links;
	};
	struct Parent {
		size_t package, parent, dependency;
	};
	struct Feature {
		size_t package;
		std::string name;
	};
	struct Pushed {};
	struct Advanced {
		size_t opened;
	};
	struct Queued {
		Rank rank;
	};
	struct Unqueued {
		Rank rank;
	};
	using Change = std::variant<Chosen, Linked, Parent, Feature, Pushed,
				    Advanced, Queued, Unqueued>;

	void undo(const Chosen &change);
	void undo(const Linked &change);
	void undo(const Parent &change);
	void undo(const Feature &change);
	void undo(const Pushed &change);
	void undo(const Advanced &change);
	void undo(const Queued &change);
	void undo(const Unqueued &change);
	Rank rank_of(size_t number) const;
	void enqueue(size_t number);

	struct Active {
		size_t package, age;
	};

	const VersionPool &pool;
	std::map<size_t, Active> active; /* by lane */
	std::map<std::string, size_t> links;
	std::map<size_t, Parents> parents;
	std::map<size_t, std::set<std::string>> features;
	std::vector<Opened> opened;
	std::set<Rank> queue;
	std::vector<Change> trail;
};

} /* namespace kcrate */
