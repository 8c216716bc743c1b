// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/feature_sets.h"

#include <algorithm>

namespace kcrate {

namespace {

struct Active {
	std::set<std::string> features;
	std::set<std::string> dependencies; /* optional ones, by their keys */
};

/* @features of @map, and what they turn on in their own crate. */
Active activate(const FeatureMap &map, const std::set<std::string> &features)
{
	std::vector<std::string> todo(features.begin(), features.end());
	Active out;

	while (!todo.empty()) {
		const std::string name = std::move(todo.back());
		todo.pop_back();
		const auto values = map.find(name);
		if (values == map.end() || !out.features.insert(name).second)
			continue;
		for (const std::string &text : values->second) {
			const FeatureValue value = parse_feature_value(text);
			if (value.kind == FeatureValue::Kind::feature)
				todo.emplace_back(value.name);
			else if (!value.weak)
				out.dependencies.emplace(value.name);
		}
	}
	return out;
}

/* The packages that @cargo depends on with @active, outside of tests. */
std::set<std::string> packages(const CargoToml &cargo, const Active &active)
{
	std::set<std::string> out;

	for (const Dependency &dep : cargo.dependencies)
		if (dep.kind == DepKind::normal && !dep.builtin &&
		    (!dep.optional || active.dependencies.count(dep.name)))
			out.insert(dep.package);
	return out;
}

} /* namespace */

Refeatured with_features(const AuditedCrate &crate,
			 const std::set<std::string> &asked,
			 const std::vector<AuditedCrate> &crates)
{
	const Result<FeatureMap> map = feature_map(*crate.cargo);
	Refeatured out = { crate };

	if (!map)
		return out;
	const Active before = activate(map.value(), crate.asked);
	std::set<std::string> wanted = asked;
	for (const std::string &feature : crate.features)
		if (!before.features.count(feature))
			wanted.insert(feature);
	const Active now = activate(map.value(), crate.features);
	const Active after = activate(map.value(), wanted);
	const std::set<std::string> had = packages(*crate.cargo, now);
	const std::set<std::string> left = packages(*crate.cargo, after);
	out.crate.features = after.features;
	out.crate.asked = asked;
	std::erase_if(out.crate.needs, [&](size_t need) {
		return !left.count(crates[need].cargo->name);
	});
	out.is_lacking = !std::includes(had.begin(), had.end(), left.begin(),
					left.end());
	return out;
}

} /* namespace kcrate */
