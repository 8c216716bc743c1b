// SPDX-License-Identifier: GPL-2.0-or-later

/* Crates that a kernel tree has itself, beside those of the manifest. */

#include "testing/resolve_world.h"

using namespace kcrate;

namespace {

/* The world of @crates, where those named @of_tree are the tree's. */
Result<Resolution> try_resolve(const std::vector<TestCrate> &crates,
			       const std::string &of_tree, Sink &sink)
{
	TestWorld world = world_of(crates);

	world.manifest.crates.at(of_tree).of_tree = true;
	return resolve(world.manifest, world.cargo, sink);
}

/* The units, then the findings; or the Diag. */
std::string resolved_with(const std::vector<TestCrate> &crates,
			  const std::string &of_tree)
{
	Sink sink;
	const Result<Resolution> out = try_resolve(crates, of_tree, sink);
	Strings parts;

	if (!out)
		return outcome(out);
	for (const Unit &unit : out.value().units)
		parts.push_back(unit_text(unit));
	for (const std::string &finding : findings(sink))
		parts.push_back(finding);
	return join(parts, "\n");
}

const std::string user = "[dependencies]\ntheirs = {version = \"1\", features "
			 "= [\"f\"]}\n";
const std::string with_f = "[features]\nf = []\n";

} /* namespace */

TEST_CASE("what depends on a crate of the tree gets that one")
{
	CHECK(resolved_with({ { "a", kernel, user }, { "theirs", "", with_f } },
			    "theirs") ==
	      "theirs@kernel[f<a]()\na@kernel[](theirs)");
}

TEST_CASE("a crate of the tree that nobody asks for is no finding")
{
	CHECK(resolved_with({ { "a", kernel, "" }, { "theirs", "", "" } },
			    "theirs") == "a@kernel[]()");
}

TEST_CASE("the tree's version must meet what is asked")
{
	const std::vector<TestCrate> crates = {
		{ "a", kernel, "[dependencies]\ntheirs = \"1.2\"\n" },
		{ "theirs", "", "", "1.1.0" }
	};
	Sink sink;
	const Result<Resolution> out = try_resolve(crates, "theirs", sink);

	CHECK(outcome(out) == "dependency-version: a needs theirs 1.2, the "
			      "kernel tree has 1.1.0");
	CHECK(out.error().help == "pin a version of a that does with it");
	CHECK(failure(crates).message ==
	      "a needs theirs 1.2, the manifest has 1.1.0");
}

TEST_CASE("what the tree does not build a crate with cannot be asked for")
{
	const std::vector<TestCrate> crates = { { "a", kernel, user },
						{ "theirs", "", "" } };
	Sink sink;
	const Result<Resolution> out = try_resolve(crates, "theirs", sink);

	CHECK(outcome(out) ==
	      "unknown-feature: a asks theirs for the feature 'f', which it "
	      "does not have in this kernel tree");
	CHECK(out.error().help == "add it to theirs-cfgs in rust/Makefile");
	CHECK(failure(crates).message == "a asks theirs for the feature 'f', "
					 "which it does not have");
}
