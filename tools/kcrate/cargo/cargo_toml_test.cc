// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/cargo_toml.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

const std::string package = "[package]\nname = 'a-b'\nversion = '1.2.3'\n";
const std::string package2024 = package + "edition = '2024'\n";

Tree files(const std::vector<std::string> &paths)
{
	Tree tree;

	for (const std::string &path : paths)
		tree[path] = File();
	return tree;
}

Result<CargoToml> parse(std::string_view text,
			const std::vector<std::string> &paths = {
				"src/lib.rs" })
{
	return parse_cargo_toml({ "Cargo.toml", text }, files(paths));
}

CargoToml accepted(std::string_view text,
		   const std::vector<std::string> &paths = { "src/lib.rs" })
{
	const Result<CargoToml> result = parse(text, paths);

	REQUIRE(outcome(result) == "ok");
	return result.value();
}

/* "line: message" */
std::string refusal(std::string_view text,
		    const std::vector<std::string> &paths = { "src/lib.rs" })
{
	const Result<CargoToml> result = parse(text, paths);

	if (result)
		return "ok";
	CHECK(result.error().id == Id::cargo_manifest);
	REQUIRE(result.error().where);
	CHECK(result.error().where->file == "Cargo.toml");
	return str(result.error().where->line, ": ", result.error().message);
}

} /* namespace */

TEST_CASE("a package is read with cargo's defaults")
{
	const CargoToml crate = accepted(package);

	CHECK(crate.name == "a-b");
	CHECK(to_string(crate.version) == "1.2.3");
	CHECK(crate.edition == "2015");
	CHECK(crate.lib_edition == "2015");
	CHECK(crate.has_lib);
	CHECK(crate.lib_name == "a_b");
	CHECK(crate.lib_path == "src/lib.rs");
	CHECK_FALSE(crate.proc_macro);
	CHECK(crate.build == "");
	CHECK(crate.readme == "");
	CHECK(crate.license == "");
	CHECK(crate.dependencies.empty());
	CHECK(crate.features.empty());
}

TEST_CASE("a package is read as it is written")
{
	const CargoToml crate = accepted(
		"[package]\nname = 'x'\nversion = ' 0.1.0-a+b '\n"
		"edition = '2021'\nrust-version = '1.56'\nlicense = 'MIT'\n"
		"license-file = 'L'\nrepository = 'r'\nhomepage = 'h'\n"
		"description = 'd'\nauthors = ['m', 'n <o>']\nlinks = 'l'\n"
		"readme = 'R.md'\nbuild = './b/main.rs'\nfrobnicate = 1\n");

	CHECK(crate.version_text == "0.1.0-a+b");
	CHECK(crate.version.build == "b");
	CHECK(crate.edition == "2021");
	CHECK(crate.rust_version == "1.56");
	CHECK(crate.license == "MIT");
	CHECK(crate.license_file == "L");
	CHECK(crate.repository == "r");
	CHECK(crate.homepage == "h");
	CHECK(crate.description == "d");
	CHECK(crate.authors == std::vector<std::string>{ "m", "n <o>" });
	CHECK(crate.links == "l");
	CHECK(crate.readme == "R.md");
	CHECK(crate.build == "b/main.rs");
}

TEST_CASE("[project] is an old name of [package]")
{
	CHECK(accepted("[project]\nname = 'p'\n").name == "p");
	CHECK(accepted("[project]\nname = 'p'\n" + package).name == "a-b");
	CHECK(accepted("[project]\nname = 'p'\n").version_text == "0.0.0");
	CHECK(refusal("[project]\nname = 'p'\nedition = '2024'\n") ==
	      "1: 'project' is spelt 'package' from edition 2024 on");
}

TEST_CASE("build script and readme are found in the tree")
{
	const std::vector<std::string> tree = { "src/lib.rs", "build.rs",
						"README", "README.txt" };

	CHECK(accepted(package, tree).build == "build.rs");
	CHECK(accepted(package + "build = false", tree).build == "");
	CHECK(accepted(package + "build = true").build == "build.rs");
	CHECK(accepted(package, tree).readme == "README.txt");
	CHECK(accepted(package + "readme = false", tree).readme == "");
	CHECK(accepted(package + "readme = true", tree).readme == "README.md");
}

TEST_CASE("a library is where cargo would look for it")
{
	const CargoToml named =
		accepted(package + "[lib]\nname = 'q'\npath = './x/../q.rs'\n"
				   "edition = '2018'\n",
			 {});

	CHECK(named.lib_name == "q");
	CHECK(named.lib_path == "q.rs");
	CHECK(named.lib_edition == "2018");
	CHECK(named.edition == "2015");
	CHECK(accepted(package + "[lib]\n", { "src/a_b.rs" }).lib_path ==
	      "src/a_b.rs");
	CHECK_FALSE(accepted(package, { "src/main.rs" }).has_lib);
	CHECK_FALSE(accepted(package, { "src/a_b.rs" }).has_lib);
	CHECK_FALSE(accepted(package + "autolib = false").has_lib);
	CHECK(accepted(package + "autolib = false\n[lib]\n").has_lib);
}

TEST_CASE("a proc macro is known by its flag or its type")
{
	const auto is_macro = [](std::string_view lib) {
		return accepted(str(package, "[lib]\n", lib)).proc_macro;
	};

	CHECK(is_macro("proc-macro = true"));
	CHECK(is_macro("proc_macro = true"));
	CHECK(is_macro("crate-type = ['proc-macro']"));
	CHECK(is_macro("crate_type = ['proc-macro']"));
	CHECK(is_macro("proc-macro = false\ncrate-type = ['proc-macro']"));
	CHECK_FALSE(is_macro("proc-macro = false"));
	CHECK_FALSE(is_macro("crate-type = ['rlib', 'cdylib']"));
	CHECK_FALSE(is_macro("proc-macro = true\ncrate-type = ['rlib']"));
	CHECK_FALSE(is_macro("proc-macro = false\nproc_macro = true"));
}

TEST_CASE("a faulty package is refused where the fault is")
{
	struct {
		const char *more, *message;
	} const table[] = {
		{ "edition = '2019'",
		  "4: 'package.edition' is '2019', which is no edition known here" },
		{ "edition = 2018",
		  "4: 'package.edition' must be a string, found integer" },
		{ "rust-version = '^1.70'",
		  "4: 'package.rust-version' is '^1.70', not a version like '1.70'" },
		{ "rust-version = '1.070'",
		  "4: 'package.rust-version' is '1.070', not a version like '1.70'" },
		{ "license = true",
		  "4: 'package.license' must be a string, found boolean" },
		{ "authors = 'me'",
		  "4: 'package.authors' must be an array of strings, found string" },
		{ "authors = [\n'me',\n1979-01-01]",
		  "6: 'package.authors' must be an array of strings, found float or date" },
		{ "readme = 1",
		  "4: 'package.readme' must be a string, found integer" },
		{ "build = 1",
		  "4: 'package.build' must be a string, found integer" },
		{ "build = ['a.rs', 'b.rs']",
		  "4: several build scripts are refused by stable cargo" },
		{ "build = '../b.rs'",
		  "4: 'package.build' is '../b.rs', which is not a file of the crate" },
		{ "links = 'z'",
		  "4: 'package.links' stands in a package without a build script" },
		{ "keywords.workspace = true",
		  "4: 'package.keywords' is inherited from a workspace, so this is not the Cargo.toml of a packaged crate" },
		{ "[lints]\nworkspace = true",
		  "4: 'lints' is inherited from a workspace, so this is not the Cargo.toml of a packaged crate" },
		{ "autolib = 'no'",
		  "4: 'package.autolib' must be true or false, found string" },
	};

	for (const auto &row : table)
		CHECK(refusal(package + row.more) == row.message);
	CHECK(refusal("") == "0: there is no [package]");
	CHECK(refusal("package = 1") ==
	      "1: 'package' must be a table, found integer");
	CHECK(refusal("[package]\n") == "1: 'package.name' is missing");
	CHECK(refusal("[package]\nname = 'a'\nversion = '1.0'") ==
	      "3: expected '.' after the minor version, found the end in version '1.0'");
	CHECK(refusal("[package]\nname = 'a'\nversion.workspace = true") ==
	      "3: 'package.version' is inherited from a workspace, so this is not the Cargo.toml of a packaged crate");
	CHECK(refusal("cargo-features = ['x']\n" + package) ==
	      "1: 'cargo-features' asks for 'x': a crate that needs an unstable cargo is not accepted");
	CHECK(refusal("cargo-features = []\n" + package) == "ok");
	CHECK(refusal(package + "metadata.workspace = true") == "ok");
	CHECK(outcome(parse("[package")).starts_with("toml-syntax: "));
}

TEST_CASE("a name is one that crates.io would take")
{
	struct {
		const char *name, *fault;
	} const table[] = {
		{ "", "it is empty" },
		{ "1a", "it begins with a digit" },
		{ "-a", "it begins with a dash" },
		{ "a b",
		  "it has other characters than letters, digits, '-' and '_'" },
		{ "a/b",
		  "it has other characters than letters, digits, '-' and '_'" },
		{ "a::b",
		  "it has other characters than letters, digits, '-' and '_'" },
		{ "\xc3\xa4",
		  "it has other characters than letters, digits, '-' and '_'" },
	};

	for (const auto &row : table) {
		const std::string quoted = str("'", row.name, "'");
		CHECK(refusal(str("[package]\nname = ", quoted)) ==
		      str("2: ", quoted, " cannot be a package: ", row.fault));
		CHECK(refusal(str(package, "[dependencies]\n", quoted,
				  " = '1'")) ==
		      str("5: ", quoted,
			  " cannot be a dependency: ", row.fault));
		CHECK(refusal(str(package, "[dependencies]\nd = { version ",
				  "= '1', package = ", quoted, " }")) ==
		      str("5: ", quoted, " cannot be a package: ", row.fault));
	}
	for (const char *name : { "a", "_", "_a", "a-", "A9_-z" })
		CHECK(accepted(str("[package]\nname = '", name, "'")).name ==
		      name);
}

TEST_CASE("a faulty library is refused where the fault is")
{
	struct {
		const char *lib, *message;
	} const table[] = {
		{ "name = 'a-b'",
		  "6: 'lib.name' is 'a-b', which is no identifier" },
		{ "name = ''", "6: 'lib.name' is '', which is no identifier" },
		{ "name = '1b'",
		  "6: 'lib.name' is '1b', which is no identifier" },
		{ "path = '../x.rs'",
		  "6: 'lib.path' is '../x.rs', which is not a file of the crate" },
		{ "path = '/x.rs'",
		  "6: 'lib.path' is '/x.rs', which is not a file of the crate" },
		{ "path = ''",
		  "6: 'lib.path' is '', which is not a file of the crate" },
		{ "crate-type = 'lib'",
		  "6: 'lib.crate-type' must be an array of strings, found string" },
		{ "crate-type = ['lib', 'proc-macro']",
		  "6: 'lib.crate-type' mixes 'proc-macro' with others" },
		{ "proc-macro = 1",
		  "6: 'lib.proc-macro' must be true or false, found integer" },
		{ "edition = '2000'",
		  "6: 'lib.edition' is '2000', which is no edition known here" },
		{ "proc_macro = true",
		  "6: 'lib.proc_macro' is spelt with a dash from edition 2024 on" },
		{ "crate-type = ['lib']\ncrate_type = ['lib']",
		  "7: 'lib.crate_type' is spelt with a dash from edition 2024 on" },
	};

	for (const auto &row : table)
		CHECK(refusal(str(package2024, "[lib]\n", row.lib)) ==
		      row.message);
	CHECK(refusal("lib = 1\n" + package) ==
	      "1: 'lib' must be a table, found integer");
	CHECK(refusal(package2024 + "[lib]\n", { "src/a_b.rs" }) ==
	      "5: the library 'a_b' has no 'path', and there is no src/lib.rs");
}
