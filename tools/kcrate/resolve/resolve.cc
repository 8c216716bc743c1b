// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/resolve.h"

#include <algorithm>
#include <utility>

#include "base/str.h"
#include "resolve/activation.h"

namespace kcrate {

namespace {

std::vector<DroppedEdge> dropped_of(const Activation &activation,
				    const UnitKey &key)
{
	std::map<std::string, DroppedEdge> by_name;
	std::vector<DroppedEdge> out;

	for (const Dependency *dep : activation.dropped_of(key)) {
		const std::string name = crate_identifier(dep->name);
		by_name[name] = { dep->package, name };
	}
	out.reserve(by_name.size());
	for (auto &[name, edge] : by_name)
		out.push_back(std::move(edge));
	return out;
}

std::vector<Edge> edges_of(const Activation &activation, const UnitKey &key,
			   const std::map<std::string, CargoToml> &crates)
{
	std::map<std::string, Edge> by_name;

	for (const Dependency *dep : activation.deps_of(key)) {
		if (!activation.is_on(key, *dep))
			continue;
		const std::string name =
			dep->name != dep->package
				? crate_identifier(dep->name)
				: crates.at(dep->package).lib_name;
		by_name[name] = { dep->package, name,
				  activation.target_of(dep->package,
						       key.second) };
	}

	std::vector<Edge> edges;
	edges.reserve(by_name.size());
	for (auto &[name, edge] : by_name)
		edges.push_back(std::move(edge));
	return edges;
}

/* A list of units in which each stands after those it needs. */
class Order {
public:
	explicit Order(std::map<UnitKey, Unit> units) : units(std::move(units))
	{}

	Result<std::vector<Unit>> run()
	{
		for (const auto &[key, unit] : units)
			TRY(visit(key));
		return std::move(done);
	}

private:
	Status visit(const UnitKey &key)
	{
		if (finished.count(key))
			return ok();
		const auto first =
			std::find(path.begin(), path.end(), key.first);
		if (first != path.end())
			return Diag(Id::dependency_cycle,
				    str("crates depend on each other: ",
					join({ first, path.end() }, " needs "),
					" needs ", key.first))
				.with_help("name one of them under "
					   "'drop-dependencies' of another");
		path.push_back(key.first);
		for (const Edge &edge : units.at(key).edges)
			TRY(visit({ edge.package, edge.target }));
		path.pop_back();
		finished.insert(key);
		done.push_back(units.at(key));
		return ok();
	}

	std::map<UnitKey, Unit> units;
	std::set<UnitKey> finished;
	std::vector<std::string> path;
	std::vector<Unit> done;
};

/* The features that an entry itself asks of its unit for @target. */
std::vector<Word> asked_of(const CrateEntry &entry, Target target,
			   bool proc_macro)
{
	std::vector<Word> out;

	if (entry.kernel && (proc_macro || target == Target::kernel))
		out = entry.kernel->features;
	if (entry.host && target == Target::host)
		out.insert(out.end(), entry.host->features.begin(),
			   entry.host->features.end());
	return out;
}

void report_additions(const CrateEntry &entry, const Unit &unit, Sink &sink)
{
	if (!entry.features_exact)
		return;
	for (const auto &[feature, who] : unit.added_features) {
		Diag diag =
			Diag(Id::feature_added,
			     str(who, " adds the feature '", feature, "' to ",
				 entry.name, ", whose features are exact"))
				.at(entry.where)
				.with_help("add it to the entry, or drop "
					   "the dependency");
		diag.crate = entry.name;
		sink.report(std::move(diag));
	}
}

void report_unused(const CrateEntry &entry, const std::string &message,
		   const Place &where, Sink &sink)
{
	Diag diag = Diag(Id::unused_override, message)
			    .at(where)
			    .with_help("remove it");

	diag.crate = entry.name;
	sink.report(std::move(diag));
}

/* A dependency that no unit would have had needs no dropping. */
void report_unused_drops(const CrateEntry &entry,
			 const std::set<std::string> &dropped, Sink &sink)
{
	for (const auto &[name, why] : entry.drop_dependencies)
		if (!dropped.count(name))
			report_unused(entry,
				      str(entry.name,
					  " as built here does not depend on ",
					  name, " in the first place"),
				      why.where, sink);
}

void report_unused_entries(const Manifest &manifest,
			   const std::map<UnitKey, Unit> &units, Sink &sink)
{
	for (const auto &[name, entry] : manifest.crates) {
		if (entry.of_tree)
			continue;
		std::set<std::string> dropped;
		bool used = false;
		for (const Target target : { Target::kernel, Target::host }) {
			const auto unit = units.find({ name, target });
			if (unit == units.end())
				continue;
			used = true;
			for (const DroppedEdge &edge : unit->second.dropped)
				dropped.insert(edge.package);
		}
		if (used)
			report_unused_drops(entry, dropped, sink);
		else
			report_unused(entry,
				      str("nothing asks for ", name,
					  ": it has neither 'kernel' nor "
					  "'host', and no crate depends on it"),
				      entry.where, sink);
	}
}

} /* namespace */

const Unit *Resolution::find(const std::string &package, Target target) const
{
	for (const Unit &unit : units)
		if (unit.package == package && unit.target == target)
			return &unit;
	return nullptr;
}

Result<Resolution> resolve(const Manifest &manifest,
			   const std::map<std::string, CargoToml> &crates,
			   Sink &sink)
{
	Activation activation(manifest, crates);
	std::map<UnitKey, Unit> units;
	Resolution out;

	TRY(activation.run());
	for (const auto &[key, state] : activation.states) {
		const CrateEntry &entry = manifest.crates.at(key.first);
		const std::set<std::string> own = activation.own_features(
			key.first, asked_of(entry, key.second,
					    crates.at(key.first).proc_macro));
		Unit unit = { key.first,
			      key.second,
			      state.features,
			      {},
			      edges_of(activation, key, crates),
			      dropped_of(activation, key) };

		for (const auto &[feature, who] : state.asked_by)
			if (!own.count(feature))
				unit.added_features[feature] = who;
		report_additions(entry, unit, sink);
		units.emplace(key, std::move(unit));
	}
	report_unused_entries(manifest, units, sink);
	out.units = TRY(Order(std::move(units)).run());
	return out;
}

} /* namespace kcrate */
