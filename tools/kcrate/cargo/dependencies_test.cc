// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/cargo_toml.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

const std::string package = "[package]\nname = 'a'\n";

Result<CargoToml> parse(std::string_view text)
{
	return parse_cargo_toml({ "Cargo.toml", text },
				{ { "src/lib.rs", File() } });
}

std::vector<Dependency> accepted(std::string_view tables)
{
	const Result<CargoToml> result = parse(str(package, tables));

	REQUIRE(outcome(result) == "ok");
	return result.value().dependencies;
}

/* "kind name [package] requirement @target" */
std::string summary(const std::vector<Dependency> &dependencies)
{
	constexpr std::string_view kinds[] = { "normal", "build", "dev" };
	std::string out;

	for (const Dependency &dependency : dependencies) {
		out += str(kinds[static_cast<size_t>(dependency.kind)], " ",
			   dependency.name, " ");
		if (dependency.package != dependency.name)
			out += str("[", dependency.package, "] ");
		out += to_string(dependency.requirement);
		if (dependency.target)
			out += str(" @", to_string(*dependency.target));
		out += "\n";
	}
	return out;
}

std::string refusal(std::string_view tables, std::string_view edition = "2021")
{
	const Result<CargoToml> result =
		parse(str(package, "edition = '", edition, "'\n", tables));

	if (result)
		return "ok";
	CHECK(result.error().id == Id::cargo_manifest);
	REQUIRE(result.error().where);
	return str(result.error().where->line, ": ", result.error().message);
}

} /* namespace */

TEST_CASE("dependencies of all tables are read in order")
{
	CHECK(summary(accepted("[target.'cfg(unix)'.dependencies]\nt = '2'\n"
			       "[build-dependencies]\nb = '=1.0.0'\n"
			       "[dev-dependencies]\nd = '*'\n"
			       "[dependencies]\nz = '1'\na = '>=1, <3'\n"
			       "[target.x86_64-none.build_dependencies]\n"
			       "u = { path = '../u' }\n")) ==
	      "normal z ^1\n"
	      "normal a >=1, <3\n"
	      "dev d *\n"
	      "build b =1.0.0\n"
	      "normal t ^2 @unix\n"
	      "build u * @target = \"x86_64-none\"\n");
}

TEST_CASE("a dependency is read in full, or with cargo's defaults")
{
	const std::vector<Dependency> both = accepted(
		"[dependencies]\n"
		"plain = '0.3'\n"
		"full = { version = '1.0', package = 'other', optional = true, features = ['x', 'y'], default-features = false, registry-index = 'sparse+x' }\n");
	const Dependency &plain = both[0], &full = both[1];

	CHECK(plain.requirement_text == "0.3");
	CHECK_FALSE(plain.optional);
	CHECK(plain.default_features);
	CHECK(plain.features.empty());
	CHECK_FALSE(plain.target);
	CHECK(plain.where.line == 4);
	CHECK(full.name == "full");
	CHECK(full.package == "other");
	CHECK(full.optional);
	CHECK_FALSE(full.default_features);
	CHECK(full.features == std::vector<std::string>{ "x", "y" });
	CHECK(full.where.line == 5);
	CHECK(full.where.column == 1);
	CHECK(full.where.width == 4);
}

TEST_CASE("a path or a repository stands for any version")
{
	for (const char *value : { "{ path = 'p' }", "{ git = 'g' }" }) {
		const Dependency dependency =
			accepted(str("[dev-dependencies]\nd = ", value))[0];
		CHECK(dependency.requirement_text == "");
		CHECK(dependency.requirement.comparators.empty());
	}
	CHECK(accepted("[dependencies]\nd = { path = 'p', version = '2' }")[0]
		      .requirement_text == "2");
}

TEST_CASE("old spellings are read until edition 2024")
{
	CHECK_FALSE(
		accepted(
			"[dependencies]\nd = { version = '1', default_features = false }")
			[0]
				.default_features);
	CHECK(summary(accepted("[dev_dependencies]\nd = '1'")) == "dev d ^1\n");
	CHECK(summary(accepted("[dev_dependencies]\nd = '1'\n"
			       "[dev-dependencies]\nd = '2'")) == "dev d ^2\n");
	CHECK(refusal("[dev_dependencies]\n", "2024") ==
	      "4: 'dev_dependencies' is spelt with a dash from edition 2024 on");
	CHECK(refusal("[target.x.build_dependencies]\n", "2024") ==
	      "4: 'target.'x'.build_dependencies' is spelt with a dash from edition 2024 on");
	CHECK(refusal("[dependencies]\nd = { version = '1', default_features = false }",
		      "2024") ==
	      "5: 'dependencies.d.default_features' is spelt with a dash from edition 2024 on");
	CHECK(refusal("[dependencies]\nd = { version = '1', default-features = false }",
		      "2024") == "ok");
}

TEST_CASE("a faulty dependency is refused where the fault is")
{
	struct {
		const char *value, *message;
	} const table[] = {
		{ "1",
		  "'dependencies.d' must be a version or a table, found integer" },
		{ "''",
		  "expected a number for the major version, found the end in requirement ''" },
		{ "'1 || 2'",
		  "expected ',', found '|' in requirement '1 || 2'" },
		{ "{}",
		  "'dependencies.d' has neither a version nor a path nor a git repository" },
		{ "{ version = 1 }",
		  "'dependencies.d.version' must be a string, found integer" },
		{ "{ version = '1', optional = 'yes' }",
		  "'dependencies.d.optional' must be true or false, found string" },
		{ "{ version = '1', features = 'x' }",
		  "'dependencies.d.features' must be an array of strings, found string" },
		{ "{ version = '1', features = ['x/y'] }",
		  "feature 'x/y' of 'dependencies.d' has a slash" },
		{ "{ version = '1', features = ['dep:y'] }",
		  "feature 'dep:y' of 'dependencies.d' begins with 'dep:'" },
		{ "{ version = '1', default-features = [] }",
		  "'dependencies.d.default-features' must be true or false, found array" },
		{ "{ version = '1', package = {} }",
		  "'dependencies.d.package' must be a string, found table" },
		{ "{ workspace = true }",
		  "'dependencies.d' is inherited from a workspace, so this is not the Cargo.toml of a packaged crate" },
		{ "{ version = '1', artifact = 'bin' }",
		  "'dependencies.d' is an artifact dependency, which stable cargo refuses" },
	};

	for (const auto &row : table)
		CHECK(refusal(str("[dependencies]\nd = ", row.value)) ==
		      str("5: ", row.message));
	CHECK(refusal("[dev-dependencies]\nd = { version = '1', optional = true }") ==
	      "5: 'dev-dependencies.d' is a dev-dependency and cannot be optional");
	CHECK(refusal("dependencies = 1") == "ok"); /* in [package] */
	CHECK(refusal("[dependencies.d]\n[dependencies.e]\nversion = '1'") ==
	      "4: 'dependencies.d' has neither a version nor a path nor a git repository");
}

TEST_CASE("a faulty target is refused where the fault is")
{
	CHECK(refusal("[target.'cfg(a b)'.dependencies]\n") ==
	      "4: unexpected 'b' after the expression in cfg 'a b'");
	CHECK(refusal("[target.'cfg()']\n") ==
	      "4: expected a cfg expression, found the end in cfg ''");
	CHECK(refusal("[target]\nx = 1") ==
	      "5: 'target.'x'' must be a table, found integer");
	CHECK(refusal("[target.x]\ndependencies = 1") ==
	      "5: 'target.'x'.dependencies' must be a table, found integer");
	CHECK(refusal("[target.x]\nrustflags = 1") == "ok");
	CHECK(refusal(str("[target.", std::string(4097, 'x'), "]")) ==
	      "4: a target of more than 4096 bytes");
}

TEST_CASE("what the targets of many dependencies take together is limited")
{
	std::string text = str("[target.'cfg(", std::string(4091, 'x'),
			       ")'.dependencies]\n");

	for (int i = 0; i < 2048; i++)
		text += str("d", i, " = '1'\n");
	CHECK(refusal(text) == "ok");
	CHECK(refusal(text + "e = '1'") ==
	      "2053: more than 8388608 bytes of targets, one for each "
	      "dependency");
}

TEST_CASE("a crate may have many dependencies")
{
	std::string text = "[dependencies]\n";

	for (int i = 0; i < 10000; i++)
		text += str("d", i, " = '1'\n");
	CHECK(refusal(text) == "ok");
}
