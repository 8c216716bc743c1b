// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/object_report.h"
#include "testing/test.h"

namespace kcrate {

namespace {

struct Demo {
	Demo()
	{
		cargo.name = "demo";
		cargo.lib_path = "src/lib.rs";
		crate.cargo = &cargo;
		crate.directory = "demo";
	}

	CargoToml cargo;
	AuditedCrate crate = {};
};

Diag found(Id id)
{
	return Diag(id, "found").at({ "demo/src/lib.rs", 3, 1, 1, {} });
}

} /* namespace */

TEST_CASE("an object tells of calls, stack and panics")
{
	const Demo demo;
	ObjectReport report;

	add_facts({ { "__addsf3", "__udivti3", "memcpy" },
		    { "_RNvCs1_4demo1f", "_RNvNtCs2_4core9panicking5panic" },
		    { { "_RNvCs1_4demo1f", 3000 }, { "g", 2048 } },
		    { { "__addsf3", "_RNvCs1_4demo1f" },
		      { "__addsf3", "a" },
		      { "__addsf3", "b" },
		      { "__addsf3", "c" },
		      { "memcpy", "d" } } },
		  report);
	add_facts({ { "__addsf3", "__subsf3" },
		    {},
		    { { "_RNvCs9_4demo1f", 4000 }, { "_RNvC4demo1a", 5000 } },
		    {} },
		  report);
	std::vector<Diag> findings = { found(Id::float_arithmetic),
				       found(Id::panic_possible),
				       found(Id::rust_atomics) };
	add_object_evidence(demo.crate, report, findings);
	std::string out;
	for (const Diag &diag : findings)
		out += str(diag.message, " ", name_of(diag.evidence), "\n");
	CHECK(join(findings[3].context, "|") ==
	      "__addsf3 by a, b, c and 1 more");
	CHECK(out == "found confirmed\nfound confirmed\nfound none\n"
		     "its object calls __addsf3, __subsf3 compiler-only\n"
		     "its object calls __udivti3 compiler-only\n"
		     "demo::a needs 5000 bytes of stack compiler-only\n"
		     "demo::f needs 4000 bytes of stack compiler-only\n");

	ObjectReport calm;
	add_facts({ { "memcpy" }, { "f" }, { { "f", 2048 } }, {} }, calm);
	findings = { found(Id::float_arithmetic) };
	add_object_evidence(demo.crate, calm, findings);
	CHECK(findings.size() == 1);
	CHECK(findings[0].evidence == Evidence::none);
}

TEST_CASE("an object tells of instructions of vectors")
{
	const Demo demo;
	ObjectReport report;
	std::vector<Diag> findings;

	add_object_evidence(demo.crate, report, findings);
	CHECK(findings.empty());
	add_vectors({ "_RNvCs1_4demo1f", "" }, report);
	add_vectors({ "_RNvCs2_4demo1f" }, report);
	add_object_evidence(demo.crate, report, findings);
	REQUIRE(findings.size() == 1);
	CHECK(findings[0].id == Id::vector_instructions);
	CHECK(findings[0].message ==
	      "its object has instructions of vectors or floats, in 2 "
	      "functions");
	CHECK(findings[0].context ==
	      std::vector<std::string>{ "assembly of no function", "demo::f" });
}

} /* namespace kcrate */
