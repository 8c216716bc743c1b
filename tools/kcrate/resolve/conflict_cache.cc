// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/conflict_cache.h"

#include <algorithm>

namespace kcrate {

void ConflictCache::add(size_t dependency, const Conflict &conflict)
{
	const auto [root, fresh] = roots.emplace(dependency, nodes.size());
	size_t at = root->second;

	if (fresh)
		nodes.emplace_back();
	for (const auto &[package, obstacle] : conflict) {
		if (nodes[at].complete)
			return; /* A part of this set is known to be enough. */
		const auto [next, is_new] =
			nodes[at].next.emplace(package, nodes.size());
		at = next->second;
		if (is_new)
			nodes.emplace_back();
	}
	nodes[at].next.clear();
	nodes[at].complete = conflict;
	for (const auto &[package, obstacle] : conflict)
		dependencies[package].insert(dependency);
}

const Conflict *ConflictCache::find(size_t dependency, const AgeOf &age_of,
				    std::optional<size_t> with,
				    size_t limit) const
{
	struct Visit {
		size_t node, age; /* of the newest on the way to it */
		bool complete;	  /* @with was on it */
	};
	const auto root = roots.find(dependency);
	std::vector<Visit> left;
	const Conflict *best = nullptr;

	if (root != roots.end())
		left.push_back({ root->second, 0, !with });
	while (!left.empty()) {
		const Visit visit = left.back();
		const Node &node = nodes[visit.node];

		left.pop_back();
		if (visit.age >= limit)
			continue;
		if (node.complete && visit.complete) {
			best = &*node.complete;
			limit = visit.age;
		}
		/* The way leads from the lesser to the greater package. */
		const auto end = visit.complete ? node.next.end()
						: node.next.upper_bound(*with);
		for (auto next = node.next.begin(); next != end; ++next) {
			const auto &[package, below] = *next;
			const std::optional<size_t> age = age_of(package);
			if (!age)
				continue;
			if (with == package)
				left.push_back({ below, visit.age, true });
			else
				left.push_back({ below,
						 std::max(visit.age, *age),
						 visit.complete });
		}
	}
	return best;
}

const std::set<size_t> &ConflictCache::dependencies_of(size_t package) const
{
	static const std::set<size_t> none;
	const auto at = dependencies.find(package);

	return at == dependencies.end() ? none : at->second;
}

} /* namespace kcrate */
