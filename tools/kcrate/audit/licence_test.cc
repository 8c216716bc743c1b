// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/audit.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

struct Judged {
	CrateLicence licence;
	Sink sink;
};

Judged judged(const std::string &license, const std::string &recipe = "")
{
	Judged out;
	const std::string toml =
		license.empty() ? "" : str("license = \"", license, "\"\n");

	out.licence = judge_licence(demo_entry(recipe), cargo_of("demo", toml),
				    out.sink);
	return out;
}

} /* namespace */

TEST_CASE("a licence is declared in SPDX's words and tagged in the kernel's")
{
	const struct {
		std::string license, declared, tag;
	} cases[] = {
		{ "MIT", "MIT", "MIT" },
		{ "MIT OR Apache-2.0", "MIT OR Apache-2.0",
		  "Apache-2.0 OR MIT" },
		{ "MIT/Apache-2.0", "MIT OR Apache-2.0", "Apache-2.0 OR MIT" },
		{ "BSD-2-Clause OR Apache-2.0 OR MIT",
		  "BSD-2-Clause OR Apache-2.0 OR MIT",
		  "(BSD-2-Clause OR Apache-2.0) OR MIT" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.license);
		const Judged out = judged(c.license);
		CHECK(out.licence.declared == c.declared);
		CHECK(out.licence.tag == c.tag);
		CHECK(out.licence.chosen.empty());
		CHECK(findings(out.sink).empty());
	}
}

TEST_CASE("a name that is no id is read as one, and that is told")
{
	const Judged out = judged("GPLv2 / Apache 2.0");

	CHECK(out.licence.declared == "GPL-2.0-only OR Apache-2.0");
	CHECK(out.licence.tag == "Apache-2.0 OR GPL-2.0-only");
	CHECK(findings(out.sink) ==
	      Strings{ "bad-licence: licence 'GPLv2' is read as "
		       "'GPL-2.0-only'",
		       "bad-licence: licence 'Apache 2.0' is read as "
		       "'Apache-2.0'" });
	CHECK_FALSE(out.sink.has_errors());
}

TEST_CASE("an arm that is dropped leaves a choice that the README tells")
{
	const Judged out = judged("Zlib OR MIT OR Unlicense",
				  "    license: {drop: [Unlicense], why: w}\n");

	CHECK(out.licence.declared == "Zlib OR MIT OR Unlicense");
	CHECK(out.licence.chosen == "Zlib OR MIT");
	CHECK(findings(out.sink).size() <= 1);
	const Judged two = judged("Unlicense OR MIT",
				  "    license: {drop: [Unlicense], why: w}\n");
	CHECK(two.licence.chosen == "MIT");
	CHECK(two.licence.tag == "MIT");
	CHECK(findings(two.sink).empty());
}

TEST_CASE("dropping what is not there changes nothing and is a finding")
{
	const Judged out = judged("MIT OR Apache-2.0",
				  "    license: {drop: [Zlib], why: w}\n");

	CHECK(out.licence.chosen.empty());
	CHECK(out.licence.tag == "Apache-2.0 OR MIT");
	CHECK(findings(out.sink) ==
	      Strings{ "unused-override: no arm of MIT OR Apache-2.0 is "
		       "Zlib" });
	CHECK(where(out.sink.diags[0]) == "crates.yaml:6:14");
	CHECK(out.sink.diags[0].crate == "demo");
}

TEST_CASE("dropping every arm leaves nothing to use the crate under")
{
	const struct {
		std::string license, drop, said;
	} cases[] = {
		{ "MIT OR Apache-2.0", "MIT, Apache-2.0",
		  "nothing remains of 'MIT OR Apache-2.0' without 'MIT', "
		  "'Apache-2.0'" },
		{ "MIT/Apache-2.0", "apache-2.0, mit, Zlib",
		  "nothing remains of 'MIT OR Apache-2.0' without "
		  "'apache-2.0', 'mit', 'Zlib'" },
		{ "MIT", "MIT", "nothing remains of 'MIT' without 'MIT'" },
		{ "ISC AND (MIT OR Zlib)", "MIT, Zlib",
		  "nothing remains of 'ISC AND (MIT OR Zlib)' without 'MIT', "
		  "'Zlib'" },
	};

	for (const auto &c : cases) {
		const Judged out =
			judged(c.license, str("    license: {drop: [", c.drop,
					      "], why: w}\n"));
		CHECK(findings(out.sink) ==
		      Strings{ "licence-not-accepted: " + c.said });
		CHECK(where(out.sink.diags.at(0)) == "crates.yaml:6:14");
		CHECK(out.sink.diags.at(0).help ==
		      "keep one arm that the kernel can take");
		CHECK(out.licence.chosen.empty());
	}
	/* What is no arm, but a part of all, is not there to be dropped. */
	CHECK(findings(judged("ISC AND (MIT OR Zlib)",
			      "    license: {drop: [ISC, Zlib], why: w}\n")
			       .sink) ==
	      Strings{ "unused-override: no arm of ISC AND (MIT OR Zlib) is "
		       "ISC" });
}

TEST_CASE("a licence that Cargo.toml does not state must be stated")
{
	const Judged none = judged("");
	const Judged file = judged("", "    license: {is: MIT, why: w}\n");

	CHECK(findings(none.sink) ==
	      Strings{ "bad-licence: demo 1.0.0 states no licence" });
	CHECK(none.sink.diags[0].help ==
	      "read its licence files, then state 'license: {is: …, why: …}'");
	CHECK(none.licence.tag.empty() == true);
	CHECK(file.licence.tag == "MIT");
	CHECK(findings(file.sink).empty());
}

TEST_CASE("a manifest cannot state another licence than Cargo.toml does")
{
	const Judged out =
		judged("GPL-3.0-only", "    license: {is: MIT, why: w}\n");

	CHECK(out.licence.declared == "GPL-3.0-only");
	REQUIRE(out.sink.diags.size() == 2);
	CHECK(findings(out.sink)[0] ==
	      "unused-override: Cargo.toml of demo states a licence itself: "
	      "GPL-3.0-only");
	CHECK(out.sink.diags[0].help == "remove 'is'");
	CHECK(out.sink.diags[1].id == Id::licence_not_accepted);
}

TEST_CASE("what the kernel cannot tag or take is a finding at the entry")
{
	const struct {
		std::string license;
		Id id;
	} cases[] = {
		{ "GPL-3.0-only", Id::licence_not_accepted },
		{ "NonExistent-1.0", Id::licence_not_accepted },
		{ "MIT AND", Id::bad_licence },
		{ "MIT OR (Apache-2.0", Id::bad_licence },
		{ "look at LICENSE", Id::bad_licence },
	};

	for (const auto &c : cases) {
		CAPTURE(c.license);
		const Judged out = judged(c.license);
		REQUIRE(out.sink.diags.size() == 1);
		CHECK(out.sink.diags[0].id == c.id);
		CHECK(where(out.sink.diags[0]) == "crates.yaml:3:3");
		CHECK(out.sink.diags[0].crate == "demo");
	}
}
