// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/unused.h"

#include "base/str.h"

namespace kcrate {

namespace {

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

} /* namespace */

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

void report_unused_entries(const Manifest &manifest,
			   const std::vector<Unit> &units, Sink &sink)
{
	auto unit = units.begin();

	/* Both are in the order of names. */
	for (const auto &[name, entry] : manifest.crates) {
		std::set<std::string> dropped;
		bool used = false;
		for (; unit != units.end() && unit->package == name; unit++) {
			used = true;
			for (const DroppedEdge &edge : unit->dropped)
				dropped.insert(edge.package);
		}
		if (entry.of_tree)
			continue;
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

} /* namespace kcrate */
