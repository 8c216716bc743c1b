// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/audit.h"

#include <algorithm>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/str.h"
#include "report/diag_json.h"
#include "report/recipe.h"

namespace kcrate {

namespace {

using Json = nlohmann::ordered_json;

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

/* What is known of it, null where that is nothing. */
Json to_json(const Origin &origin)
{
	Json out;

	for (const auto &[key, text] :
	     { std::pair("package_sha256", &origin.package_sha256),
	       std::pair("commit", &origin.commit),
	       std::pair("path", &origin.path) })
		if (!text->empty())
			out[key] = *text;
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
std::string differences_of(const AuditView &view)
{
	std::string out;

	for (size_t i = view.first; i < view.crates.size(); i++) {
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

Json to_json(const AuditView &view, size_t i)
{
	const AuditedCrate &crate = view.crates[i];
	const CrateAudit &audit = view.audits[i];
	Json out;

	out["name"] = crate.cargo->name;
	out["version"] = crate.cargo->version_text;
	out["directory"] = crate.directory;
	Json origin = to_json(audit.origin);
	if (!origin.is_null())
		out["origin"] = std::move(origin);
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

class TextReport : public AuditReport {
public:
	explicit TextReport(Colour colour) : colour(colour) {}

	std::string add(const AuditView &view) override
	{
		std::string out;

		for (size_t i = view.first; i < view.crates.size(); i++) {
			out += findings_to_text(view.audits[i].findings,
						colour);
			add_row(view, i);
		}
		differences += differences_of(view);
		has_findings |= !out.empty();
		return out;
	}
	std::string end(const std::vector<Diag> &others) override;

private:
	void add_row(const AuditView &view, size_t i);

	Colour colour;
	bool has_findings = false, was_compiled = false;
	std::vector<std::vector<std::string>> rows;
	std::string differences;
	std::set<std::string> recipes; /* the same twice only once */
};

void TextReport::add_row(const AuditView &view, size_t i)
{
	const AuditedCrate &crate = view.crates[i];
	const CrateAudit &audit = view.audits[i];
	const bool is_for_kernel = crate.target == Target::kernel;

	rows.push_back(
		{ crate.cargo->name, crate.cargo->version_text,
		  std::string(kcrate::name_of(crate.target)),
		  is_for_kernel ? std::string(kcrate::name_of(audit.grade))
				: "-",
		  grade_by(audit.rustc),
		  audit.because ? name_of(view.crates[*audit.because]) : "",
		  count(audit, Severity::error),
		  count(audit, Severity::warning), verdict_of(audit) });
	was_compiled |= audit.rustc.has_value();
	std::string recipe = recipe_to_yaml(crate, audit);
	if (!recipe.empty())
		recipes.insert(std::move(recipe));
}

std::string TextReport::end(const std::vector<Diag> &others)
{
	constexpr int rustc = 4; /* column */
	std::string out;

	for (const Diag &diag : others)
		out += to_text(diag, colour);
	if (has_findings || !out.empty())
		out += "\n";
	rows.insert(rows.begin(), { "CRATE", "VERSION", "FOR", "GRADE", "RUSTC",
				    "BY", "ERRORS", "WARNINGS", "VERDICT" });
	if (!was_compiled)
		for (std::vector<std::string> &row : rows)
			row.erase(row.begin() + rustc);
	out += table(rows);
	if (!differences.empty())
		out += str("\n", differences);
	if (!recipes.empty())
		out += str("\n# What a manifest can say of these:\ncrates:\n",
			   join({ recipes.begin(), recipes.end() }, ""));
	return out;
}

/* @json as it stands @depth levels deep in another. */
std::string text_of(const Json &json, size_t depth)
{
	const std::string margin(2 * depth, ' ');
	const std::string text =
		json.dump(2, ' ', false, Json::error_handler_t::replace);
	std::string out;

	for (const char c : text) {
		out += c;
		if (c == '\n')
			out += margin;
	}
	return out;
}

class JsonReport : public AuditReport {
public:
	std::string add(const AuditView &view) override
	{
		std::string out;

		for (size_t i = view.first; i < view.crates.size(); i++)
			out += str(next(), text_of(to_json(view, i), 2));
		return out;
	}
	std::string end(const std::vector<Diag> &others) override
	{
		Json findings = Json::array();

		for (const Diag &diag : others)
			findings.push_back(diag_to_json(diag));
		return str(is_first ? str(begin, "]") : "\n  ]",
			   ",\n  \"findings\": ", text_of(findings, 1),
			   "\n}\n");
	}

private:
	/* What stands before the next crate. */
	std::string next()
	{
		return str(std::exchange(is_first, false) ? begin : ",",
			   "\n    ");
	}

	static constexpr std::string_view begin =
		"{\n  \"schema\": 1,\n  \"crates\": [";
	bool is_first = true;
};

} /* namespace */

std::unique_ptr<AuditReport> audit_text(Colour colour)
{
	return std::make_unique<TextReport>(colour);
}

std::unique_ptr<AuditReport> audit_json()
{
	return std::make_unique<JsonReport>();
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
