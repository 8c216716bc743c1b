// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "report/report.h"

namespace kcrate {

namespace {

/* Those that a dependent added have a plus sign. */
std::string features_of(const LockedUnit &unit)
{
	std::vector<std::string> out;

	for (const std::string &feature : unit.features)
		out.push_back(str(unit.added_features.count(feature) ? "+" : "",
				  feature));
	return out.empty() ? "-" : join(out, ",");
}

/* Where there are two units, each has its own features. */
std::string features_of(const LockedCrate &crate)
{
	std::vector<std::string> out;

	for (const auto &[target, unit] : crate.units)
		out.push_back(str(crate.units.size() > 1 ? target + ": " : "",
				  features_of(unit)));
	return out.empty() ? "-" : join(out, "; ");
}

std::string kind_of(const LockedCrate &crate)
{
	std::vector<std::string> targets;

	if (crate.kind == "proc-macro")
		return crate.kind;
	for (const auto &[target, unit] : crate.units)
		targets.push_back(target);
	return join(targets, "+");
}

std::string source_of(const LockedCrate &crate)
{
	if (!crate.provided_by.empty())
		return crate.provided_by;
	return crate.modified_by.empty() ? crate.source : crate.source + "*";
}

std::vector<std::string> row_of(const std::string &name,
				const LockedCrate &crate)
{
	return { name,
		 crate.version,
		 source_of(crate),
		 kind_of(crate),
		 std::to_string(crate.kept),
		 std::to_string(crate.dropped),
		 std::to_string(crate.lines),
		 std::to_string(crate.modifications) };
}

constexpr char footnote[] =
	"* Debian's version, not proven to be what crates.io has\n";

bool needs_footnote(const Lock &lock)
{
	for (const auto &[name, crate] : lock.crates)
		if (!crate.modified_by.empty())
			return true;
	return false;
}

std::vector<std::string> header_row()
{
	return { "CRATE", "VERSION", "SOURCE", "KIND",
		 "KEPT",  "DROPPED", "LINES",  "CHANGES" };
}

} /* namespace */

std::string plan_to_text(const Lock &lock)
{
	std::vector<std::vector<std::string>> rows = { header_row() };

	rows[0].emplace_back("FEATURES");
	for (const auto &[name, crate] : lock.crates) {
		rows.push_back(row_of(name, crate));
		rows.back().push_back(features_of(crate));
	}
	return table(rows) + (needs_footnote(lock) ? footnote : "");
}

std::string list_to_text(const Lock &lock,
			 const std::map<std::string, BuildStat> &stats)
{
	std::vector<std::vector<std::string>> rows = { header_row() };

	rows[0].insert(rows[0].end(), { "BYTES", "SECONDS", "FEATURES" });
	for (const auto &[name, crate] : lock.crates) {
		const auto stat = stats.find(crate_identifier(name));
		const bool built = stat != stats.end();
		rows.push_back(row_of(name, crate));
		rows.back().push_back(built ? stat->second.bytes : "off");
		rows.back().push_back(built ? stat->second.seconds : "-");
		rows.back().push_back(features_of(crate));
	}
	return table(rows) + (needs_footnote(lock) ? footnote : "");
}

} /* namespace kcrate */
