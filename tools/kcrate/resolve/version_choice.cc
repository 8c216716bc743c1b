// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/version_choice.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

/* Where in @out.packages each package that was chosen is. */
std::map<size_t, size_t> places_in(const VersionPool &pool,
				   const VersionState &state,
				   VersionChoice &out)
{
	std::vector<size_t> chosen = state.chosen();
	std::map<size_t, size_t> places;

	std::sort(chosen.begin(), chosen.end(), [&](size_t a, size_t b) {
		const IndexRecord &x = pool.record(a), &y = pool.record(b);
		if (pool.is_root(a) != pool.is_root(b))
			return pool.is_root(a);
		if (x.name != y.name)
			return x.name < y.name;
		return std::is_lt(compare_all(x.version, y.version));
	});
	for (const size_t package : chosen) {
		places[package] = out.packages.size();
		out.packages.push_back({ pool.record(package),
					 state.features_of(package),
					 {} });
	}
	return places;
}

VersionChoice chosen_by(const VersionPool &pool, const VersionState &state)
{
	using Wanted = std::pair<size_t, size_t>; /* by whom, by which wish */
	VersionChoice out;
	const std::map<size_t, size_t> places = places_in(pool, state, out);
	std::map<Wanted, std::vector<size_t>> chosen_for;

	for (const auto &[package, place] : places)
		for (const auto &[parent, wishes] : state.parents_of(package))
			for (const size_t wish : wishes)
				chosen_for[{ places.at(parent), wish }]
					.push_back(place);
	for (size_t i = 0; i < out.packages.size(); i++) {
		VersionChoice::Package &from = out.packages[i];
		for (size_t n = 0; n < from.record.dependencies.size(); n++) {
			const std::optional<size_t> wish =
				pool.number_of(from.record.dependencies[n]);
			if (!wish || !chosen_for.count({ i, *wish }))
				continue;
			for (const size_t to : chosen_for.at({ i, *wish }))
				from.edges.push_back({ n, to });
		}
	}
	return out;
}

struct Step {
	size_t package, next; /* of its edges */
};

/* The packages of @path from @package on, and that once more. */
Diag cycle(const VersionChoice &choice, const std::vector<Step> &path,
	   size_t package)
{
	std::vector<std::string> names;

	for (const Step &step : path)
		if (!names.empty() || step.package == package)
			names.push_back(
				choice.packages[step.package].record.name);
	names.push_back(choice.packages[package].record.name);
	return Diag(Id::dependency_cycle, str("crates depend on each other: ",
					      join(names, " needs ")))
		.with_help("leave out one of these dependencies");
}

/* What cargo refuses in the end: its check_cycles(). */
Status check_cycles(const VersionChoice &choice)
{
	std::vector<Step> path = { { 0, 0 } };
	std::vector<bool> seen(choice.packages.size()),
		on_path(choice.packages.size());

	seen[0] = on_path[0] = true;
	while (!path.empty()) {
		Step &step = path.back();
		const VersionChoice::Package &package =
			choice.packages[step.package];
		if (step.next == package.edges.size()) {
			on_path[step.package] = false;
			path.pop_back();
			continue;
		}
		const VersionChoice::Edge &edge = package.edges[step.next++];
		if (package.record.dependencies[edge.dependency].kind ==
		    DepKind::dev)
			continue;
		if (on_path[edge.to])
			return cycle(choice, path, edge.to);
		if (!seen[edge.to]) {
			seen[edge.to] = on_path[edge.to] = true;
			path.push_back({ edge.to, 0 });
		}
	}
	return ok();
}

} /* namespace */

Result<VersionChoice> choice_of(const VersionPool &pool,
				const VersionState &state)
{
	VersionChoice out = chosen_by(pool, state);

	TRY(check_cycles(out));
	return out;
}

} /* namespace kcrate */
