// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/resolve.h"

#include "testing/resolve_world.h"

using namespace kcrate;

TEST_CASE("a proc macro and all below it are built for the host")
{
	const std::string macro = "[lib]\nproc-macro = true\n[dependencies]\n"
				  "common = {version = \"1\", features = "
				  "[\"parse\"]}\n";
	const std::string user = "[dependencies]\nmacro = \"1\"\ncommon = "
				 "\"1\"\n";

	CHECK(resolved({ { "user", kernel, user },
			 { "macro", "", macro },
			 { "common", "", "[features]\nparse = []\n" } }) ==
	      "common@kernel[]()\n"
	      "common@host[parse<macro]()\n"
	      "macro@host[](common@host)\n"
	      "user@kernel[](common macro@host)");
	CHECK(resolved(
		      { { "macro", features("f"),
			  "[lib]\nproc-macro = true\n[features]\nf = []\n" } }) ==
	      "macro@host[f]()");
	CHECK(resolved(
		      { { "macro", features("f") + "    host: {}\n",
			  "[lib]\nproc-macro = true\n[features]\nf = []\n" } }) ==
	      "macro@host[f]()");
}

TEST_CASE("an edge has the name that the source knows the crate by")
{
	const struct {
		std::string dependencies, b, edges;
	} cases[] = {
		{ "b-c = \"1\"", "", "b_c=b-c" },
		{ "x-y = {version = \"1\", package = \"b-c\"}", "", "x_y=b-c" },
		{ "b-c = \"1\"", "[lib]\nname = \"other\"\n", "other=b-c" },
		{ "b-c = {version = \"1\", package = \"b-c\"}",
		  "[lib]\nname = \"other\"\n", "b_c=b-c" },
		{ "x = {version = \"1\", package = \"b-c\"}",
		  "[lib]\nname = \"other\"\n", "x=b-c" },
		{ "x = {version = \"1\", package = \"b-c\"}\n"
		  "b-c = \"1\"",
		  "", "b_c=b-c x=b-c" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.dependencies);
		CHECK(resolved({ { "a", kernel,
				   str("[dependencies]\n", c.dependencies,
				       "\n") },
				 { "b-c", "", c.b } }) ==
		      str("b-c@kernel[]()\na@kernel[](", c.edges, ")"));
	}
}

TEST_CASE("dependencies of another target are no edges")
{
	const struct {
		std::string_view cfg;
		bool kernel, host;
	} cases[] = {
		{ "cfg(windows)", false, false },
		{ "cfg(unix)", false, true },
		{ "cfg(not(windows))", true, true },
		{ "cfg(any())", false, false },
		{ "cfg(all())", true, true },
		{ "cfg(target_os = \\\"none\\\")", true, false },
		{ "cfg(target_os = \\\"linux\\\")", false, true },
		{ "cfg(target_arch = \\\"x86_64\\\")", true, true },
		{ "cfg(target_has_atomic = \\\"64\\\")", true, true },
		{ "cfg(panic = \\\"abort\\\")", true, false },
		{ "cfg(nobody_knows)", false, false },
		{ "cfg(not(nobody_knows))", false, false },
		{ "x86_64-unknown-linux-gnu", false, true },
		{ "wasm32-unknown-unknown", false, false },
	};

	for (const auto &c : cases) {
		CAPTURE(c.cfg);
		const std::string cargo = str("[target.\"", c.cfg,
					      "\".dependencies]\nb = \"1\"\n");
		CHECK(resolved({ { "a", kernel, cargo },
				 { "b", kernel, "" } }) ==
		      (c.kernel ? "b@kernel[]()\na@kernel[](b)"
				: "a@kernel[]()\nb@kernel[]()"));
		CHECK(resolved({ { "a", host, cargo }, { "b", host, "" } }) ==
		      (c.host ? "b@host[]()\na@host[](b@host)"
			      : "a@host[]()\nb@host[]()"));
	}
}

TEST_CASE(
	"one name may be a dependency of several targets, with other features")
{
	CHECK(resolved({ { "a", kernel + host,
			   "[target.\"cfg(unix)\".dependencies]\n"
			   "b = {version = \"1\", features = [\"x\"]}\n"
			   "[target.\"cfg(not(unix))\".dependencies]\n"
			   "b = {version = \"1\", features = [\"y\"]}\n" },
			 { "b", "", "[features]\nx = []\ny = []\n" } }) ==
	      "b@kernel[y<a]()\na@kernel[](b)\n"
	      "b@host[x<a]()\na@host[](b@host)");
}

TEST_CASE("dev- and build-dependencies and dropped ones are no edges")
{
	CHECK(resolved({ { "a", kernel,
			   "[dev-dependencies]\nx = \"1\"\n"
			   "[build-dependencies]\ny = \"1\"\n" } }) ==
	      "a@kernel[]()");
	CHECK(resolved({ { "a",
			   kernel + "    drop-dependencies: {x: not needed}\n",
			   "[dependencies]\nx = \"1\"\n" } }) ==
	      "a@kernel[](-x)");
	CHECK(resolved({ { "a",
			   features("f") +
				   "    drop-dependencies: {x: not needed}\n",
			   "[dependencies]\ny = {version = \"1\", package = "
			   "\"x\", optional = true}\n[features]\nf = "
			   "[\"y/z\"]\n" } }) == "a@kernel[f y](-y)");
	for (const std::string value : { "dep:x", "x" })
		CHECK(resolved({ { "a",
				   features("f") +
					   "    drop-dependencies: {x: w}\n",
				   str("[dependencies]\nx = {version = \"1\", "
				       "optional = true}\n[features]\nf = "
				       "[\"",
				       value, "\"]\n") } }) ==
		      (value == "x" ? "a@kernel[f x](-x)" : "a@kernel[f](-x)"));
	CHECK(resolved({ { "a", kernel + "    drop-dependencies: {x: w}\n",
			   "[target.\"cfg(not(windows))\".dependencies]\n"
			   "x = \"1\"\n[dependencies]\nx = \"1\"\n" } }) ==
	      "a@kernel[](-x)");
}

TEST_CASE("dropping what would not be an edge changes nothing")
{
	const auto said = [](const std::string &cargo) {
		return resolved(
			{ { "a", kernel + "    drop-dependencies: {x: w}\n",
			    cargo } });
	};
	const std::string unused =
		"a@kernel[]()\nunused-override: a as built here does not "
		"depend on x in the first place";

	CHECK(said("") == unused);
	CHECK(said("[dev-dependencies]\nx = \"1\"\n") == unused);
	CHECK(said("[build-dependencies]\nx = \"1\"\n") == unused);
	CHECK(said("[dependencies]\nx = {version = \"1\", optional = "
		   "true}\n") == unused);
	CHECK(said("[target.\"cfg(windows)\".dependencies]\nx = \"1\"\n") ==
	      unused);
	CHECK(said("[dependencies]\ny = {version = \"1\", package = "
		   "\"x\"}\n") == "a@kernel[](-y)");
}

TEST_CASE("what is not in the manifest is asked for at its edge")
{
	const Diag diag =
		failure({ { "a", kernel, "[dependencies]\nb = \"1.2\"\n" } });

	CHECK(diag.id == Id::dependency_missing);
	CHECK(diag.message ==
	      "a needs b 1.2, which the manifest does not have");
	CHECK(diag.help == "add an entry for b, or name it under "
			   "'drop-dependencies' of a");
	CHECK(where(diag) == "Cargo.toml:6:1");
	CHECK(failure({ { "a", kernel,
			  "[dependencies]\nb = {path = \"../b\"}\n" } })
		      .message ==
	      "a needs b, which the manifest does not have");
	/* An optional one that is off need not be there. */
	CHECK(resolved({ { "a", kernel, optional_b } }) == "a@kernel[]()");
	CHECK(resolved({ { "a", features("b"), optional_b } }) ==
	      "dependency-missing: a needs b 1, which the manifest does not "
	      "have");
}

TEST_CASE("all dependencies that are not met are told, each once")
{
	const Diag diag = failure(
		{ { "a", kernel + host,
		    "[dependencies]\nx = \"1\"\nb = \"2\"\nc = \"1\"\n" },
		  { "b", "", "" },
		  { "c", kernel, "[dependencies]\nx = \"1\"\nz = \"1\"\n" } });
	Strings said;

	for (const Diag &each : unfolded(diag))
		said.push_back(each.message);
	CHECK(said == Strings{ "a needs x 1, which the manifest does not have",
			       "a needs b 2, the manifest has 1.0.0",
			       "c needs x 1, which the manifest does not have",
			       "c needs z 1, which the manifest does not "
			       "have" });
	/* What else stops the stage comes last. */
	const Diag both =
		failure({ { "a", kernel, "[dependencies]\nx = \"1\"\n" },
			  { "b", features("no"), "[features]\nyes = []\n" } });
	CHECK(both.id == Id::dependency_missing);
	REQUIRE(both.more.size() == 1);
	CHECK(both.more[0].id == Id::unknown_feature);
}

TEST_CASE("of an optional dependency the feature is told that turns it on")
{
	const auto help = [](const std::string &feature,
			     const std::string &table) {
		return failure({ { "a", features(feature),
				   optional_b + "[features]\n" + table } })
			.help;
	};
	const std::string entry = "add an entry for b, or name it under "
				  "'drop-dependencies' of a";
	const auto without = [&](const std::string &feature) {
		return str(entry, ", or do without the feature '", feature,
			   "', which turns it on");
	};

	CHECK(help("b", "") == without("b"));
	CHECK(help("f", "f = [\"dep:b\"]\n") == without("f"));
	CHECK(help("f", "f = [\"b/x\"]\n").starts_with(entry + ", or do"));
	CHECK(help("g", "f = [\"dep:b\"]\ng = [\"f\"]\n") == without("f"));
	CHECK(failure({ { "a", kernel, "[dependencies]\nb = \"1\"\n" } })
		      .help == entry);
}

TEST_CASE("the pinned version must meet each edge's requirement")
{
	const auto with = [](const std::string &requirement,
			     const std::string &version) {
		return resolved({ { "a", kernel,
				    str("[dependencies]\nb = \"", requirement,
					"\"\n") },
				  { "b", "", "", version } });
	};
	const std::string fine = "b@kernel[]()\na@kernel[](b)";

	CHECK(with("1.2", "1.9.0") == fine);
	CHECK(with("*", "0.0.1") == fine);
	CHECK(with("=1.2.3", "1.2.3+deb") == fine);
	CHECK(with("1.2", "2.0.0") ==
	      "dependency-version: a needs b 1.2, the manifest has 2.0.0");
	CHECK(with("0.1", "0.2.0") ==
	      "dependency-version: a needs b 0.1, the manifest has 0.2.0");
	CHECK(with("1", "1.5.0-rc.1") ==
	      "dependency-version: a needs b 1, the manifest has 1.5.0-rc.1");
	CHECK(failure({ { "a", kernel, "[dependencies]\nb = \"2\"\n" },
			{ "b", "", "" } })
		      .help == "pin a version of b that meets it");
}

TEST_CASE("crates that depend on each other are named, those before not")
{
	const auto on = [](const std::string &name) {
		return str("[dependencies]\n", name, " = \"1\"\n");
	};

	CHECK(resolved({ { "a", kernel, on("b") },
			 { "b", "", on("c") },
			 { "c", "", on("b") } }) ==
	      "dependency-cycle: crates depend on each other: b needs c needs "
	      "b");
	CHECK(resolved({ { "a", kernel, on("a") } }) ==
	      "dependency-cycle: crates depend on each other: a needs a");
	/* By way of a proc macro too, as cargo has it. */
	CHECK(resolved({ { "a", kernel, on("m") },
			 { "m", "",
			   "[lib]\nproc-macro = true\n" + on("a") } }) ==
	      "dependency-cycle: crates depend on each other: a needs m needs "
	      "a");
}

TEST_CASE("a unit stands after all it needs, each once, in a stable order")
{
	CHECK(resolved({ { "a", kernel,
			   "[dependencies]\nz = \"1\"\nm = "
			   "\"1\"\n" },
			 { "m", kernel, "[dependencies]\nz = \"1\"\n" },
			 { "z", kernel, "" },
			 { "b", kernel, "" } }) ==
	      "z@kernel[]()\nm@kernel[](z)\na@kernel[](m z)\nb@kernel[]()");
}

TEST_CASE("entries that change nothing are findings at their place")
{
	const TestWorld world = world_of(
		{ { "a", "    kernel: {}\n    drop-dependencies: {x: w}\n",
		    "[dev-dependencies]\nx = \"1\"\n" },
		  { "b", "", "" } });
	Sink sink;

	REQUIRE(resolve(world.manifest, world.cargo, sink));
	CHECK(findings(sink) ==
	      Strings{ "unused-override: a as built here does not depend on "
		       "x in the first place",
		       unused_b });
	CHECK(where(sink.diags[0]) == "crates.yaml:7:25");
	CHECK(sink.diags[0].help == "remove it");
	CHECK(sink.diags[0].crate == "a");
	CHECK(where(sink.diags[1]) == "crates.yaml:8:3");
	CHECK(sink.diags[1].crate == "b");
}

TEST_CASE("find gives the unit, or null for what is not built")
{
	const TestWorld world = world_of({ { "a", kernel, "" } });
	Sink sink;
	const Result<Resolution> out =
		resolve(world.manifest, world.cargo, sink);

	REQUIRE(out);
	CHECK(out.value().find("a", Target::kernel) == &out.value().units[0]);
	CHECK(out.value().find("a", Target::host) == nullptr);
	CHECK(out.value().find("x", Target::kernel) == nullptr);
}

TEST_CASE("a dependency of some architectures is an edge there alone")
{
	const std::vector<TestCrate> crates = {
		{ "a", kernel,
		  "[target.'cfg(target_arch = \"aarch64\")'.dependencies]\n"
		  "b = {version = \"1\", features = [\"x\"]}\n"
		  "[target.'cfg(target_endian = \"big\")'.dependencies]\n"
		  "b = \"1\"\n"
		  "[target.'cfg(target_pointer_width = \"64\")'.dependencies]\n"
		  "c = \"1\"\n" },
		{ "b", "", "[features]\nx = []\n" },
		{ "c", "", "" },
	};
	const std::string without_b = "unused-override: nothing asks for b: it "
				      "has neither 'kernel' nor 'host', and no "
				      "crate depends on it";

	CHECK(resolved(crates) ==
	      str("c@kernel[]()\na@kernel[](c)\n", without_b));
	/* Features are for all of them, as with cargo's --target twice. */
	CHECK(resolved(crates, { "x86", "arm64" }) ==
	      "b@kernel[x<a]()\nc@kernel[]()\na@kernel[](b?ARM64 c)");
	CHECK(resolved(crates, { "x86", "arm64", "s390", "arm" }) ==
	      "b@kernel[x<a]()\nc@kernel[]()\n"
	      "a@kernel[](b?ARM64|S390 c?ARM64|S390|X86_64)");
	CHECK(resolved(crates, { "arm64" }) ==
	      "b@kernel[x<a]()\nc@kernel[]()\na@kernel[](b c)");
}

TEST_CASE("cargo follows build scripts and what is dropped, an import does not")
{
	const TestWorld world = world_of(
		{ { "a",
		    "    kernel: {}\n    host: {}\n"
		    "    build-script: {why: w}\n"
		    "    drop-dependencies: {c: w}\n",
		    "build = \"src/lib.rs\"\n"
		    "[dependencies]\nb = \"1\"\n"
		    "c = {version = \"1\", features = [\"one\"]}\n"
		    "[build-dependencies]\n"
		    "b = {version = \"1\", features = [\"x\"]}\n"
		    "gone = \"1\"\n" },
		  { "b", "", "[features]\nx = [\"y\"]\ny = []\nz = []\n" },
		  { "c", kernel, "[features]\none = []\n" } });
	Sink sink;
	const Resolution resolution =
		resolve(world.manifest, world.cargo, sink).value();
	const std::vector<CargoExtra> extras =
		cargo_extras(world.manifest, world.cargo, resolution).value();
	Strings found;

	for (const CargoExtra &extra : extras)
		found.push_back(str(extra.feature, " of ", extra.package, "@",
				    name_of(extra.target), " by ", extra.by,
				    extra.by_script ? " script" : "",
				    extra.part_of, " :", extra.where.line));
	CHECK(found == Strings{ "x of b@host by a script :10",
				"y of b@host by x :0",
				"one of c@kernel by a :8" });
}
