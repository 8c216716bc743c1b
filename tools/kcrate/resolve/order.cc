// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/order.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

std::optional<size_t> number_of(const std::vector<Unit> &units,
				std::string_view package, Target target)
{
	const auto at = std::lower_bound(
		units.begin(), units.end(), std::pair(package, target),
		[](const Unit &unit, const auto &wanted) {
			const int order = unit.package.compare(wanted.first);
			return order ? order < 0 : unit.target < wanted.second;
		});

	if (at == units.end() || at->package != package || at->target != target)
		return {};
	return at - units.begin();
}

namespace {

/*
 * A chain of crates is as long as the manifest makes it, so this walks without
 * recursion.
 */
class Order {
public:
	explicit Order(std::vector<Unit> units)
		: units(std::move(units)),
		  finished(this->units.size()),
		  on_path(this->units.size())
	{}

	Result<std::vector<Unit>> run()
	{
		std::vector<Unit> out;

		for (size_t unit = 0; unit < units.size(); unit++) {
			TRY(enter(unit));
			while (!path.empty())
				TRY(step());
		}
		out.reserve(units.size());
		for (const size_t unit : order)
			out.push_back(std::move(units[unit]));
		return out;
	}

private:
	/* A unit on the way, and how many of its edges have been followed. */
	struct Stop {
		size_t unit;
		size_t followed = 0;
	};

	/* The next edge of the last unit, or the end of that unit. */
	Status step()
	{
		Stop &stop = path.back();
		const std::vector<Edge> &edges = units[stop.unit].edges;

		if (stop.followed < edges.size()) {
			const Edge &edge = edges[stop.followed++];
			return enter(
				*number_of(units, edge.package, edge.target));
		}
		finished[stop.unit] = true;
		on_path[first_of_package(stop.unit)] = false;
		order.push_back(stop.unit);
		path.pop_back();
		return ok();
	}

	Status enter(size_t unit)
	{
		const size_t package = first_of_package(unit);

		if (finished[unit])
			return ok();
		if (on_path[package])
			return cycle(units[unit].package);
		on_path[package] = true;
		path.push_back({ unit });
		return ok();
	}

	/* To cargo, a crate for the host may not need itself for the target. */
	size_t first_of_package(size_t unit) const
	{
		while (unit > 0 &&
		       units[unit - 1].package == units[unit].package)
			unit--;
		return unit;
	}

	Diag cycle(const std::string &package) const
	{
		std::vector<std::string> names;

		for (const Stop &stop : path)
			if (!names.empty() ||
			    units[stop.unit].package == package)
				names.push_back(units[stop.unit].package);
		return Diag(Id::dependency_cycle,
			    str("crates depend on each other: ",
				join(names, " needs "), " needs ", package))
			.with_help("name one of them under "
				   "'drop-dependencies' of another");
	}

	std::vector<Unit> units;
	std::vector<bool> finished;
	std::vector<bool> on_path; /* by the first unit of each package */
	std::vector<Stop> path;
	std::vector<size_t> order;
};

} /* namespace */

Result<std::vector<Unit>> in_order(std::vector<Unit> units)
{
	return Order(std::move(units)).run();
}

} /* namespace kcrate */
