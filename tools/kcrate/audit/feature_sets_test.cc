// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/feature_sets.h"

#include "base/str.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

constexpr char cargo_text[] = R"([package]
name = "demo"
version = "1.0.0"
[features]
default = ["std"]
std = ["alloc", "a/std"]
alloc = []
fast = ["dep:b"]
maybe = ["b?/std"]
[dependencies]
a = "1"
b = { version = "1", optional = true }
c = { version = "1", optional = true }
)";

/* What is left of a crate with @features and all three dependencies, of which
 * @before were asked for by name, when that are @after. */
std::string left(const std::set<std::string> &features,
		 const std::set<std::string> &before,
		 const std::set<std::string> &after)
{
	std::vector<CargoToml> cargos(4);
	std::vector<AuditedCrate> crates(4);
	Tree files;

	files.emplace("src/lib.rs", File(""));
	cargos[3] =
		parse_cargo_toml({ "Cargo.toml", cargo_text }, files).value();
	for (size_t i = 0; i < 3; i++)
		cargos[i].name = std::string(1, static_cast<char>('a' + i));
	for (size_t i = 0; i < 4; i++)
		crates[i].cargo = &cargos[i];
	crates[3].features = features;
	crates[3].asked = before;
	crates[3].needs = { 0, 1 };

	const auto [out, is_lacking] = with_features(crates[3], after, crates);
	std::string needs;
	for (const size_t need : out.needs)
		needs += cargos[need].name;
	return str(join({ out.features.begin(), out.features.end() }, " "),
		   ": ", needs, is_lacking ? " and more" : "");
}

} /* namespace */

TEST_CASE("a crate with other features")
{
	CHECK(left({ "std", "alloc" }, { "std" }, { "std" }) == "alloc std: a");
	CHECK(left({ "std", "alloc" }, { "std" }, {}) == ": a");
	CHECK(left({ "std", "alloc" }, { "std" }, { "alloc" }) == "alloc: a");
	CHECK(left({ "fast" }, { "fast" }, { "fast" }) == "fast: ab");
	CHECK(left({ "fast" }, { "fast" }, {}) == ": a");
	CHECK(left({ "maybe" }, { "maybe" }, { "maybe" }) == "maybe: a");
	CHECK(left({ "default", "std", "alloc" }, { "default", "std" },
		   { "alloc" }) == "alloc: a");
	/* Another crate wants it. */
	CHECK(left({ "default", "std", "alloc" }, { "alloc" }, {}) ==
	      "alloc default std: a");
	CHECK(left({ "alloc", "fast" }, { "alloc" }, {}) == "fast: ab");
	/* One that is not at hand. */
	CHECK(left({}, {}, { "c" }) == "c: a and more");
	CHECK(left({}, {}, { "no-such" }) == ": a");
}
