// SPDX-License-Identifier: GPL-2.0-or-later

/* A requirement in the first line, versions in the next three. */

#include <algorithm>
#include <vector>

#include "fuzz.h"
#include "semver/semver.h"

using namespace kcrate;

namespace {

bool is_less(const Version &a, const Version &b)
{
	return std::is_lt(compare(a, b));
}

/* A version has one spelling. */
std::vector<Version> versions_of(const std::vector<std::string_view> &lines)
{
	std::vector<Version> out;

	for (size_t i = 1; i < lines.size() && i < 4; i++) {
		Result<Version> version = parse_version(lines[i]);
		if (!version) {
			require_sound(version.error(), lines[i]);
			continue;
		}
		require(to_string(version.value()) == lines[i],
			"a version is printed as it was read");
		out.push_back(std::move(version.value()));
	}
	return out;
}

void check_order(const std::vector<Version> &versions)
{
	for (const Version &a : versions)
		for (const Version &b : versions) {
			const auto order = compare(a, b);
			require(compare(b, a) == 0 <=> order,
				"the order is the same from both sides");
			Version plain_a = a, plain_b = b;
			plain_a.build = plain_b.build = "";
			require(std::is_eq(order) == (to_string(plain_a) ==
						      to_string(plain_b)),
				"equal but for the build means equal");
			for (const Version &c : versions)
				require(!is_less(a, b) || !is_less(b, c) ||
						is_less(a, c),
					"the order is transitive");
		}
}

void check_requirement(const Requirement &requirement,
		       std::vector<Version> versions)
{
	const std::string text = to_string(requirement);
	const Result<Requirement> again = parse_requirement(text);

	require(bool(again), "a printed requirement can be read");
	require(to_string(again.value()) == text,
		"a requirement is printed the same again");
	for (const Version &version : versions) {
		require(matches(requirement, version) ==
				matches(again.value(), version),
			"a requirement means what it is printed as");
		Version built = version;
		built.build = "x";
		require(matches(requirement, version) ==
				matches(requirement, built),
			"a build means nothing to a requirement");
	}

	/* Each comparator takes in all releases between two of its own. */
	std::erase_if(versions, [](const Version &v) { return v.pre != ""; });
	std::sort(versions.begin(), versions.end(), is_less);
	if (versions.size() == 3 && matches(requirement, versions[0]) &&
	    matches(requirement, versions[2]))
		require(matches(requirement, versions[1]),
			"what is between two that match matches");
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const std::vector<std::string_view> lines =
		split(text_of(data, size), '\n');
	const std::vector<Version> versions = versions_of(lines);
	const Result<Requirement> requirement = parse_requirement(lines[0]);

	check_order(versions);
	if (requirement)
		check_requirement(requirement.value(), versions);
	else
		require_sound(requirement.error(), lines[0]);
	return 0;
}
