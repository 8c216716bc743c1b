// SPDX-License-Identifier: GPL-2.0-or-later

#include "semver/range.h"

#include "base/str.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

Result<VersionRange> range(std::string_view text)
{
	return range_of(TRY(parse_requirement(text)));
}

/* "REQUIREMENT: VERSION …" becomes those that are in it. */
std::string inside(const std::string &text)
{
	const size_t colon = text.find(':');
	const Result<VersionRange> known = range(text.substr(0, colon));
	std::vector<std::string> out;

	if (!known)
		return known.error().message;
	for (const std::string_view one :
	     split(trim(std::string_view(text).substr(colon + 1)), ' '))
		if (is_in(known.value(), parse_version(one).value()))
			out.emplace_back(one);
	return join(out, " ");
}

bool overlap(std::string_view a, std::string_view b)
{
	return do_overlap(range(a).value(), range(b).value());
}

} /* namespace */

TEST_CASE("a version is in an interval by its place in the order")
{
	check(inside, {
			      { "> 1.0.0: 1.0.0-a 1.0.0 1.0.1", "1.0.1" },
			      { ">= 1.0.0, < 2.0.0: 1.0.0 1.9.0 2.0.0-a 2.0.0",
				"1.0.0 1.9.0 2.0.0-a" },
			      { "^1.2.3: 1.2.2 1.2.3 1.3.0-a 2.0.0-0 2.0.0",
				"1.2.3 1.3.0-a" },
			      { "~1.2.3: 1.2.4 1.3.0-a 1.3.0", "1.2.4" },
			      { "= 1.2.3: 1.2.3 1.2.3-a 1.2.4", "1.2.3" },
			      { "1.*: 1.0.0", "a wildcard in '1.*'" },
			      { "> 1.0.0, >= 2.0.0: 3.0.0",
				"two bounds at one end in '>1.0.0, >=2.0.0'" },
			      { "> 2.0.0, < 1.0.0: 1.5.0",
				"no version is in '>2.0.0, <1.0.0'" },
		      });
}

TEST_CASE("intervals overlap where a version may be in both")
{
	CHECK(overlap(">= 1.0.0", "<= 1.0.0"));
	CHECK(overlap("^1.0.0", "> 1.5.0"));
	CHECK_FALSE(overlap(">= 1.0.0", "< 1.0.0"));
	CHECK_FALSE(overlap("^1.0.0", "^2.0.0"));
}
