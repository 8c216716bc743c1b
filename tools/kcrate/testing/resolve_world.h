/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A little world of crates that depend on each other, and what becomes of it.
 */

#include <map>
#include <string>
#include <vector>

#include "resolve/resolve.h"
#include "testing/crates.h"

namespace kcrate {

/* A crate of the little world that a test resolves. */
struct TestCrate {
	std::string name;
	std::string recipe; /* of its entry: lines with four spaces */
	std::string cargo;  /* behind [package] */
	std::string version = "1.0.0";
};

struct TestWorld {
	Manifest manifest;
	std::map<std::string, CargoToml> cargo;
};

/* The manifest and the Cargo.toml files of @crates. */
inline TestWorld world_of(const std::vector<TestCrate> &crates,
			  Rfc3875 rfc3875 = Rfc3875::off)
{
	std::string entries;
	TestWorld world;

	for (const TestCrate &crate : crates) {
		entries += str("  ", crate.name, ":\n    version: \"",
			       crate.version, "\"\n    sha256: ", fake_hash(),
			       "\n", crate.recipe);
		world.cargo.emplace(crate.name,
				    cargo_of(crate.name, crate.cargo,
					     { { "src/lib.rs", File() } },
					     rfc3875));
	}
	world.manifest = manifest_of(entries);
	return world;
}

/* "a@kernel[added<by own](extern=package @host ?ONLY|ON -dropped)". */
inline std::string unit_text(const Unit &unit)
{
	Strings features, edges;

	for (const std::string &feature : unit.features) {
		const auto who = unit.added_features.find(feature);
		features.push_back(who == unit.added_features.end()
					   ? feature
					   : str(feature, "<", who->second));
	}
	for (const Edge &edge : unit.edges)
		edges.push_back(
			str(edge.extern_name,
			    edge.extern_name == edge.package
				    ? ""
				    : str("=", edge.package),
			    edge.target == Target::host ? "@host" : "",
			    edge.only_on.empty() ? "" : "?",
			    join({ edge.only_on.begin(), edge.only_on.end() },
				 "|")));
	for (const DroppedEdge &edge : unit.dropped)
		edges.push_back("-" + edge.extern_name);
	return str(unit.package, "@", name_of(unit.target), "[",
		   join(features, " "), "](", join(edges, " "), ")");
}

/* Each unit in order, then the findings; or the Diag. */
inline std::string resolved(const std::vector<TestCrate> &crates,
			    const Strings &architectures = { "x86" })
{
	TestWorld world = world_of(crates);
	Sink sink;

	world.manifest.architectures = architectures;
	const Result<Resolution> out =
		resolve(world.manifest, world.cargo, sink);
	Strings parts;

	if (!out)
		return outcome(out);
	for (const Unit &unit : out.value().units)
		parts.push_back(unit_text(unit));
	for (const std::string &finding : findings(sink))
		parts.push_back(finding);
	return join(parts, "\n");
}

/* The Diag that stops resolve(). */
inline Diag failure(const std::vector<TestCrate> &crates)
{
	const TestWorld world = world_of(crates);
	Sink sink;
	const Result<Resolution> out =
		resolve(world.manifest, world.cargo, sink);

	REQUIRE_FALSE(out);
	return out.error();
}

/* Recipes. */
const std::string kernel = "    kernel: {}\n";
const std::string host = "    host: {}\n";

/* The recipe of a crate for the kernel with the features @names. */
inline std::string features(const std::string &names)
{
	return str("    kernel: {features: [", names, "]}\n");
}

/* `a` for the kernel with @cargo and these features; `b` with features. */
inline std::string a_and_b(const std::string &asked, const std::string &cargo)
{
	return resolved({ { "a", features(asked), cargo },
			  { "b", "",
			    "[features]\nx = []\ny = [\"x\"]\n"
			    "default = [\"z\"]\nz = []\n" } });
}

const std::string optional_b = "[dependencies.b]\nversion = \"1\"\noptional = "
			       "true\ndefault-features = false\n";
const std::string unused_b =
	"unused-override: nothing asks for b: it has neither 'kernel' nor "
	"'host', and no crate depends on it";

} /* namespace kcrate */
