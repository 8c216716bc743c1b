// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * What it costs to resolve 100, 1,000 and 10,000 crates: the processor's time
 * from the texts of the manifest and of each Cargo.toml to the text of
 * `kcrate tree --format dot`.
 *
 *   resolver_cost
 *
 * Prints the exponents by which the cost grows.  It is to be 1.1 at most over
 * the whole range; times vary, so what fails is more than 1.2.
 */

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <random>

#include "base/str.h"
#include "report/graph.h"
#include "resolve/resolve.h"

using namespace kcrate;

namespace {

constexpr double max_exponent = 1.2;

struct Texts {
	std::string manifest;
	std::vector<std::string> cargo;
};

/*
 * Crate @i of @count, with features and up to six dependencies among the fifty
 * after it, so that crates are alike in graphs of all sizes.
 */
std::string cargo_toml(size_t i, size_t count, std::mt19937 &random)
{
	std::string features = "[features]\ndefault = ['std']\nstd = []\n"
			       "alloc = []\nextra = ['alloc']\n";
	std::string deps = "[dependencies]\n";
	std::set<size_t> needs;

	for (size_t n = random() % 7; n > 0 && i + 1 < count; n--)
		needs.insert(i + 1 +
			     random() % std::min<size_t>(50, count - 1 - i));
	for (const size_t to : needs) {
		const bool optional = random() % 3 == 0;
		if (optional)
			features += str("f", to, " = ['dep:c", to, "', 'c", to,
					"/alloc']\n");
		deps += str("c", to, " = {version = '1', ",
			    optional ? "optional = true"
				     : "default-features = false, features = "
				       "['extra']",
			    "}\n");
	}
	return str("[package]\nname = 'c", i, "'\nversion = '1.0.", i % 10,
		   "'\nedition = '2021'\n", features, deps,
		   "[target.'cfg(all(unix, not(target_os = \"macos\")))'."
		   "dev-dependencies]\nc0 = '1'\n");
}

Texts texts_of(size_t count)
{
	std::mt19937 random(1);
	Texts out;

	out.manifest = "schema: 1\ncrates:\n";
	for (size_t i = 0; i < count; i++) {
		out.manifest +=
			str("  c", i, ":\n    version: \"1.0.", i % 10,
			    "\"\n    sha256: ", std::string(64, 'a'), "\n",
			    i % 20 ? "" : "    kernel: {features: [std]}\n");
		out.cargo.push_back(cargo_toml(i, count, random));
	}
	return out;
}

/* Resolves once; the units that there are. */
Result<size_t> resolve_once(const Texts &texts)
{
	static const Tree tree = { { "src/lib.rs", File() } };
	const Manifest manifest =
		TRY(parse_manifest("crates.yaml", texts.manifest));
	std::map<std::string, CargoToml> crates;
	CrateGraph graph;
	Sink unheard;

	for (const std::string &text : texts.cargo) {
		CargoToml cargo =
			TRY(parse_cargo_toml({ "Cargo.toml", text }, tree));
		graph.versions[cargo.name] = cargo.version_text;
		crates[cargo.name] = std::move(cargo);
	}
	graph.resolution = TRY(resolve(manifest, crates, unheard));
	if (count_of(tree_to_dot(graph, {}), "label") !=
	    graph.resolution.units.size())
		return Diag(Id::usage, "the tree has not all units");
	return graph.resolution.units.size();
}

/* Seconds of the processor for @count crates, the least of some tries. */
double cost_of(size_t count)
{
	const Texts texts = texts_of(count);
	double least = INFINITY;

	for (int tries = 0; tries < 5; tries++) {
		const std::clock_t begin = std::clock();
		const Result<size_t> units = resolve_once(texts);
		if (!units) {
			std::printf("%s\n", units.error().message.c_str());
			std::exit(2);
		}
		least = std::min(least,
				 static_cast<double>(std::clock() - begin) /
					 CLOCKS_PER_SEC);
	}
	std::printf("resolving %zu crates takes %.1f ms\n", count, least * 1e3);
	return least;
}

} /* namespace */

int main()
{
	const double few = cost_of(100), more = cost_of(1000),
		     many = cost_of(10000);
	const double exponent = std::log10(many / few) / 2;

	std::printf("the cost grows with the exponent %.2f from 100 to 1,000 "
		    "crates, %.2f to 10,000: %.2f\n",
		    std::log10(more / few), std::log10(many / more), exponent);
	return exponent > max_exponent;
}
