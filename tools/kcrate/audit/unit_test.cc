// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/audit.h"

#include "resolve/targets.h"
#include "testing/crates.h"

using namespace kcrate;

namespace {

const std::string root = "lib.rs";

struct Judged {
	UnitNeeds needs;
	Sink sink;
};

struct Case {
	std::string source;
	std::string recipe = {}, cargo = {};
	std::set<std::string> features = {};
	Target target = Target::kernel;
	std::vector<DroppedEdge> dropped = {};
	std::optional<Builtins> builtins = {};
};

CfgSet cfgs_for(Target target)
{
	return target == Target::host ? host_cfgs()
				      : kernel_targets({ "x86" }).front().cfgs;
}

Judged judged(const Case &c)
{
	const Unit unit = { .package = "demo",
			    .target = c.target,
			    .features = c.features,
			    .dropped = c.dropped,
			    .builtins = c.builtins };
	const Tree files = { { "lib.rs", File(c.source) } };
	TokenStore tokens;
	Judged out;
	Result<UnitNeeds> needs = judge_unit(
		demo_entry(c.recipe), cargo_of("demo", c.cargo), unit,
		{ files, root, tokens, cfgs_for(c.target) }, out.sink);

	REQUIRE_MESSAGE(needs, outcome(needs));
	out.needs = std::move(needs.value());
	return out;
}

Strings said(const Case &c)
{
	return findings(judged(c).sink);
}

Strings script_findings(const std::string &recipe, const std::string &cargo)
{
	Sink sink;

	judge_build_script(demo_entry(recipe), cargo_of("demo", cargo), sink);
	return findings(sink);
}

const Strings on_std = {
	"std-used: demo 1.0.0 stands on std with these features"
};

} /* namespace */

TEST_CASE("a kernel unit must not stand on std, a host's may")
{
	const std::string conditional =
		"#![cfg_attr(not(feature = \"std\"), no_std)]\n";

	CHECK(said({ "#![no_std]\n" }).empty());
	CHECK(said({ "" }) == on_std);
	CHECK(said({ .source = "", .target = Target::host }).empty());
	CHECK(said({ conditional }).empty());
	CHECK(said({ .source = conditional, .features = { "std" } }) == on_std);
	CHECK(said({ "#![cfg_attr(target_os = \"none\", no_std)]\n" }).empty());
	CHECK(said({ "#![cfg_attr(windows, no_std)]\n" }) == on_std);

	const Judged out = judged({ "" });
	CHECK(where(out.sink.diags[0]) == "crates.yaml:3:3");
	CHECK(out.sink.diags[0].help ==
	      "no feature is on that could be switched off: edit the use of "
	      "std out, or leave the crate out");
	CHECK(help_without({ .features = { "std" } }, "std") ==
	      "switch off the feature that asks for std");
}

TEST_CASE("cfgs of the entry count, those for some compilers may count")
{
	const std::string source = "#![cfg_attr(x, no_std)]\n";

	CHECK(said({ source }) == on_std);
	CHECK(said({ source, "    kernel: {cfgs: [x]}\n" }).empty());
	CHECK(said({ source, "    host: {cfgs: [x]}\n" }) == on_std);
	CHECK(said({ source, "    kernel: {cfgs: [{cfg: x, when: rustc >= "
			     "1.90}]}\n" })
		      .empty());
}

TEST_CASE("alloc is needed where the code of this configuration names it")
{
	CHECK_FALSE(judged({ "#![no_std]\n" }).needs.alloc.has_value());
	CHECK(judged({ "#![no_std]\nextern crate alloc;\n" })
		      .needs.alloc.has_value());
	CHECK_FALSE(judged({ "#![no_std]\n#[cfg(feature = \"alloc\")]\n"
			     "extern crate alloc;\n" })
			    .needs.alloc.has_value());
	CHECK(judged({ .source = "#![no_std]\n#[cfg(feature = \"alloc\")]\n"
				 "extern crate alloc;\n",
		       .features = { "alloc" } })
		      .needs.alloc.has_value());
	CHECK_FALSE(judged({ .source = "extern crate alloc;\n",
			     .target = Target::host })
			    .needs.alloc.has_value());
}

TEST_CASE("cargo's own variables come from Cargo.toml")
{
	const struct {
		std::string name, value;
	} cases[] = {
		{ "CARGO_PKG_NAME", "demo" },
		{ "CARGO_PKG_VERSION", "1.0.0" },
		{ "CARGO_PKG_VERSION_MAJOR", "1" },
		{ "CARGO_PKG_VERSION_MINOR", "0" },
		{ "CARGO_PKG_VERSION_PATCH", "0" },
		{ "CARGO_PKG_VERSION_PRE", "" },
		{ "CARGO_PKG_AUTHORS", "A <a@b>:B" },
		{ "CARGO_PKG_DESCRIPTION", "Does x" },
		{ "CARGO_PKG_HOMEPAGE", "" },
		{ "CARGO_PKG_REPOSITORY", "https://r" },
		{ "CARGO_PKG_LICENSE", "MIT" },
		{ "CARGO_PKG_RUST_VERSION", "1.60" },
		{ "CARGO_CRATE_NAME", "demo" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.name);
		const Judged out = judged(
			{ str("#![no_std]\nconst A: &str = env!(\"", c.name,
			      "\");\n"),
			  "",
			  "authors = [\"A <a@b>\", \"B\"]\n"
			  "description = \"Does x\"\n"
			  "repository = \"https://r\"\nlicense = \"MIT\"\n"
			  "rust-version = \"1.60\"\n" });
		CHECK(findings(out.sink).empty());
		CHECK(out.needs.envs == std::map<std::string, std::string>{
						{ c.name, c.value } });
	}
}

TEST_CASE("a variable that nobody gives is a finding, unless it is optional")
{
	const std::string needs_x =
		"#![no_std]\nconst A: &str = env!(\"X\");\n";
	const Judged out = judged({ needs_x });
	const Judged given =
		judged({ needs_x, "    kernel: {envs: {X: value}}\n" });

	CHECK(findings(out.sink) ==
	      Strings{ "env-unknown: nothing gives the variable X" });
	CHECK(out.sink.diags[0].where->file == "lib.rs");
	CHECK(out.sink.diags[0].where->line == 2);
	CHECK(out.sink.diags[0].help ==
	      "state it under 'envs' of demo, or edit its use out");
	CHECK(out.sink.diags[0].crate == "demo");
	CHECK(findings(given.sink).empty());
	CHECK(given.needs.envs.at("X") == "value");
	CHECK(said({ "#![no_std]\nconst A: Option<&str> = "
		     "option_env!(\"X\");\n" })
		      .empty());
	CHECK(said({ "#![no_std]\n#[cfg(test)]\nconst A: &str = "
		     "env!(\"X\");\n" })
		      .empty());
	for (const char *const name : { "OUT_DIR", "CARGO_MANIFEST_DIR" }) {
		CAPTURE(name);
		CHECK(said({ str("#![no_std]\nconst A: &str = env!(\"", name,
				 "\");\n") })
			      .size() == 1);
	}
}

TEST_CASE("an entry's value wins over cargo's")
{
	const Judged out =
		judged({ "#![no_std]\nconst A: &str = env!(\"CARGO_PKG_NAME\");"
			 "\n",
			 "    kernel: {envs: {CARGO_PKG_NAME: other}}\n" });

	CHECK(out.needs.envs.at("CARGO_PKG_NAME") == "other");
}

TEST_CASE("a dropped dependency must not be used where it is compiled")
{
	const auto with = [](const std::string &code) {
		return Case{ .source = "#![no_std]\n" + code,
			     .dropped = { { "foo-bar", "foo_bar" } } };
	};
	const Strings live = {
		"live-reference: the dropped dependency 'foo-bar' is used here"
	};

	CHECK(said(with("")).empty());
	CHECK(said(with("use foo_bar::X;\n")) == live);
	CHECK(said(with("fn f() { foo_bar::g() }\n")) == live);
	CHECK(said(with("#[cfg(test)]\nuse foo_bar::X;\n")).empty());
	CHECK(said(with("#[cfg(feature = \"x\")]\nuse foo_bar::X;\n")).empty());
	CHECK(said(with("// foo_bar::x\n")).empty());

	const Judged out = judged(with("use foo_bar::X;\n"));
	CHECK(where(out.sink.diags[0]) == "lib.rs:2:5");
	CHECK(out.sink.diags[0].help ==
	      "edit the use out, or keep the dependency");
}

TEST_CASE("a dropped dependency is known by the name that the source has")
{
	CHECK(said({ .source = "#![no_std]\nuse bar::X;\n",
		     .dropped = { { "foo", "bar" } } }) ==
	      Strings{ "live-reference: the dropped dependency 'foo' is used "
		       "here" });
	CHECK(said({ .source = "#![no_std]\nuse foo::X;\n",
		     .dropped = { { "foo", "bar" } } })
		      .empty());
}

TEST_CASE("a build script must be replaced by what it does")
{
	const std::string with = "build = \"b.rs\"\n";
	const std::string replaced = "    build-script: {why: w}\n";

	CHECK(script_findings("", "").empty());
	CHECK(script_findings(replaced, with).empty());
	CHECK(script_findings("", with) ==
	      Strings{ "build-script: demo 1.0.0 has a build script, b.rs, "
		       "which never runs here" });
	CHECK(script_findings(replaced, "") ==
	      Strings{ "unused-override: demo has no build script" });
}

TEST_CASE("a source that is none stops the audit")
{
	const Unit unit = { .package = "demo", .target = Target::kernel };
	const Tree broken = { { "lib.rs", File("fn f() { \"") } }, none;
	TokenStore tokens;
	Sink sink;

	CHECK(outcome(judge_unit(demo_entry(), cargo_of("demo"), unit,
				 { broken, root, tokens, {} }, sink))
		      .starts_with("rust-syntax: "));
	CHECK(outcome(judge_unit(demo_entry(), cargo_of("demo"), unit,
				 { none, root, tokens, {} }, sink))
		      .starts_with("file-not-found: "));
}

namespace {

/* A unit whose Cargo.toml names @crates, or the implicit @crates. */
Strings library_findings(const std::string &source,
			 const std::vector<BuiltinEdge> &crates,
			 bool is_explicit = true,
			 Target target = Target::kernel,
			 const std::vector<Builtin> &dropped = {})
{
	Case c = { .source = source, .target = target };
	Builtins builtins;

	builtins.is_explicit = is_explicit;
	builtins.no_std = is_explicit;
	builtins.edges = crates;
	for (const BuiltinEdge &edge : crates)
		builtins.crates.insert(edge.crate);
	builtins.crates = closure_of(builtins.crates);
	builtins.dropped = dropped;
	c.builtins = builtins;
	return said(c);
}

const Place here = { "demo/Cargo.toml", 8, 1, 3, "std" };
const std::vector<BuiltinEdge> only_core = { { Builtin::core, "", here } };

} /* namespace */

TEST_CASE("rule 18: what a Cargo.toml names makes a crate no_std")
{
	CHECK(library_findings("", only_core).empty());
	CHECK(library_findings("#![no_std]", only_core).empty());
	CHECK(library_findings("", { { Builtin::core } }, false) == on_std);
}

TEST_CASE("rule 18: a source has no more of the library than is named")
{
	const std::string undeclared =
		"library-undeclared: demo 1.0.0 stands on alloc with these "
		"features, which its Cargo.toml does not name";
	const std::string std_too =
		"library-undeclared: demo 1.0.0 stands on std with these "
		"features, which its Cargo.toml does not name";
	const std::vector<BuiltinEdge> alloc = { { Builtin::alloc, "", here } };

	CHECK(library_findings("use alloc::vec::Vec;", only_core) ==
	      Strings{ undeclared });
	CHECK(library_findings("extern crate std;", only_core) ==
	      Strings{ std_too });
	CHECK(library_findings("fn f() { std::process::exit(0) }", only_core,
			       true, Target::host) == Strings{ std_too });
	CHECK(library_findings("use alloc::vec::Vec;", alloc).empty());
	CHECK(library_findings("use core::mem;", only_core).empty());
	CHECK(library_findings("#[cfg(test)] extern crate std;", only_core)
		      .empty());
	CHECK(library_findings("#[cfg(windows)] use alloc::vec::Vec;",
			       only_core)
		      .empty());
	CHECK(library_findings("mod alloc { pub fn f() {} }\nuse alloc::f;",
			       only_core)
		      .empty());
	/* What is dropped was named: judge_dropped() speaks of its uses. */
	CHECK(library_findings("use std::mem;", only_core, true, Target::kernel,
			       { Builtin::std })
		      .empty());
}

TEST_CASE("rule 18: a crate that needs only core could say so")
{
	const Strings could = { "library-implicit: demo 1.0.0 stands on core "
				"alone, which its Cargo.toml does not say" };
	const auto implicit = [](const std::string &source) {
		return library_findings(source, { { Builtin::core } }, false);
	};

	CHECK(implicit("#![no_std]") == could);
	CHECK(implicit("#![no_std]\nextern crate alloc;").empty());
	CHECK(implicit("#![no_std]\nextern crate std;").empty());
	CHECK(implicit("#![cfg_attr(overflow_checks, no_std)]").empty());
	CHECK(library_findings("#![no_std]", only_core).empty());
	CHECK(said({ "#![no_std]" }).empty());
}

TEST_CASE("std is refused for the kernel where a Cargo.toml asks for it")
{
	const std::vector<BuiltinEdge> wanted = { { Builtin::std, "", here } };
	const Strings refused = {
		"std-used: demo 1.0.0 depends on std, which no kernel has"
	};

	CHECK(library_findings("use std::mem;", wanted) == refused);
	CHECK(library_findings("", wanted, true, Target::host).empty());
}

TEST_CASE("alloc is needed where a Cargo.toml asks for it, used or not")
{
	Builtins builtins;
	builtins.is_explicit = builtins.no_std = true;
	builtins.edges = { { Builtin::alloc, "", here } };
	builtins.crates = closure_of({ Builtin::alloc });

	const Judged out = judged({ .source = "", .builtins = builtins });
	REQUIRE(out.needs.alloc);
	CHECK(out.needs.alloc->file == "demo/Cargo.toml");
}

TEST_CASE("a unit needs the compiler's features that its own features turn on")
{
	const auto needed = [](const std::string &source,
			       const std::set<std::string> &features = {},
			       const std::string &recipe = "") {
		std::string out;

		for (const auto &[name, truth] :
		     judged({ .source = "#![no_std]\n" + source,
			      .recipe = recipe,
			      .features = features })
			     .needs.unstable_features)
			out += str(truth == Truth::maybe ? "?" : "", name, " ");
		return out;
	};
	const std::string source =
		"#![cfg_attr(feature = \"nightly\", feature(never_type))]\n";

	CHECK(needed(source).empty());
	CHECK(needed(source, { "nightly" }) == "never_type ");
	CHECK(needed("#![cfg_attr(docsrs, feature(doc_cfg))]\n").empty());
	CHECK(needed("#![cfg_attr(debug_assertions, feature(x))]\n") == "?x ");
	CHECK(needed("#![cfg_attr(probed, feature(x))]\n", {},
		     "    kernel: {cfgs: [probed]}\n") == "x ");
}
