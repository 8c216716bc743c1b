// SPDX-License-Identifier: GPL-2.0-or-later

#include <nlohmann/json.hpp>

#include "report/diag_json.h"
#include "report/report.h"

namespace kcrate {

namespace {

using Json = nlohmann::ordered_json;

Json unit_to_json(const LockedUnit &unit)
{
	Json out;

	out["features"] = unit.features;
	out["added_features"] = unit.added_features;
	out["dependencies"] = unit.dependencies;
	if (!unit.library.empty())
		out["library"] = unit.library;
	return out;
}

Json crate_to_json(const LockedCrate &crate)
{
	Json out;

	out["version"] = crate.version;
	out["sha256"] = crate.sha256;
	out["source"] = crate.source;
	out["archive_sha256"] = crate.archive_sha256;
	out["modified_by"] = crate.modified_by;
	out["kind"] = crate.kind;
	out["edition"] = crate.edition;
	out["license"] = crate.licence;
	out["stages"] = { { "unpacked", crate.stages.unpacked },
			  { "selected", crate.stages.selected },
			  { "rewritten", crate.stages.rewritten },
			  { "patched", crate.stages.patched } };
	if (!crate.provided_by.empty())
		out["provided_by"] = crate.provided_by;
	out["units"] = Json::object();
	for (const auto &[target, unit] : crate.units)
		out["units"][target] = unit_to_json(unit);
	out["dropped_dependencies"] = crate.dropped_dependencies;
	out["changes"] = crate.changes;
	out["overridden"] = crate.overridden;
	out["kept"] = crate.kept;
	out["dropped"] = crate.dropped;
	out["lines"] = crate.lines;
	out["modifications"] = crate.modifications;
	return out;
}

} /* namespace */

Json diag_to_json(const Diag &diag)
{
	Json out;

	out["id"] = name_of(diag.id);
	out["severity"] = name_of(severity_of(diag));
	out["message"] = diag.message;
	if (!diag.crate.empty())
		out["crate"] = diag.crate;
	if (diag.where) {
		out["file"] = diag.where->file;
		if (diag.where->line) {
			out["line"] = diag.where->line;
			out["column"] = diag.where->column;
			out["width"] = diag.where->width;
		}
	}
	if (!diag.condition.empty())
		out["condition"] = diag.condition;
	if (diag.conditional)
		out["certainty"] = "conditional";
	if (diag.evidence != Evidence::none)
		out["evidence"] = name_of(diag.evidence);
	if (!diag.help.empty())
		out["help"] = diag.help;
	if (!diag.context.empty())
		out["context"] = diag.context;
	return out;
}

std::string to_json(const std::vector<Diag> &diags, const Lock *lock)
{
	Json out;

	out["schema"] = 1;
	out["findings"] = Json::array();
	for (const Diag &diag : diags)
		out["findings"].push_back(diag_to_json(diag));
	if (lock) {
		out["crates"] = Json::object();
		for (const auto &[name, crate] : lock->crates)
			out["crates"][name] = crate_to_json(crate);
	}
	/* Bytes of a hostile archive that are no UTF-8 are replaced. */
	return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} /* namespace kcrate */
