// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/resolve.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

/* A crate of the little world that a test resolves. */
struct Crate {
	std::string name;
	std::string recipe; /* of its entry: lines with four spaces */
	std::string cargo;  /* behind [package] */
	std::string version = "1.0.0";
};

struct World {
	Manifest manifest;
	std::map<std::string, CargoToml> cargo;
};

World world_of(const std::vector<Crate> &crates)
{
	std::string entries;
	World world;

	for (const Crate &crate : crates) {
		entries += str("  ", crate.name, ":\n    version: \"",
			       crate.version, "\"\n    sha256: ", fake_hash(),
			       "\n", crate.recipe);
		world.cargo.emplace(crate.name,
				    cargo_of(crate.name, crate.cargo));
	}
	world.manifest = manifest_of(entries);
	return world;
}

std::string unit_text(const Unit &unit)
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
			    edge.target == Target::host ? "@host" : ""));
	return str(unit.package, "@", name_of(unit.target), "[",
		   join(features, " "), "](", join(edges, " "), ")");
}

/* Each unit in order, then the findings; or the Diag. */
std::string resolved(const std::vector<Crate> &crates)
{
	const World world = world_of(crates);
	Sink sink;
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

Diag failure(const std::vector<Crate> &crates)
{
	const World world = world_of(crates);
	Sink sink;
	const Result<Resolution> out =
		resolve(world.manifest, world.cargo, sink);

	REQUIRE_FALSE(out);
	return out.error();
}

const std::string kernel = "    kernel: {}\n";
const std::string host = "    host: {}\n";

std::string features(const std::string &names)
{
	return str("    kernel: {features: [", names, "]}\n");
}

/* `a` for the kernel with @cargo and these features; `b` with features. */
std::string a_and_b(const std::string &asked, const std::string &cargo)
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

} /* namespace */

TEST_CASE("a crate alone has the features that it is asked for and no other")
{
	const std::string cargo = "[features]\ndefault = [\"std\"]\nstd = []\n"
				  "full = [\"std\", \"extra\"]\nextra = []\n";

	CHECK(resolved({ { "a", kernel, cargo } }) == "a@kernel[]()");
	CHECK(resolved({ { "a", host, cargo } }) == "a@host[]()");
	CHECK(resolved({ { "a", features("default"), cargo } }) ==
	      "a@kernel[default std]()");
	CHECK(resolved({ { "a", features("full"), cargo } }) ==
	      "a@kernel[extra full std]()");
	CHECK(resolved({ { "a", kernel + "    host: {features: [std]}\n",
			   cargo } }) == "a@kernel[]()\na@host[std]()");
	CHECK(resolved({}).empty());
}

TEST_CASE("the ways in which a feature can name a dependency")
{
	const std::string off = "a@kernel[";
	const struct {
		std::string_view rule;
		std::string asked, features, said;
	} cases[] = {
		{ "nothing asked: off", "", "f = [\"b\"]",
		  "a@kernel[]()\n" + unused_b },
		{ "an implicit feature", "b", "f = []",
		  "b@kernel[]()\na@kernel[b](b)" },
		{ "a feature that turns on an implicit one", "f", "f = [\"b\"]",
		  "b@kernel[]()\na@kernel[b f](b)" },
		{ "dep: leaves no feature behind", "f", "f = [\"dep:b\"]",
		  "b@kernel[]()\na@kernel[f](b)" },
		{ "d/f turns on d, its implicit feature and f", "f",
		  "f = [\"b/x\"]", "b@kernel[x<a]()\na@kernel[b f](b)" },
		{ "d/f with dep: elsewhere has no implicit feature", "f",
		  "f = [\"b/x\"]\ng = [\"dep:b\"]",
		  "b@kernel[x<a]()\na@kernel[f](b)" },
		{ "d?/f alone turns on nothing", "f", "f = [\"b?/x\"]",
		  "a@kernel[f]()\n" + unused_b },
		{ "d?/f before d is remembered", "f, g",
		  "f = [\"b?/x\"]\ng = [\"dep:b\"]",
		  "b@kernel[x<a]()\na@kernel[f g](b)" },
		{ "d?/f after d works at once", "f, g",
		  "g = [\"b?/x\"]\nf = [\"dep:b\"]",
		  "b@kernel[x<a]()\na@kernel[f g](b)" },
		{ "several d?/f", "f, g, h",
		  "f = [\"b?/x\"]\ng = [\"b?/z\"]\nh = [\"b\"]",
		  "b@kernel[x<a z<a]()\na@kernel[b f g h](b)" },
		{ "what a feature of b implies was asked for by a", "f",
		  "f = [\"b/y\"]", "b@kernel[x<a y<a]()\na@kernel[b f](b)" },
		{ "a circle of features ends", "f", "f = [\"g\"]\ng = [\"f\"]",
		  "a@kernel[f g]()\n" + unused_b },
	};

	for (const auto &c : cases) {
		CAPTURE(c.rule);
		CHECK(a_and_b(c.asked, str(optional_b, "[features]\n",
					   c.features, "\n")) == c.said);
	}
}

TEST_CASE("an edge asks for its features and, unless told not to, the default")
{
	CHECK(a_and_b("", "[dependencies]\nb = \"1\"\n") ==
	      "b@kernel[default<a z<a]()\na@kernel[](b)");
	CHECK(a_and_b("", "[dependencies]\nb = {version = \"1\", "
			  "default-features = false, features = [\"y\"]}\n") ==
	      "b@kernel[x<a y<a]()\na@kernel[](b)");
	CHECK(a_and_b("f", "[dependencies]\nb = {version = \"1\", "
			   "default-features = false}\n[features]\n"
			   "f = [\"b/x\", \"b/z\"]\n") ==
	      "b@kernel[x<a z<a]()\na@kernel[f](b)");
	CHECK(resolved({ { "a", kernel, "[dependencies]\nb = \"1\"\n" },
			 { "b", "", "" } }) == "b@kernel[]()\na@kernel[](b)");
}

TEST_CASE("features that the entry asks for itself are not additions")
{
	const std::string b = "[features]\nx = []\ny = [\"x\"]\n";
	const std::string a = "[dependencies]\nb = {version = \"1\", features "
			      "= [\"x\"]}\n";

	CHECK(resolved({ { "a", kernel, a }, { "b", features("y"), b } }) ==
	      "b@kernel[x y]()\na@kernel[](b)");
	CHECK(resolved({ { "a", kernel, a },
			 { "b", "    host: {features: [x]}\n", b } }) ==
	      "b@kernel[x<a]()\na@kernel[](b)\nb@host[x]()");
}

TEST_CASE("exact features make each addition a finding")
{
	const std::string exact = "    kernel: {features: [x]}\n"
				  "    features-exact: true\n";
	const std::string b = "[features]\nx = []\ny = [\"z\"]\nz = []\n";

	CHECK(resolved({ { "a", kernel,
			   "[dependencies]\nb = {version = \"1\", features = "
			   "[\"x\"]}\n" },
			 { "b", exact, b } }) ==
	      "b@kernel[x]()\na@kernel[](b)");
	CHECK(resolved({ { "a", kernel,
			   "[dependencies]\nb = {version = \"1\", features = "
			   "[\"y\"]}\n" },
			 { "b", exact, b } }) ==
	      "b@kernel[x y<a z<a]()\na@kernel[](b)\n"
	      "feature-added: a adds the feature 'y' to b, whose features are "
	      "exact\n"
	      "feature-added: a adds the feature 'z' to b, whose features are "
	      "exact");
}

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

TEST_CASE("a renamed optional dependency is a feature by its new name")
{
	CHECK(resolved({ { "a", features("f"),
			   "[dependencies]\nd = {version = \"1\", package = "
			   "\"b\", optional = true}\n[features]\n"
			   "f = [\"d/x\"]\n" },
			 { "b", "", "[features]\nx = []\n" } }) ==
	      "b@kernel[x<a]()\na@kernel[d f](d=b)");
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
	      "a@kernel[]()");
	CHECK(resolved({ { "a",
			   features("f") +
				   "    drop-dependencies: {x: not needed}\n",
			   "[dependencies]\ny = {version = \"1\", package = "
			   "\"x\", optional = true}\n[features]\nf = "
			   "[\"y/z\"]\n" } }) == "a@kernel[f]()");
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

TEST_CASE("features that do not exist are refused where they are asked for")
{
	const std::string f = "[features]\nderive = []\nfull = []\n";
	const Diag typo = failure({ { "a", features("derived"), f } });
	const Diag other = failure({ { "a", features("zzz"), f } });
	const Diag none = failure({ { "a", features("x"), "" } });

	CHECK(typo.message == "a 1.0.0 has no feature 'derived'");
	CHECK(typo.help == "did you mean 'derive'?");
	CHECK(where(typo) == "crates.yaml:6:25");
	CHECK(other.help == "it has: derive, full");
	CHECK(none.help == "it has none at all");

	const Diag edge =
		failure({ { "a", kernel,
			    "[dependencies]\nb = {version = \"1\", features = "
			    "[\"x\"]}\n" },
			  { "b", "", "" } });
	CHECK(edge.id == Id::unknown_feature);
	CHECK(edge.message ==
	      "a asks b for the feature 'x', which it does not have");
	CHECK(edge.help == "pin a version of b that has it");
	CHECK(where(edge) == "Cargo.toml:6:1");
	CHECK(resolved({ { "a", features("f"),
			   "[dependencies]\nb = \"1\"\n[features]\nf = "
			   "[\"b/x\"]\n" },
			 { "b", "", "" } }) ==
	      "unknown-feature: a asks b for the feature 'x', which it does "
	      "not have");
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
	const World world = world_of(
		{ { "a", "    kernel: {}\n    drop-dependencies: {x: w}\n",
		    "[dev-dependencies]\nx = \"1\"\n" },
		  { "b", "", "" } });
	Sink sink;

	REQUIRE(resolve(world.manifest, world.cargo, sink));
	CHECK(findings(sink) ==
	      Strings{ "unused-override: a has no dependency 'x' that could "
		       "be dropped",
		       unused_b });
	CHECK(where(sink.diags[0]) == "crates.yaml:7:25");
	CHECK(sink.diags[0].help == "remove the entry");
	CHECK(sink.diags[0].crate == "a");
	CHECK(where(sink.diags[1]) == "crates.yaml:8:3");
	CHECK(sink.diags[1].crate == "b");
}

TEST_CASE("a chain of features as only an attacker writes it is refused")
{
	const auto chain = [](size_t length) {
		std::string text = "[features]\n";
		for (size_t i = 0; i < length; i++)
			text += str("f", i, " = [\"f", i + 1, "\"]\n");
		return text + str("f", length, " = []\n");
	};

	CHECK(resolved({ { "a", features("f0"), chain(1000) } })
		      .starts_with("a@kernel[f0 f1 f10 "));
	CHECK(resolved({ { "a", features("f0"), chain(4000) } }) ==
	      "cargo-manifest: the features of a imply each other in too long "
	      "a chain");
}

TEST_CASE("find gives the unit, or null for what is not built")
{
	const World world = world_of({ { "a", kernel, "" } });
	Sink sink;
	const Result<Resolution> out =
		resolve(world.manifest, world.cargo, sink);

	REQUIRE(out);
	CHECK(out.value().find("a", Target::kernel) == &out.value().units[0]);
	CHECK(out.value().find("a", Target::host) == nullptr);
	CHECK(out.value().find("x", Target::kernel) == nullptr);
}
