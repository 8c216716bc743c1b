// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/baseline.h"

#include "report/audit.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

/* The messages that remain of @now, which is below @directory, after @before
 * was told of a crate below `old`. */
std::string remaining(const std::vector<std::string> &before,
		      const std::string &directory,
		      const std::vector<std::string> &now)
{
	CargoToml cargo;
	AuditedCrate crate = {};
	CrateAudit audit;
	std::string out;

	cargo.name = "demo";
	crate.cargo = &cargo;
	crate.directory = "old";
	const auto add = [&](const std::vector<std::string> &messages) {
		audit.findings.clear();
		for (const std::string &message : messages)
			audit.findings.push_back(
				Diag(Id::std_used, message)
					.at({ crate.directory + "/a.rs",
					      audit.findings.size() + 1, 1, 1,
					      "" }));
	};
	add(before);
	std::vector<CrateAudit> audits = { audit };
	const std::unique_ptr<AuditReport> json = audit_json();
	std::string report = json->add({ { crate }, audits });
	report += json->end({});
	Result<Baseline> baseline = parse_baseline("b.json", report);
	REQUIRE(baseline);
	crate.directory = directory;
	add(now);
	audits = { audit };
	const size_t known = take_known(baseline.value(), { crate }, 0, audits);
	CHECK(known + audits[0].findings.size() == now.size());
	for (const Diag &diag : audits[0].findings)
		out += diag.message;
	return out;
}

} /* namespace */

TEST_CASE("what was told before is known, as often as it was told")
{
	CHECK(remaining({ "a" }, "old", { "a" }).empty());
	CHECK(remaining({ "a" }, "new", { "a" }).empty());
	CHECK(remaining({ "a" }, "old", { "b", "a" }) == "b");
	CHECK(remaining({ "a" }, "old", { "a", "a" }) == "a");
	CHECK(remaining({ "a", "a", "b" }, "old", { "a", "a" }).empty());
	CHECK(remaining({}, "old", { "a" }) == "a");
}

TEST_CASE("what is no report is no baseline")
{
	for (const char *const text :
	     { "", "[]", "{}", "{\"schema\": 1}",
	       "{\"schema\": 2, \"crates\": []}", "{\"schema\": 1" })
		CHECK(parse_baseline("b.json", text).error().id ==
		      Id::bad_value);
	/* What is strange in one is not of the findings. */
	CHECK(parse_baseline("b.json", "{\"schema\": 1, \"crates\": [3, "
				       "{\"findings\": [1, {\"id\": 2}]}]}"));
}
