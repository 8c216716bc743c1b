// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/rust_project.h"

#include <nlohmann/json.hpp>

#include "testing/crates.h"

using namespace kcrate;

namespace {

using Json = nlohmann::json;

std::vector<EmittedUnit> two_units()
{
	EmittedUnit macro, demo;

	macro.unit = macro.package = macro.crate_name = "derive";
	macro.kind = UnitKind::proc_macro;
	macro.root = "derive/lib.rs";
	macro.edition = "2018";
	demo.unit = demo.crate_name = "my_demo";
	demo.package = "my-demo";
	demo.root = "my-demo/src/lib.rs";
	demo.edition = "2021";
	demo.externs = { { "derive", "alias", "derive" } };
	demo.features = { "std" };
	demo.cfgs = { { "plain", {}, "", 0 },
		      { "new", {}, ">=", 108800 },
		      { "old", {}, "<", 108600 } };
	demo.envs = { { "A", "1" } };
	return { macro, demo };
}

Json crate(const std::string &name, const std::string &root)
{
	return { { "display_name", name },
		 { "root_module", root },
		 { "deps", Json::array() } };
}

/* What `make M=/m rust-analyzer` could write. */
Json project()
{
	return { { "sysroot", "/s" },
		 { "crates",
		   { crate("core", "/k/core.rs"), crate("alloc", "/k/a.rs"),
		     crate("std", "/k/std.rs"), crate("proc_macro", "/k/pm.rs"),
		     crate("kernel", "/k/kernel.rs"),
		     crate("hello", "/m/hello.rs"),
		     crate("near", "/modules/near.rs") } } };
}

Json merged(unsigned int rustc, const Json &before = project())
{
	const Result<std::string> text = merge_project(
		before.dump(), emit_project(two_units()), { "/m", rustc });

	REQUIRE_MESSAGE(text, outcome(text));
	return Json::parse(text.value());
}

/* "name:index" of each dependency. */
Strings deps(const Json &crate)
{
	Strings out;

	for (const Json &dep : crate.at("deps"))
		out.push_back(str(dep.at("name").get<std::string>(), ":",
				  dep.at("crate").get<int>()));
	return out;
}

} /* namespace */

TEST_CASE("an import leaves what rustc is told, and no path of a machine")
{
	CHECK(emit_project({}) == "{\n\t\"schema\": 1,\n\t\"units\": []\n}\n");
	const Json out = Json::parse(emit_project(two_units()));
	CHECK(out.at("units").at(1) == Json::parse(R"({
		"unit": "my_demo",
		"name": "my_demo",
		"kind": "kernel",
		"root": "my-demo/src/lib.rs",
		"edition": "2021",
		"deps": [ { "unit": "derive", "name": "alias" } ],
		"cfgs": [
			{ "cfg": "feature=\"std\"" },
			{ "cfg": "plain" },
			{ "cfg": "new", "when": ">=", "rustc": 108800 },
			{ "cfg": "old", "when": "<", "rustc": 108600 }
		],
		"envs": { "A": "1" }
	})"));
	CHECK(out.at("units").at(0).at("kind") == "proc-macro");
}

TEST_CASE("what is no text is no reason to fail")
{
	std::vector<EmittedUnit> units = two_units();

	units[1].envs = { { "A", "\xff" } };
	CHECK(Json::parse(emit_project(units))
		      .at("units")
		      .at(1)
		      .at("envs")
		      .at("A") == "\xef\xbf\xbd");
}

TEST_CASE("the module's own crates get ours, and nobody else does")
{
	const Json crates = merged(0).at("crates");

	REQUIRE(crates.size() == 9);
	CHECK(deps(crates[5]) == Strings{ "derive:7", "my_demo:8" });
	for (const int other : { 0, 1, 2, 3, 4, 6 })
		CHECK(crates[other] == project().at("crates")[other]);
	CHECK(merged(0).at("sysroot") == "/s");
}

TEST_CASE("a path that is not absolute is one of the module's")
{
	Json before = project();

	before["crates"].push_back(crate("inner", "sub/inner.rs"));
	before["crates"].push_back(crate("outer", "../k/outer.rs"));
	const Json crates = merged(0, before).at("crates");
	CHECK(deps(crates[7]) == Strings{ "derive:9", "my_demo:10" });
	CHECK(deps(crates[8]).empty());
}

TEST_CASE("a crate of the kernel's own gives way to ours of that name")
{
	Json before = project();

	before["crates"][5]["deps"] = { { { "crate", 0 }, { "name", "core" } },
					{ { "crate", 6 },
					  { "name", "my_demo" } } };
	CHECK(deps(merged(0, before).at("crates")[5]) ==
	      Strings{ "core:0", "my_demo:8", "derive:7" });
}

TEST_CASE("ours stand on core, and those for the host on all of Rust")
{
	const Json crates = merged(108501).at("crates");

	CHECK(crates[7] == Json::parse(R"({
		"display_name": "derive",
		"root_module": "/m/kcrate/derive/lib.rs",
		"is_workspace_member": false,
		"edition": "2018",
		"env": {},
		"cfg": [],
		"deps": [
			{ "crate": 0, "name": "core" },
			{ "crate": 1, "name": "alloc" },
			{ "crate": 2, "name": "std" },
			{ "crate": 3, "name": "proc_macro" }
		],
		"is_proc_macro": true,
		"proc_macro_dylib_path": "/m/kcrate/host/libderive.so"
	})"));
	CHECK(crates[8].at("root_module") == "/m/kcrate/my-demo/src/lib.rs");
	CHECK(crates[8].at("env") == Json{ { "A", "1" } });
	CHECK(deps(crates[8]) == Strings{ "core:0", "alias:7" });
	CHECK_FALSE(crates[8].contains("is_proc_macro"));
}

TEST_CASE("cfgs for some compilers are there for those")
{
	const struct {
		unsigned int rustc;
		Strings cfgs;
	} cases[] = {
		{ 0, { "feature=\"std\"", "plain", "new" } },
		{ 108800, { "feature=\"std\"", "plain", "new" } },
		{ 108799, { "feature=\"std\"", "plain" } },
		{ 108600, { "feature=\"std\"", "plain" } },
		{ 108599, { "feature=\"std\"", "plain", "old" } },
	};

	for (const auto &c : cases) {
		CAPTURE(c.rustc);
		CHECK(merged(c.rustc)
			      .at("crates")[8]
			      .at("cfg")
			      .get<Strings>() == c.cfgs);
	}
}

TEST_CASE("a project that has ours already stays as it is")
{
	const Json once = merged(0);

	CHECK(merged(0, once) == once);
}

TEST_CASE("those of another import take the place of ours")
{
	std::vector<EmittedUnit> more = two_units();
	EmittedUnit last;

	last.unit = last.package = last.crate_name = "last";
	last.root = "last/lib.rs";
	more.push_back(last);
	const Result<std::string> again = merge_project(
		merged(0).dump(), emit_project(more), { "/m", 0 });
	const Result<std::string> fresh = merge_project(
		project().dump(), emit_project(more), { "/m", 0 });
	REQUIRE_MESSAGE(again, outcome(again));
	CHECK(Json::parse(again.value()) == Json::parse(fresh.value()));
}

TEST_CASE("what is not a project is refused")
{
	const std::string units = emit_project(two_units());
	const struct {
		std::string project, ours;
	} cases[] = {
		{ "", units },
		{ "[]", units },
		{ "{}", units },
		{ "{\"crates\": [{}]}", units },
		{ "{\"crates\": [{\"display_name\": 1}]}", units },
		{ "{\"crates\": []}", "" },
		{ "{\"crates\": []}", "{}" },
		{ "{\"crates\": []}", "{\"units\": [{\"unit\": \"a\"}]}" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.project);
		CAPTURE(c.ours);
		const Result<std::string> out =
			merge_project(c.project, c.ours, { "/m", 0 });
		CHECK(outcome(out).starts_with(
			"bad-value: rust-project.json is not what `make "
			"rust-analyzer` writes, or the import's own is "
			"damaged: "));
		CHECK(out.error().help ==
		      "make the first anew, and import again");
	}
	CHECK(merge_project("{\"crates\": []}", units, { "/m", 0 }));
}
