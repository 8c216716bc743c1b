// SPDX-License-Identifier: GPL-2.0-or-later

#include "spdx/spdx.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

Licence licence(std::string_view text)
{
	const Result<Licence> result = parse_licence(text);

	REQUIRE(outcome(result) == "ok");
	return result.value();
}

std::string tag(std::string_view text)
{
	const Result<std::string> result = kernel_tag(licence(text));

	return result ? result.value() : outcome(result);
}

std::string help(std::string_view text)
{
	const Result<std::string> result = kernel_tag(licence(text));

	REQUIRE_FALSE(result);
	CHECK(result.error().id == Id::licence_not_accepted);
	return result.error().help;
}

/* What is left, and the names that were not met. */
std::string dropped(std::string_view text, const std::vector<std::string> &drop)
{
	std::vector<std::string> unused;
	const Licence left = drop_arms(licence(text), drop, unused);

	return str(to_string(left), "; ", join(unused, ", "));
}

} /* namespace */

TEST_CASE("the tag is what Linux itself has written")
{
	/* proc-macro2, quote, syn; zerocopy */
	CHECK(tag("MIT OR Apache-2.0") == "Apache-2.0 OR MIT");
	CHECK(tag("BSD-2-Clause OR Apache-2.0 OR MIT") ==
	      "(BSD-2-Clause OR Apache-2.0) OR MIT");
}

TEST_CASE("a tag is written as spdxcheck can read it")
{
	struct {
		const char *text, *tag;
	} const table[] = {
		{ "MIT", "MIT" },
		{ "MIT/Apache-2.0", "Apache-2.0 OR MIT" },
		{ "apache-2.0 or mit", "Apache-2.0 OR MIT" },
		{ "ISC", "ISC" },
		{ "Zlib", "Zlib" },
		{ "zlib", "Zlib" },
		{ "CC0-1.0", "CC0-1.0" },
		{ "MIT AND BSD-3-Clause", "MIT AND BSD-3-Clause" },
		{ "0BSD OR MIT OR Apache-2.0", "(0BSD OR MIT) OR Apache-2.0" },
		{ "Zlib OR Apache-2.0 OR MIT", "(Zlib OR Apache-2.0) OR MIT" },
		{ "0BSD OR MIT OR ISC OR Zlib",
		  "((0BSD OR MIT) OR ISC) OR Zlib" },
		{ "MIT AND ISC AND Zlib", "(MIT AND ISC) AND Zlib" },
		{ "(MIT OR Apache-2.0) AND BSD-3-Clause",
		  "(Apache-2.0 OR MIT) AND BSD-3-Clause" },
		{ "MIT OR Apache-2.0 AND BSD-3-Clause",
		  "(Apache-2.0 AND BSD-3-Clause) OR MIT" },
		{ "MIT OR ISC OR Apache-2.0 AND Zlib",
		  "(MIT OR ISC) OR (Apache-2.0 AND Zlib)" },
		{ "gpl-2.0-ONLY", "GPL-2.0-only" },
		{ "GPL-2.0", "GPL-2.0" },
		{ "LGPL-2.0-or-later", "LGPL-2.0+" },
		{ "LGPL-2.0-only", "LGPL-2.0" },
		{ "GPL-1.0-or-later", "GPL-1.0+" },
		{ "gpl-2.0 with linux-SYSCALL-note",
		  "GPL-2.0 WITH Linux-syscall-note" },
		{ "MIT OR GPL-2.0 WITH Linux-syscall-note",
		  "(GPL-2.0 WITH Linux-syscall-note) OR MIT" },
	};

	for (const auto &row : table)
		CHECK(tag(row.text) == row.tag);
}

TEST_CASE("an arm that cannot be tagged must be dropped by somebody")
{
	CHECK(tag("Unlicense OR MIT") ==
	      "licence-not-accepted: licence 'Unlicense OR MIT' offers 'Unlicense', which the kernel's LICENSES/ does not have");
	CHECK(help("Unlicense OR MIT") ==
	      "write 'license: {drop: [Unlicense], why: \xe2\x80\xa6}' in the manifest");
	CHECK(help("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT OR Unlicense") ==
	      "write 'license: {drop: [Apache-2.0 WITH LLVM-exception, Unlicense], why: \xe2\x80\xa6}' in the manifest");
	CHECK(help("MIT OR Apache-2.0 AND BSL-1.0") ==
	      "write 'license: {drop: [Apache-2.0 AND BSL-1.0], why: \xe2\x80\xa6}' in the manifest");
	CHECK(help("(MIT OR BSL-1.0) AND (ISC OR BSL-1.0)") ==
	      "write 'license: {drop: [BSL-1.0], why: \xe2\x80\xa6}' in the manifest");
}

TEST_CASE("the help of an arm to drop leads to a tag")
{
	const std::vector<std::pair<std::string, std::vector<std::string>>>
		table = {
			{ "Unlicense OR MIT", { "Unlicense" } },
			{ "MIT OR Apache-2.0 AND BSL-1.0",
			  { "Apache-2.0 AND BSL-1.0" } },
			{ "(MIT OR BSL-1.0) AND (ISC OR BSL-1.0)",
			  { "BSL-1.0" } },
		};
	const char *const tags[] = { "MIT", "MIT", "MIT AND ISC" };

	for (size_t i = 0; i < table.size(); i++) {
		std::vector<std::string> unused;
		const Result<std::string> result = kernel_tag(drop_arms(
			licence(table[i].first), table[i].second, unused));
		REQUIRE(outcome(result) == "ok");
		CHECK(result.value() == tags[i]);
		CHECK(unused.empty());
	}
}

TEST_CASE("where no arm is left there is no way out")
{
	CHECK(tag("(MIT OR Apache-2.0) AND Unicode-3.0") ==
	      "licence-not-accepted: licence '(MIT OR Apache-2.0) AND Unicode-3.0' needs 'Unicode-3.0', which the kernel's LICENSES/ does not have");
	CHECK(help("(MIT OR Apache-2.0) AND Unicode-3.0") ==
	      "not taggable: Unicode-3.0; find a release or a part of the crate that does without it");
	CHECK(tag("MPL-2.0 OR BSL-1.0") ==
	      "licence-not-accepted: licence 'MPL-2.0 OR BSL-1.0' needs 'MPL-2.0', 'BSL-1.0', which the kernel's LICENSES/ does not have");
	for (const char *text :
	     { "MIT-0", "Unlicense", "GPL-3.0", "LGPL-3.0-only", "GPL-1.0-only",
	       "Apache-2.0 WITH LLVM-exception", "Apache-2.0+",
	       "MIT WITH Linux-syscall-note",
	       "LGPL-2.1-only WITH Linux-syscall-note" })
		CHECK(tag(text) ==
		      str("licence-not-accepted: licence '", text, "' needs '",
			  text,
			  "', which the kernel's LICENSES/ does not have"));
}

TEST_CASE("what can be tagged may still not be compatible")
{
	for (const char *text :
	     { "Apache-2.0", "CDDL-1.0 OR Apache-2.0", "MIT AND Apache-2.0",
	       "Apache-2.0 OR BSL-1.0", "Unlicense OR Apache-2.0",
	       "GFDL-1.2-no-invariants-only", "(MIT OR ISC) AND MPL-1.1" })
		CHECK(tag(text) ==
		      str("licence-not-accepted: licence '", text,
			  "' has no arm that is compatible with GPL-2.0 and has a text in LICENSES/"));
	CHECK(help("Apache-2.0") ==
	      "ask upstream to license it under MIT or BSD as well");
}

TEST_CASE("a preferred or deprecated licence is enough, a dual one is not")
{
	struct {
		const char *text;
		bool acceptable;
	} const table[] = {
		{ "MIT", true },
		{ "Zlib", true },
		{ "LGPL-2.0-or-later", true },
		{ "Apache-2.0", false },
		{ "copyleft-next-0.3.1", false },
		{ "Apache-2.0 OR MIT", true },
		{ "Apache-2.0 OR CDDL-1.0", false },
		{ "Unlicense OR MIT", true },
		{ "Unlicense", false },
		{ "MIT AND Apache-2.0", false },
		{ "(MIT OR Apache-2.0) AND ISC", true },
		{ "(MIT OR Apache-2.0) AND Unicode-3.0", false },
		{ "Apache-2.0 WITH LLVM-exception", false },
		{ "GPL-2.0 WITH Linux-syscall-note", true },
		{ "GFDL-1.1-no-invariants-or-later", false },
	};

	for (const auto &row : table) {
		CAPTURE(row.text);
		CHECK(is_acceptable(licence(row.text)) == row.acceptable);
	}
}

TEST_CASE("a licence has the class of its directory")
{
	CHECK(licence_class("MIT") == LicenceClass::preferred);
	CHECK(licence_class("bsd-3-clause-CLEAR") == LicenceClass::preferred);
	CHECK(licence_class("lgpl-2.0-or-later") == LicenceClass::preferred);
	CHECK(licence_class("0BSD") == LicenceClass::deprecated);
	CHECK(licence_class("CC0-1.0") == LicenceClass::deprecated);
	CHECK(licence_class("Apache-2.0") == LicenceClass::dual);
	CHECK(licence_class("copyleft-next-0.3.1") == LicenceClass::dual);
	CHECK(licence_class("Unlicense") == LicenceClass::absent);
	CHECK(licence_class("MIT-0") == LicenceClass::absent);
	CHECK(licence_class("") == LicenceClass::absent);
}

TEST_CASE("only arms of a disjunction are dropped")
{
	CHECK(dropped("A OR B OR C", { "b" }) == "A OR C; ");
	CHECK(dropped("A OR B", { "B" }) == "A; ");
	CHECK(dropped("A OR B", { "C", "B", "D" }) == "A; C, D");
	CHECK(dropped("A", { "A" }) == "A; A");
	CHECK(dropped("A AND B", { "A" }) == "A AND B; A");
	CHECK(dropped("A OR B", { "A", "B" }) == "A OR B; A, B");
	CHECK(dropped("(A OR B) AND C", { "A" }) == "B AND C; ");
	CHECK(dropped("(A OR B AND D) AND C", { "A" }) == "B AND D AND C; ");
	CHECK(dropped("A OR B AND C", { "B" }) == "A OR B AND C; B");
	CHECK(dropped("A OR B AND C", { "B AND C" }) == "A; ");
	CHECK(dropped("A WITH X OR A OR B", { "A" }) == "A WITH X OR B; ");
	CHECK(dropped("A WITH X OR A OR B", { "A with X" }) == "A OR B; ");
	CHECK(dropped("A OR (B OR C) AND D", { "C" }) == "A OR B AND D; ");
	CHECK(dropped("A OR B", {}) == "A OR B; ");
}
