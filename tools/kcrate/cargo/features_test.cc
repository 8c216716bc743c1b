// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/cargo_toml.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

/* o, p and bo are optional, n and d are not, m is in one of two tables. */
const std::string crate = "[package]\nname = 'a'\n"
			  "[dependencies]\n"
			  "o = { version = '1', optional = true }\n"
			  "p = { version = '1', optional = true }\n"
			  "n = '1'\n"
			  "m = '1'\n"
			  "[build-dependencies]\n"
			  "bo = { version = '1', optional = true }\n"
			  "[dev-dependencies]\n"
			  "d = '1'\n"
			  "[target.x.dependencies]\n"
			  "m = { version = '1', optional = true }\n"
			  "[features]\n";

std::string feature_list(const std::string &features)
{
	const std::string text = crate + features;
	const Result<CargoToml> toml = parse_cargo_toml(
		{ "Cargo.toml", text }, { { "src/lib.rs", File() } });

	if (!toml)
		return str(toml.error().where->line, ": ", outcome(toml));
	const auto map = feature_map(toml.value());
	if (!map)
		return outcome(map);

	std::vector<std::string> out;
	for (const auto &[name, list] : map.value())
		out.push_back(str(name, "=[", join(list, ","), "]"));
	return join(out, " ");
}

} /* namespace */

TEST_CASE("an optional dependency is a feature unless it is hidden or shadowed")
{
	struct {
		const char *features, *map;
	} const table[] = {
		{ "", "bo=[dep:bo] m=[dep:m] o=[dep:o] p=[dep:p]" },
		{ "x = ['o', 'y']\ny = []",
		  "bo=[dep:bo] m=[dep:m] o=[dep:o] p=[dep:p] x=[o,y] y=[]" },
		{ "x = ['dep:o', 'dep:bo']",
		  "m=[dep:m] p=[dep:p] x=[dep:o,dep:bo]" },
		{ "o = ['p']\nx = ['dep:o']",
		  "bo=[dep:bo] m=[dep:m] o=[p] p=[dep:p] x=[dep:o]" },
		{ "o = ['o/f']", "bo=[dep:bo] m=[dep:m] o=[o/f] p=[dep:p]" },
		{ "x = ['o?/f', 'o/g', 'n/h', 'd/i', 'm?/j']",
		  "bo=[dep:bo] m=[dep:m] o=[dep:o] p=[dep:p] x=[o?/f,o/g,n/h,d/i,m?/j]" },
		{ "default = ['m']\nn = []",
		  "bo=[dep:bo] default=[m] m=[dep:m] n=[] o=[dep:o] p=[dep:p]" },
		{ "x = ['y']\ny = ['x']",
		  "bo=[dep:bo] m=[dep:m] o=[dep:o] p=[dep:p] x=[y] y=[x]" },
		{ "1x = []\n_x = []\n'x+y.z-1' = []",
		  "1x=[] _x=[] bo=[dep:bo] m=[dep:m] o=[dep:o] p=[dep:p] x+y.z-1=[]" },
	};

	for (const auto &row : table)
		CHECK(feature_list(row.features) == row.map);
}

TEST_CASE("a list names what there is")
{
	struct {
		const char *features, *message;
	} const table[] = {
		{ "x = ['y']",
		  "feature 'x' includes 'y', which is neither a dependency nor another feature" },
		{ "x = ['']",
		  "feature 'x' includes '', which is neither a dependency nor another feature" },
		{ "x = ['x']", "feature 'x' includes 'x', which is itself" },
		{ "x = ['n']",
		  "feature 'x' includes 'n', which is a dependency, but not an optional one" },
		{ "x = ['dep:o', 'o']",
		  "feature 'x' includes 'o', which is an optional dependency without an implicit feature" },
		{ "x = ['dep:y']",
		  "feature 'x' includes 'dep:y', but 'y' is not a dependency" },
		{ "x = ['dep:n']",
		  "feature 'x' includes 'dep:n', but 'n' is not an optional dependency" },
		{ "x = ['dep:o/f']",
		  "feature 'x' includes 'dep:o/f', which has both 'dep:' and a slash" },
		{ "x = ['o/f/g']",
		  "feature 'x' includes 'o/f/g', which has more than one slash" },
		{ "x = ['y/f']",
		  "feature 'x' includes 'y/f', but 'y' is not a dependency" },
		{ "x = ['n?/f']",
		  "feature 'x' includes 'n?/f', but 'n' is not an optional dependency" },
		{ "x = ['o?']",
		  "feature 'x' includes 'o?', which is neither a dependency nor another feature" },
		{ "o = []", "no feature includes the optional dependency 'o'" },
		{ "o = []\nx = ['o']",
		  "no feature includes the optional dependency 'o'" },
	};

	for (const auto &row : table)
		CHECK(feature_list(row.features) ==
		      str("cargo-manifest: ", row.message));
}

TEST_CASE("a feature has a name that can be written anywhere")
{
	struct {
		const char *name, *fault;
	} const table[] = {
		{ "''", "it is empty" },
		{ "'dep:x'", "it begins with 'dep:'" },
		{ "'-x'", "it begins with neither a letter, a digit nor '_'" },
		{ "'\xc3\xa4'",
		  "it begins with neither a letter, a digit nor '_'" },
		{ "'x/y'",
		  "it has other characters than letters, digits, '-', '_', '+' and '.'" },
		{ "'x y'",
		  "it has other characters than letters, digits, '-', '_', '+' and '.'" },
		{ "'a::b'",
		  "it has other characters than letters, digits, '-', '_', '+' and '.'" },
	};

	for (const auto &row : table)
		CHECK(feature_list(str(row.name, " = []")) ==
		      str("15: cargo-manifest: ", row.name,
			  " cannot be a feature: ", row.fault));
	CHECK(feature_list("x = 'y'") ==
	      "15: cargo-manifest: 'features.x' must be an array of strings, found string");
	CHECK(feature_list("x = [1]") ==
	      "15: cargo-manifest: 'features.x' must be an array of strings, found integer");
}

TEST_CASE("what is wrong with the features is told where they are written")
{
	const auto place_of = [](const std::string &text) {
		const auto map = feature_map(cargo_of("a", text));
		REQUIRE_FALSE(map);
		return where(map.error());
	};

	CHECK(place_of("[features]\na = []\n b = ['b']") == "Cargo.toml:7:2");
	CHECK(place_of("[dependencies]\nc = {version = '1', optional = true}\n"
		       "[features]\nc = []") == "Cargo.toml:6:1");
}
