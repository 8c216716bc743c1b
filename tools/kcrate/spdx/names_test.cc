// SPDX-License-Identifier: GPL-2.0-or-later

#include "spdx/names.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* The expression, and what was read as what. */
std::string lax(std::string_view text)
{
	const Result<LaxLicence> result = parse_licence_lax(text);

	if (!result)
		return outcome(result);
	std::string out = to_string(result.value().licence);
	for (const Substitution &one : result.value().substitutions)
		out += str("; ", one.from, " -> ", one.to);
	return out;
}

std::string law(std::string_view text)
{
	const Result<Licence> result = parse_licence(text);

	REQUIRE(outcome(result) == "ok");
	const Law is = gpl2_law(result.value());
	return is == Law::compatible ? "compatible"
	       : is == Law::unknown  ? "unknown"
				     : "incompatible";
}

} /* namespace */

TEST_CASE("an imprecise name is read as it was meant, and that is recorded")
{
	const struct {
		const char *text, *read;
	} table[] = {
		/* Others make GPL-3.0 of it. */
		{ "gnu gpl v2", "GPL-2.0-only; gnu gpl v2 -> GPL-2.0-only" },
		{ "GPLv2", "GPL-2.0-only; GPLv2 -> GPL-2.0-only" },
		{ "GPLv2+", "GPL-2.0-or-later; GPLv2+ -> GPL-2.0-or-later" },
		{ "GPL-2", "GPL-2.0-only; GPL-2 -> GPL-2.0-only" },
		{ "GPL2 or later",
		  "GPL-2.0-or-later; GPL2 or later -> GPL-2.0-or-later" },
		{ "GNU General Public License, version 3",
		  "GPL-3.0-only; GNU General Public License, version 3 -> GPL-3.0-only" },
		{ "LGPLv2.1", "LGPL-2.1-only; LGPLv2.1 -> LGPL-2.1-only" },
		{ "GNU Lesser General Public Licence v2.1 or any later version",
		  "LGPL-2.1-or-later; GNU Lesser General Public Licence v2.1 or any later version -> LGPL-2.1-or-later" },
		{ "Apache 2.0", "Apache-2.0; Apache 2.0 -> Apache-2.0" },
		{ "Apache2", "Apache-2.0; Apache2 -> Apache-2.0" },
		{ "Apache", "Apache-2.0; Apache -> Apache-2.0" },
		{ "Apache License, Version 2.0",
		  "Apache-2.0; Apache License, Version 2.0 -> Apache-2.0" },
		{ "BSD 3 clause",
		  "BSD-3-Clause; BSD 3 clause -> BSD-3-Clause" },
		{ "BSD-3", "BSD-3" },
		{ "3-clause BSD",
		  "BSD-3-Clause; 3-clause BSD -> BSD-3-Clause" },
		{ "MIT License", "MIT; MIT License -> MIT" },
		{ "Expat", "MIT; Expat -> MIT" },
		{ "CC0", "CC0-1.0; CC0 -> CC0-1.0" },
		{ "Boost", "BSL-1.0; Boost -> BSL-1.0" },
		{ "The Unlicense", "Unlicense; The Unlicense -> Unlicense" },
		{ "MPLv2.0", "MPL-2.0; MPLv2.0 -> MPL-2.0" },
		{ "mit / Apache 2.0",
		  "mit OR Apache-2.0; Apache 2.0 -> Apache-2.0" },
		{ "(MIT or GPLv2) and Zlib",
		  "(MIT OR GPL-2.0-only) AND Zlib; GPLv2 -> GPL-2.0-only" },
		{ "Apache 2.0 with LLVM-exception",
		  "Apache-2.0 WITH LLVM-exception; Apache 2.0 -> Apache-2.0" },
	};

	for (const auto &row : table) {
		CAPTURE(row.text);
		CHECK(lax(row.text) == row.read);
	}
}

TEST_CASE("what is SPDX, or no name, stays as it is")
{
	for (const char *text :
	     { "MIT", "MIT OR Apache-2.0", "GPL-2.0", "GPL-2.0+", "LGPL-2.1+",
	       "LGPL-3.0+", "MPL-2.0+", "Apache-1.1", "BSD-3-Clause-LBNL",
	       "MIT-CMU", "BSD-4-Clause-UC", "LicenseRef-own", "GPL-2.0-only",
	       "mit", "Apache-2.0 WITH LLVM-exception", "BSD" }) {
		CAPTURE(text);
		CHECK(lax(text) == text);
	}
	CHECK(lax("MIT/Apache-2.0") == "MIT OR Apache-2.0");
}

TEST_CASE("what could mean several licences is not guessed at")
{
	CHECK(lax("GPL or later") == "GPL OR later");
	CHECK(lax("look at LICENSE") ==
	      "bad-licence: expected AND, OR or the end, found 'at' in licence 'look at LICENSE'");
	CHECK(lax("MIT, Apache-2.0").starts_with("bad-licence"));
	CHECK(lax("apache\xa4"
		  "and")
		      .starts_with("bad-licence"));
	CHECK(lax("MIT AND").starts_with("bad-licence"));
	CHECK(lax("").starts_with("bad-licence"));
	CHECK(lax(std::string(5000, 'a')).starts_with("bad-licence"));
}

TEST_CASE("the law and the tag are two verdicts")
{
	const struct {
		const char *text, *law;
	} table[] = {
		{ "MIT", "compatible" },
		{ "GPL-2.0", "compatible" },
		{ "GPL-2.0-or-later", "compatible" },
		{ "LGPL-2.1+", "compatible" },
		{ "GPL-1.0+", "compatible" },
		{ "GPL-1.0-only", "incompatible" },
		{ "GPL-3.0-only", "incompatible" },
		{ "GPL-3.0+", "incompatible" },
		{ "Apache-2.0", "incompatible" },
		{ "Apache-2.0+", "incompatible" },
		{ "MPL-1.1", "incompatible" },
		{ "MPL-1.1+", "compatible" },
		{ "Apache-2.0 WITH LLVM-exception", "compatible" },
		{ "GPL-3.0 WITH GCC-exception-3.1", "unknown" },
		{ "Unlicense", "compatible" },
		{ "Unicode-3.0", "compatible" },
		{ "LicenseRef-own", "unknown" },
		{ "(MIT OR Apache-2.0) AND Unicode-3.0", "compatible" },
		{ "MIT AND Apache-2.0", "incompatible" },
		{ "LicenseRef-own AND Apache-2.0", "incompatible" },
		{ "LicenseRef-own OR Apache-2.0", "unknown" },
	};

	for (const auto &row : table) {
		CAPTURE(row.text);
		CHECK(law(row.text) == row.law);
	}
}
