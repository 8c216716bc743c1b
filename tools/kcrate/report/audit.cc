// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/audit.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "base/str.h"
#include "report/diag_json.h"
#include "report/recipe.h"

namespace kcrate {

namespace {

using Json = nlohmann::ordered_json;

std::string name_of(const AuditedCrate &crate)
{
	return str(crate.cargo->name, " ", crate.cargo->version_text);
}

std::string count(const CrateAudit &audit, Severity severity)
{
	const auto n =
		std::count_if(audit.findings.begin(), audit.findings.end(),
			      [&](const Diag &diag) {
				      return severity_of(diag) == severity;
			      });

	return std::to_string(n);
}

Json to_json(const CodeCounts &counts)
{
	Json out;

	out["lines"] = counts.lines;
	out["forbids_unsafe"] = counts.forbids_unsafe;
	out["undocumented"] = counts.undocumented;
	for (size_t k = 0; k < site_kinds; k++) {
		const auto kind = static_cast<SiteKind>(k);
		out[is_panic(kind) ? "panics" : "unsafe"]
		   [std::string(kcrate::name_of(kind).key)] = counts.sites[k];
	}
	return out;
}

Json to_json(const CompilerView &rustc, const AuditView &view)
{
	Json out;

	out["grade"] = nullptr;
	if (rustc.grade)
		out["grade"] = kcrate::name_of(*rustc.grade);
	if (rustc.unknown)
		out["unknown"] = true;
	if (rustc.because)
		out["because"] = name_of(view.crates[*rustc.because]);
	if (rustc.panics)
		out["panics"] = *rustc.panics;
	return out;
}

/* What rustc says beside it, in words. */
std::string grade_by(const std::optional<CompilerView> &rustc)
{
	if (!rustc)
		return "-";
	if (rustc->unknown)
		return "?";
	return rustc->grade ? std::string(kcrate::name_of(*rustc->grade))
			    : "none";
}

/* The crates of which rustc has another grade, a line each. */
std::string differences(const AuditView &view)
{
	std::string out;

	for (size_t i = 0; i < view.crates.size(); i++) {
		const CrateAudit &audit = view.audits[i];
		if (!audit.rustc || audit.rustc->unknown ||
		    audit.rustc->grade == audit.grade)
			continue;
		out += str(name_of(view.crates[i]), ": the source says ",
			   kcrate::name_of(audit.grade), ", rustc says ",
			   grade_by(audit.rustc), "\n");
	}
	return out;
}

bool was_compiled(const AuditView &view)
{
	return std::any_of(view.audits.begin(), view.audits.end(),
			   [](const CrateAudit &audit) {
				   return audit.rustc.has_value();
			   });
}

/* What rustc says, behind the grade by the source. */
void add_compiler_column(const AuditView &view,
			 std::vector<std::vector<std::string>> &rows)
{
	constexpr int column = 4;

	rows[0].insert(rows[0].begin() + column, "RUSTC");
	for (size_t i = 0; i < view.audits.size(); i++)
		rows[i + 1].insert(rows[i + 1].begin() + column,
				   grade_by(view.audits[i].rustc));
}

Json to_json(const AuditView &view, size_t i)
{
	const AuditedCrate &crate = view.crates[i];
	const CrateAudit &audit = view.audits[i];
	Json out;

	out["name"] = crate.cargo->name;
	out["version"] = crate.cargo->version_text;
	out["directory"] = crate.directory;
	out["target"] = kcrate::name_of(crate.target);
	out["features"] = crate.features;
	if (crate.target == Target::kernel) {
		out["grade"] = kcrate::name_of(audit.grade);
		out["own_grade"] = kcrate::name_of(audit.own);
		out["counts"] = to_json(audit.counts);
	}
	if (audit.because)
		out["because"] = name_of(view.crates[*audit.because]);
	out["verdict"] = kcrate::name_of(audit.verdict);
	if (!audit.reason.empty())
		out["reason"] = audit.reason;
	if (!audit.recipe.is_empty())
		out["recipe"] = recipe_to_yaml(crate, audit);
	if (audit.rustc)
		out["rustc"] = to_json(*audit.rustc, view);
	out["needs"] = Json::array();
	for (const size_t need : crate.needs)
		out["needs"].push_back(name_of(view.crates[need]));
	out["findings"] = Json::array();
	for (const Diag &diag : audit.findings)
		out["findings"].push_back(diag_to_json(diag));
	return out;
}

std::string verdict_of(const CrateAudit &audit)
{
	return str(kcrate::name_of(audit.verdict),
		   audit.reason.empty() ? "" : ": ", audit.reason);
}

/* What can be pasted into a manifest, the same twice only once. */
std::string recipes_to_text(const AuditView &view)
{
	std::set<std::string> recipes;

	for (size_t i = 0; i < view.crates.size(); i++) {
		std::string recipe =
			recipe_to_yaml(view.crates[i], view.audits[i]);
		if (!recipe.empty())
			recipes.insert(std::move(recipe));
	}
	if (recipes.empty())
		return {};
	return str("\n# What a manifest can say of these:\ncrates:\n",
		   join({ recipes.begin(), recipes.end() }, ""));
}

/* What can be done is said once for each id. */
std::string findings_to_text(const std::vector<Diag> &findings, Colour colour)
{
	std::set<std::pair<Id, std::string>> told;
	std::string out;

	for (Diag diag : findings) {
		if (!told.emplace(diag.id, diag.help).second)
			diag.help.clear();
		out += to_text(diag, colour);
	}
	return out;
}

} /* namespace */

std::string audit_to_text(const AuditView &view, Colour colour)
{
	std::vector<std::vector<std::string>> rows = {
		{ "CRATE", "VERSION", "FOR", "GRADE", "BY", "ERRORS",
		  "WARNINGS", "VERDICT" }
	};
	std::string out;

	for (const Diag &diag : view.others)
		out += to_text(diag, colour);
	for (const CrateAudit &audit : view.audits)
		out += findings_to_text(audit.findings, colour);
	for (size_t i = 0; i < view.crates.size(); i++) {
		const AuditedCrate &crate = view.crates[i];
		const CrateAudit &audit = view.audits[i];
		rows.push_back(
			{ crate.cargo->name, crate.cargo->version_text,
			  std::string(kcrate::name_of(crate.target)),
			  crate.target == Target::host
				  ? "-"
				  : std::string(kcrate::name_of(audit.grade)),
			  audit.because ? name_of(view.crates[*audit.because])
					: "",
			  count(audit, Severity::error),
			  count(audit, Severity::warning), verdict_of(audit) });
	}
	out += out.empty() ? "" : "\n";
	if (was_compiled(view))
		add_compiler_column(view, rows);
	const std::string differ = differences(view);
	return str(out, table(rows), differ.empty() ? "" : "\n", differ,
		   recipes_to_text(view));
}

std::string audit_to_json(const AuditView &view)
{
	Json out;

	out["schema"] = 1;
	out["findings"] = Json::array();
	for (const Diag &diag : view.others)
		out["findings"].push_back(diag_to_json(diag));
	out["crates"] = Json::array();
	for (size_t i = 0; i < view.crates.size(); i++)
		out["crates"].push_back(to_json(view, i));
	return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string matrix_to_text(const std::vector<FeatureMatrix> &matrices)
{
	std::string out;

	for (const FeatureMatrix &matrix : matrices) {
		std::vector<std::vector<std::string>> rows = {
			{ str(matrix.crate, " ", matrix.version), "GRADE",
			  "BY" }
		};
		for (const FeatureMatrix::Row &row : matrix.rows)
			rows.push_back(
				{ row.features.empty()
					  ? "-"
					  : join(row.features, ", "),
				  std::string(kcrate::name_of(row.grade)),
				  row.because });
		out += (out.empty() ? "" : "\n") + table(rows);
	}
	return out;
}

std::string matrix_to_json(const std::vector<FeatureMatrix> &matrices)
{
	Json out;

	out["schema"] = 1;
	out["crates"] = Json::array();
	for (const FeatureMatrix &matrix : matrices) {
		Json crate;
		crate["name"] = matrix.crate;
		crate["version"] = matrix.version;
		crate["grades"] = Json::array();
		for (const FeatureMatrix::Row &row : matrix.rows) {
			Json one;
			one["features"] = row.features;
			one["grade"] = kcrate::name_of(row.grade);
			if (!row.because.empty())
				one["because"] = row.because;
			crate["grades"].push_back(std::move(one));
		}
		out["crates"].push_back(std::move(crate));
	}
	return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} /* namespace kcrate */
