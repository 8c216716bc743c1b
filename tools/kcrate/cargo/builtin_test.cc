// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * RFC 3875, rule by rule; the numbers are those of its rules for a reader in
 * Documentation/design.rst.
 */

#include "cargo/builtin.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

Result<CargoToml> parse(std::string_view tables, Rfc3875 rfc3875 = Rfc3875::on)
{
	const std::string text =
		str("[package]\nname = 'a'\nedition = '2021'\n", tables);

	return parse_cargo_toml({ "Cargo.toml", text },
				{ { "src/lib.rs", File() } }, rfc3875);
}

/* "line:column: message" of a Diag builtin_dependency, else its outcome. */
std::string refusal(std::string_view tables)
{
	const Result<CargoToml> crate = parse(tables);

	if (crate || crate.error().id != Id::builtin_dependency)
		return outcome(crate);
	REQUIRE(crate.error().where);
	CHECK(!crate.error().help.empty());
	return str(crate.error().where->line, ":", crate.error().where->column,
		   ": ", crate.error().message);
}

std::string list(const BuiltinSet &crates)
{
	Strings out;

	for (const Builtin crate : crates)
		out.emplace_back(name_of(crate));
	return join(out, " ");
}

struct Asked {
	std::map<std::string, std::string> on = {};
	std::set<std::string> dropped = {};
	bool tests = false;
	bool windows = false;
	Builtin implicit = Builtin::std;
};

/* "explicit no_std: core std<f (core alloc std)": edges, and what is there. */
std::string builtins(std::string_view tables, const Asked &asked = {})
{
	const Result<CargoToml> crate = parse(tables);
	Strings words;
	CfgSet cfgs;

	REQUIRE_MESSAGE(crate, outcome(crate));
	cfgs.know("windows");
	if (asked.windows)
		cfgs.set("windows");
	const Builtins out =
		builtins_of(crate.value(), { cfgs, asked.implicit, asked.on,
					     asked.dropped, asked.tests });
	for (const BuiltinEdge &edge : out.edges)
		words.push_back(str(name_of(edge.crate),
				    edge.by.empty() ? "" : str("<", edge.by)));
	for (const Builtin crate : out.dropped)
		words.push_back(str("-", name_of(crate)));
	return str(out.is_explicit ? "explicit" : "implicit",
		   out.no_std ? " no_std: " : ": ", join(words, " "), " (",
		   list(out.crates), ")");
}

/* A table, and what becomes of it; "ok" for nothing. */
struct Rule {
	std::string tables, wanted;
};

void check(const std::vector<Rule> &rules)
{
	for (const auto &[tables, wanted] : rules) {
		CAPTURE(tables);
		CHECK(refusal(tables) == wanted);
	}
}

const std::string core = "[dependencies]\ncore.builtin = true\n";
const std::string core_and_std =
	"[dependencies]\ncore.builtin = true\nstd = {builtin = true, "
	"optional = true}\n";

} /* namespace */

TEST_CASE("without the RFC 'builtin' is what it is to cargo: no source")
{
	const Result<CargoToml> alone = parse(core, Rfc3875::off);
	const Result<CargoToml> beside =
		parse("[dependencies]\ncore = {path = '../core', builtin = "
		      "true}\n[dependencies.b]\nversion = '1'\nbuiltin = 3\n",
		      Rfc3875::off);

	REQUIRE_FALSE(alone);
	CHECK(alone.error().id == Id::cargo_manifest);
	CHECK(alone.error().message ==
	      "'dependencies.core' has neither a version nor a path nor a git "
	      "repository");
	CHECK(alone.error().help ==
	      "'builtin' is read only with 'rfc3875: true' in crates.yaml: no "
	      "released cargo knows it");
	CHECK(outcome(parse("[dependencies]\ncore = {}\n", Rfc3875::off)) ==
	      outcome(alone));
	REQUIRE(beside);
	for (const Dependency &dep : beside.value().dependencies) {
		CHECK_FALSE(dep.builtin);
		CHECK(dep.builtin_ignored);
	}
	CHECK(beside.value().dependencies[1].builtin_ignored->line == 8);
	CHECK(outcome(parse("[replace]\n'core:0.0.0' = {path = 'x'}\n",
			    Rfc3875::off)) == "ok");
}

TEST_CASE("rule 1: 'builtin' is true, in any of four tables")
{
	check({
		{ "[dependencies]\ncore = {builtin = true}\n", "ok" },
		{ core, "ok" },
		{ "[dev-dependencies]\nstd.builtin = true\n", "ok" },
		{ "[target.'cfg(unix)'.dependencies]\nalloc.builtin = true\n",
		  "ok" },
		{ "[target.x.dev-dependencies]\nalloc.builtin = true\n", "ok" },
		{ "[dependencies]\ncore = {builtin = false}\n",
		  "5:19: 'dependencies.core.builtin' must be true, found "
		  "false" },
		{ "[dependencies]\ncore.builtin = 'true'\n",
		  "5:16: 'dependencies.core.builtin' must be true, found "
		  "string" },
		{ "[dependencies]\nb = {version = '1', builtin = false}\n",
		  "5:31: 'dependencies.b.builtin' must be true, found "
		  "false" },
	});
}

TEST_CASE("rule 2: only core, alloc and std are built in, whatever the cfg")
{
	check({
		{ "[dependencies]\ncore.builtin = true\nalloc.builtin = true\n"
		  "std.builtin = true\n",
		  "ok" },
		{ "[dependencies]\ntest.builtin = true\n",
		  "5:16: 'dependencies.test' is built in, which only core, "
		  "alloc and std can be" },
		{ "[target.'cfg(any())'.dependencies]\nproc_macro.builtin = "
		  "true\n",
		  "5:22: 'target.'cfg(any())'.dependencies.proc_macro' is "
		  "built in, which only core, alloc and std can be" },
	});
}

TEST_CASE("rule 3: 'builtin' is the only source")
{
	const auto with = [](const std::string &key) {
		return str("[dependencies]\nstd = {builtin = true, ", key,
			   " = 'x'}\n");
	};

	for (const std::string key :
	     { "version", "registry", "registry-index", "path", "git" }) {
		CAPTURE(key);
		CHECK(contains(refusal(with(key)),
			       str(": 'dependencies.std' has both 'builtin' "
				   "and '",
				   key, "'")));
	}
	/* Today's cargo has these, and they stay. */
	check({
		{ "[dependencies]\nstd.path = '../std'\ncore.builtin = true\n",
		  "ok" },
		{ "[dependencies]\nstd = {git = 'https://x.example/std'}\n",
		  "ok" },
	});
}

TEST_CASE("rule 4: no other name, and no features")
{
	check({
		{ "[dependencies]\nstd = {builtin = true, package = 'core'}\n",
		  "5:34: 'dependencies.std' gives a built-in crate another "
		  "name" },
		{ "[dependencies]\nmine = {builtin = true, package = 'std'}\n",
		  "5:19: 'dependencies.mine' is built in, which only core, "
		  "alloc and std can be" },
		{ "[dependencies]\nstd = {builtin = true, features = ['x']}\n",
		  "5:35: 'dependencies.std' asks a built-in crate for "
		  "features" },
		{ "[dependencies]\nstd = {builtin = true, default-features = "
		  "false}\n",
		  "5:43: 'dependencies.std' turns the features of a built-in "
		  "crate off" },
		{ "[dependencies]\nstd = {builtin = true, features = [], "
		  "default-features = true, public = true}\n",
		  "ok" },
		{ "[dependencies]\nstd = {builtin = true, public = 1}\n",
		  "cargo-manifest: 'dependencies.std.public' must be true or "
		  "false, found integer" },
	});
}

TEST_CASE("rule 5: below what is optional there is something that is not")
{
	const auto optional = [](std::string_view name) {
		return str(name, " = {builtin = true, optional = true}\n");
	};
	const std::string alone =
		"5:1: 'std' is optional, so there must be a dependency on core "
		"that is not";

	check({
		{ "[dependencies]\n" + optional("std"), alone },
		{ core + optional("std"), "ok" },
		{ "[dependencies]\n" + optional("std") +
			  "alloc.builtin = true\n",
		  "ok" },
		{ "[dependencies]\n" + optional("std") + optional("alloc"),
		  alone },
		{ "[dependencies]\n" + optional("alloc") +
			  "std.builtin = true\n",
		  "5:1: 'alloc' is optional, so there must be a dependency on "
		  "core that is not" },
		{ "[dependencies]\n" + optional("core"),
		  "5:1: 'core' is optional, but no crate can do without it" },
		{ "[dependencies]\n" + optional("std") +
			  "core.path = '../core'\n",
		  "ok" },
		/* A table of another target may not be there. */
		{ "[dependencies]\n" + optional("std") +
			  "[target.x.dependencies]\ncore.builtin = true\n",
		  alone },
		{ "[target.x.dependencies]\n" + optional("std") +
			  "core.builtin = true\n",
		  "ok" },
		{ core + "[target.x.dependencies]\n" + optional("std"), "ok" },
		{ "[dependencies]\n" + optional("std") +
			  "[dev-dependencies]\ncore.builtin = true\n",
		  alone },
		{ "[dev-dependencies]\n" + optional("std"),
		  "cargo-manifest: 'dev-dependencies.std' is a dev-dependency "
		  "and cannot be optional" },
	});
}

TEST_CASE("rule 6: a build script has none")
{
	check({
		{ "[build-dependencies]\nstd.builtin = true\n",
		  "5:15: 'build-dependencies.std' is built in, but a build "
		  "script always has the std that it is compiled with" },
		{ "[target.x.build-dependencies]\nstd.builtin = true\n",
		  "5:15: 'target.'x'.build-dependencies.std' is built in, but "
		  "a build script always has the std that it is compiled "
		  "with" },
	});
}

TEST_CASE("rule 7: one explicit dependency that applies stands for all")
{
	const std::string here =
		"[target.'cfg(not(windows))'.dependencies]\nalloc.builtin = "
		"true\n";

	CHECK(builtins("") == "implicit: std (core alloc std)");
	CHECK(builtins("", { .implicit = Builtin::core }) ==
	      "implicit: core (core)");
	CHECK(builtins(core) == "explicit no_std: core (core)");
	CHECK(builtins(here) == "explicit no_std: alloc (core alloc)");
	CHECK(builtins(here, { .windows = true }) ==
	      "implicit: std (core alloc std)");
	CHECK(builtins("[dependencies]\nstd.path = '../std'\n") ==
	      "explicit no_std:  (core)");
	/* Another crate by that name is none, as so many have it. */
	CHECK(builtins("[dependencies]\ncore = {version = '1', package = "
		       "'rustc-std-workspace-core'}\n") ==
	      "implicit: std (core alloc std)");
	CHECK(builtins("[dependencies]\nb = {path = '../b'}\n") ==
	      "implicit: std (core alloc std)");
	/* dev-dependencies are there for tests alone. */
	CHECK(builtins("[dev-dependencies]\ncore.builtin = true\n") ==
	      "implicit: std (core alloc std)");
	CHECK(builtins("[dev-dependencies]\ncore.builtin = true\n",
		       { .tests = true }) == "explicit no_std: core (core)");
}

TEST_CASE("rule 8: std stands on alloc, and that on core")
{
	CHECK(list(closure_of({})) == "core");
	CHECK(list(closure_of({ Builtin::core })) == "core");
	CHECK(list(closure_of({ Builtin::alloc })) == "core alloc");
	CHECK(list(closure_of({ Builtin::std })) == "core alloc std");
	CHECK(list(closure_of({ Builtin::test })) == "core alloc std test");
	CHECK(list(closure_of({ Builtin::proc_macro })) ==
	      "core alloc std proc_macro");
	CHECK(builtins("[lib]\nproc-macro = true\n") ==
	      "implicit: std proc_macro (core alloc std proc_macro)");
	CHECK(builtins("[lib]\nproc-macro = true\n" + core) ==
	      "explicit no_std: core proc_macro (core alloc std proc_macro)");
}

TEST_CASE("rule 9: no_std unless there is a std that is not optional")
{
	CHECK(builtins("[dependencies]\nstd.builtin = true\n") ==
	      "explicit: std (core alloc std)");
	CHECK(builtins(core_and_std) == "explicit no_std: core (core)");
	CHECK(builtins(core_and_std, { .on = { { "std", "f" } } }) ==
	      "explicit no_std: core std<f (core alloc std)");
	CHECK(builtins(core_and_std +
		       "[target.'cfg(not(windows))'.dependencies]\n"
		       "std.builtin = true\n") ==
	      "explicit: core std (core alloc std)");
	/* What the manifest of an import drops is not there. */
	CHECK(builtins("[dependencies]\nstd.builtin = true\n",
		       { .dropped = { "std" } }) ==
	      "explicit no_std: -std (core)");
	CHECK(builtins(core_and_std, { .dropped = { "std" } }) ==
	      "explicit no_std: core (core)");
}

TEST_CASE("rule 10: tests with std have the test crate")
{
	CHECK(builtins("", { .tests = true }) ==
	      "implicit: std test (core alloc std test)");
	CHECK(builtins(core, { .tests = true }) ==
	      "explicit no_std: core (core)");
	CHECK(builtins(core + "[dev-dependencies]\nstd.builtin = true\n",
		       { .tests = true }) ==
	      "explicit: core std test (core alloc std test)");
	CHECK(builtins(core + "[dev-dependencies]\nstd.builtin = true\n") ==
	      "explicit no_std: core (core)");
}

TEST_CASE("rule 11: what a workspace would say is not in a packaged crate")
{
	check({
		{ "[dependencies]\ncore.workspace = true\n"
		  "[workspace.dependencies]\ncore.builtin = true\n",
		  "cargo-manifest: 'dependencies.core' is inherited from a "
		  "workspace, so this is not the Cargo.toml of a packaged "
		  "crate" },
	});
}

TEST_CASE("rule 12: features turn optional ones on like any other")
{
	const auto map = [](const std::string &features) {
		const Result<CargoToml> crate =
			parse(core_and_std + "[features]\n" + features);
		REQUIRE(crate);
		return feature_map(crate.value());
	};

	REQUIRE(map(""));
	CHECK(map("").value() == FeatureMap{ { "std", { "dep:std" } } });
	REQUIRE(map("f = ['dep:std']\n"));
	CHECK(map("f = ['dep:std']\n").value() ==
	      FeatureMap{ { "f", { "dep:std" } } });
	CHECK(outcome(map("f = ['dep:core']\n")) ==
	      "cargo-manifest: feature 'f' includes 'dep:core', but 'core' is "
	      "not an optional dependency");
	for (const std::string value : { "std/x", "std?/x" }) {
		const auto asked = map(str("f = ['", value, "']\n"));
		CHECK(outcome(asked) ==
		      str("builtin-dependency: feature 'f' includes '", value,
			  "', but a built-in crate has no features"));
		CHECK(asked.error().where->line == 6);
	}
}

TEST_CASE("rule 13: built-in crates cannot be replaced")
{
	check({
		{ "[patch.builtin]\nstd = {path = 'x'}\n",
		  "4:8: [patch] has 'builtin', which is built in" },
		{ "[patch.crates-io]\nstd = {path = 'x'}\n", "ok" },
		{ "[replace]\n'core:0.0.0' = {path = 'x'}\n",
		  "5:1: [replace] has 'core:0.0.0', which is built in" },
		{ "[replace]\n'alloc@0.0.0' = {path = 'x'}\n",
		  "5:1: [replace] has 'alloc@0.0.0', which is built in" },
		{ "[replace]\n'builtin://.#std' = {path = 'x'}\n",
		  "5:1: [replace] has 'builtin://.#std', which is built in" },
		{ "[replace]\n'corex:1.0.0' = {path = 'x'}\n", "ok" },
	});
}

TEST_CASE("rules 15 to 17: what other files call them")
{
	CHECK(str(builtin_names.package_id, name_of(Builtin::core)) ==
	      "builtin://.#core");
	CHECK(builtin_of("alloc") == Builtin::alloc);
	CHECK_FALSE(builtin_of("proc_macro"));
	CHECK_FALSE(builtin_of("Core"));
	CHECK_FALSE(builtin_of(""));
}
