// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/policy.h"

#include "base/str.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

std::string refused(const std::string &lines)
{
	const Result<Policy> policy =
		parse_policy("policy.yaml", "schema: 1\n" + lines);

	return policy ? "ok" : std::string(name_of(policy.error().id));
}

} /* namespace */

TEST_CASE("a policy as a value")
{
	const Result<Policy> read = parse_policy("policy.yaml", R"(schema: 1
severities: {rust-atomics: error, std-used: note}
budgets: {unsafe: 5, lines: 1000}
crates:
  a: {budgets: {unsafe: 7}}
waivers:
  - {crate: b, id: assembly-used, file: src/x, why: seen, until: 2027-01-31}
  - {crate: b, id: std-used, why: seen}
)");
	REQUIRE(read);
	const Policy &policy = read.value();

	CHECK(policy.severities ==
	      std::map<Id, Severity>{ { Id::rust_atomics, Severity::error },
				      { Id::std_used, Severity::note } });
	CHECK(policy.budgets == Budgets{ { "unsafe", 5 }, { "lines", 1000 } });
	CHECK(policy.crates.at("a") == Budgets{ { "unsafe", 7 } });
	REQUIRE(policy.waivers.size() == 2);
	CHECK(policy.waivers[0].id == Id::assembly_used);
	CHECK(policy.waivers[0].crate == "b");
	CHECK(policy.waivers[0].file == "src/x");
	CHECK(policy.waivers[0].why == "seen");
	CHECK(policy.waivers[0].until == "2027-01-31");
	CHECK(policy.waivers[0].where.line == 7);
	CHECK(policy.waivers[1].file.empty());
	CHECK(policy.waivers[1].until.empty());
}

TEST_CASE("what a policy cannot say")
{
	CHECK(refused("") == "ok");
	CHECK(refused("severities: {no-such-id: error}") == "bad-value");
	CHECK(refused("severities: {std-used: fatal}") == "bad-value");
	CHECK(refused("severities: {Std-used: note}") == "bad-value");
	CHECK(refused("budgets: {loc: 1}") == "bad-value");
	CHECK(refused("budgets: {lines: -1}") == "bad-value");
	CHECK(refused("crates: {a: {}}") == "missing-key");
	CHECK(refused("waivers: [{crate: a, id: std-used}]") == "missing-key");
	CHECK(refused("waivers: [{crate: a, id: none, why: w}]") ==
	      "bad-value");
	CHECK(refused("waivers: [{crate: a, id: std-used, why: w, "
		      "until: soon}]") == "bad-value");
	CHECK(refused("waiver: []") == "unknown-key");
	CHECK(parse_policy("p", "schema: 2").error().id == Id::bad_value);
}
