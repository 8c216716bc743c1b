// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/order.h"

#include "base/str.h"

namespace kcrate {

namespace {

/*
 * A chain of crates is as long as the manifest makes it, so this walks without
 * recursion.
 */
class Order {
public:
	explicit Order(std::map<UnitKey, Unit> units) : units(std::move(units))
	{}

	Result<std::vector<Unit>> run()
	{
		for (const auto &[key, unit] : units) {
			TRY(enter(key));
			while (!path.empty())
				TRY(step());
		}
		return std::move(done);
	}

private:
	/* A unit on the way, and how many of its edges have been followed. */
	struct Stop {
		const UnitKey *key;
		size_t followed = 0;
	};

	/* The next edge of the last unit, or the end of that unit. */
	Status step()
	{
		Stop &stop = path.back();
		Unit &unit = units.at(*stop.key);

		if (stop.followed < unit.edges.size()) {
			const Edge &edge = unit.edges[stop.followed++];
			return enter({ edge.package, edge.target });
		}
		finished.insert(*stop.key);
		on_path.erase(unit.package);
		done.push_back(std::move(unit));
		path.pop_back();
		return ok();
	}

	Status enter(const UnitKey &key)
	{
		if (finished.count(key))
			return ok();
		if (!on_path.insert(key.first).second)
			return cycle(key.first);
		path.push_back({ &units.find(key)->first });
		return ok();
	}

	Diag cycle(const std::string &package) const
	{
		std::vector<std::string> names;

		for (const Stop &stop : path)
			if (!names.empty() || stop.key->first == package)
				names.push_back(stop.key->first);
		return Diag(Id::dependency_cycle,
			    str("crates depend on each other: ",
				join(names, " needs "), " needs ", package))
			.with_help("name one of them under "
				   "'drop-dependencies' of another");
	}

	std::map<UnitKey, Unit> units;
	std::set<UnitKey> finished;
	std::vector<Stop> path;
	std::set<std::string> on_path;
	std::vector<Unit> done;
};

} /* namespace */

Result<std::vector<Unit>> in_order(std::map<UnitKey, Unit> units)
{
	return Order(std::move(units)).run();
}

} /* namespace kcrate */
