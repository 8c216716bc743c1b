// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/resolve.h"

#include "testing/resolve_world.h"

using namespace kcrate;

namespace {

/* "a@kernel: core std<std", "explicit" where its Cargo.toml names them. */
Strings units(const std::vector<TestCrate> &crates,
	      const Strings &architectures = { "x86" })
{
	TestWorld world = world_of(crates, Rfc3875::on);
	Strings out;
	Sink sink;

	world.manifest.rfc3875 = true;
	world.manifest.architectures = architectures;
	const Result<Resolution> resolution =
		resolve(world.manifest, world.cargo, sink);
	if (!resolution)
		return { outcome(resolution) };
	for (const Unit &unit : resolution.value().units) {
		std::string text =
			str(unit.package, "@", name_of(unit.target), ":",
			    unit.builtins->is_explicit ? " explicit" : "");
		for (const BuiltinEdge &edge : unit.builtins->edges)
			text += str(" ", name_of(edge.crate),
				    edge.by.empty() ? "" : str("<", edge.by));
		for (const DroppedEdge &edge : unit.dropped)
			text += str(" -", edge.extern_name);
		out.push_back(text);
	}
	for (const std::string &finding : findings(sink))
		out.push_back(finding);
	return out;
}

const std::string with_std = "[dependencies]\ncore.builtin = true\n"
			     "std = {builtin = true, optional = true}\n"
			     "[features]\nfull = ['dep:std']\n";

} /* namespace */

TEST_CASE("a crate of the standard library needs no entry, and has no unit")
{
	CHECK(units({ { "a", kernel, with_std } }) ==
	      Strings{ "a@kernel: explicit core" });
	CHECK(units({ { "a", features("full"), with_std } }) ==
	      Strings{ "a@kernel: explicit core std<full" });
	CHECK(units({ { "a", kernel, "" }, { "b", host, "" } }) ==
	      Strings{ "a@kernel: core", "b@host: std" });
}

TEST_CASE("host and kernel have features, and so built-in crates, of their own")
{
	CHECK(units({ { "a", kernel + "    host: {features: [full]}\n",
			with_std } }) ==
	      Strings{ "a@kernel: explicit core",
		       "a@host: explicit core std<full" });
	CHECK(units({ { "a", kernel,
			"[dependencies]\nb = {version = '1', features = "
			"['full']}\n" },
		      { "b", "", with_std } }) ==
	      Strings{ "b@kernel: explicit core std<full", "a@kernel: core" });
}

TEST_CASE("the tables of the target decide")
{
	const std::string only_unix =
		"[target.'cfg(unix)'.dependencies]\nalloc.builtin = true\n";

	CHECK(units({ { "a", kernel + host, only_unix } }) ==
	      Strings{ "a@kernel: core", "a@host: explicit alloc" });
}

TEST_CASE("a unit has what it has for any of the architectures")
{
	const std::string only_arm64 =
		"[target.'cfg(target_arch = \"aarch64\")'.dependencies]\n"
		"alloc.builtin = true\n";
	const std::vector<TestCrate> crates = { { "a", kernel, only_arm64 } };

	CHECK(units(crates) == Strings{ "a@kernel: core" });
	CHECK(units(crates, { "arm64" }) ==
	      Strings{ "a@kernel: explicit alloc" });
	for (const Strings &both :
	     { Strings{ "x86", "arm64" }, Strings{ "arm64", "x86" } })
		CHECK(units(crates, both) ==
		      Strings{ "a@kernel: explicit core alloc" });
}

TEST_CASE("a proc macro has proc_macro, whatever it names")
{
	CHECK(units({ { "a", host, "[lib]\nproc-macro = true\n" } }) ==
	      Strings{ "a@host: std proc_macro" });
}

TEST_CASE("what the manifest drops is not there, and is dropped only if it was")
{
	const std::string drop = "    drop-dependencies: {std: none here}\n";

	CHECK(units({ { "a", features("full") + drop, with_std } }) ==
	      Strings{ "a@kernel: explicit core -std" });
	CHECK(units({ { "a", kernel + drop, with_std } }) ==
	      Strings{ "a@kernel: explicit core",
		       "unused-override: a as built here does not depend on "
		       "std in the first place" });
}

TEST_CASE("without the RFC a unit has no say")
{
	const TestWorld world = world_of({ { "a", kernel, "" } });
	Sink sink;
	const Result<Resolution> out =
		resolve(world.manifest, world.cargo, sink);

	REQUIRE(out);
	CHECK_FALSE(out.value().units[0].builtins);
}
