// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/graph.h"

#include "testing/resolve_world.h"

using namespace kcrate;

namespace {

/* As many crates, c0 on, each of which needs the next; the manifest has c0. */
CrateGraph chain(size_t length)
{
	TestWorld world;
	std::string entries;
	CrateGraph graph;
	Sink sink;

	for (size_t i = 0; i < length; i++) {
		const std::string name = str("c", i);
		world.cargo.emplace(
			name, cargo_of(name, i + 1 == length
						     ? ""
						     : str("[dependencies]\nc",
							   i + 1, " = '1'\n")));
		entries +=
			str("  ", name, ":\n    version: \"1.0.0\"\n",
			    "    sha256: ", fake_hash(), "\n", i ? "" : kernel);
		graph.versions[name] = "1.0.0";
	}
	world.manifest = manifest_of(entries);
	Result<Resolution> resolution =
		resolve(world.manifest, world.cargo, sink);
	REQUIRE(resolution);
	graph.resolution = std::move(resolution.value());
	return graph;
}

} /* namespace */

TEST_CASE("a chain of crates may be of any length")
{
	constexpr size_t length = 10000;
	const CrateGraph graph = chain(length);

	REQUIRE(graph.resolution.units.size() == length);
	CHECK(graph.resolution.units[0].package == "c9999");
	CHECK(count_of(tree_to_dot(graph, {}), " -> ") == length - 1);
	CHECK(count_of(explain_crate(graph, "c9999"), "\n") == length + 1);
}

TEST_CASE("each crate of a chain is drawn below the one that needs it")
{
	CHECK(tree_to_text(chain(3), {}) == "c0 1.0.0 (kernel)\n"
					    "`-- c1 1.0.0 (kernel)\n"
					    "    `-- c2 1.0.0 (kernel)\n");
	CHECK(count_of(tree_to_text(chain(2000), {}), "\n") == 2000);
}
