// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * A Cargo.toml.  Behind a first byte from 0x80 on, each byte stands for a line
 * of the list below: chance alone would take long to find these.
 */

#include <array>
#include <utility>

#include "cargo/cargo_toml.h"
#include "fuzz.h"
#include "resolve/features.h"

using namespace kcrate;

namespace {

constexpr std::array<std::string_view, 64> known_lines = {
	"[package]",
	"name = 'a'",
	"version = '1.2.3'",
	"edition = '2015'",
	"edition = '2021'",
	"edition = '2024'",
	"edition = '2039'",
	"rust-version = '1.70'",
	"rust-version = 'x'",
	"license = 'MIT'",
	"authors = ['x', 'y']",
	"authors = 3",
	"links = 'z'",
	"build = 'build.rs'",
	"build = false",
	"build = ['a', 'b']",
	"build = '../x'",
	"readme = false",
	"readme = 'R'",
	"version.workspace = true",
	"autolib = false",
	"[lib]",
	"name = 'b-c'",
	"path = 'src/x.rs'",
	"path = '/x'",
	"proc-macro = true",
	"proc_macro = 1",
	"crate-type = ['proc-macro']",
	"crate_type = ['lib', 'proc-macro']",
	"[features]",
	"default = ['a', 'dep:b']",
	"a = ['b', 'c/d', 'b?/e']",
	"b = ['a']",
	"c = ['c']",
	"f = ['a/b/c']",
	"g = ['dep:c/x', 'dep:zz']",
	"'é' = []",
	"'dep:x' = []",
	"[dependencies]",
	"[dev-dependencies]",
	"[build-dependencies]",
	"[build_dependencies]",
	"[target.'cfg(unix)'.dependencies]",
	"[target.'cfg(all(unix, not(a = \"b\")))'.build-dependencies]",
	"[target.'cfg('.dependencies]",
	"[target.x86_64-unknown-none.dependencies]",
	"b = '1'",
	"b = {version = '1', optional = true}",
	"c = {version = '>=1, <2', optional = true, default-features = false}",
	"d = {path = '../d', features = ['x', 'y']}",
	"e = {git = 'x', package = 'f', default_features = true}",
	"f = {version = '1', features = ['dep:x']}",
	"g = {version = '1', features = ['x/y']}",
	"h = {workspace = true}",
	"i = {artifact = 'bin', version = '1'}",
	"j = 1",
	"k = {}",
	"'1' = '1'",
	"l = {version = 'x'}",
	"m.version = '1'",
	"cargo-features = ['x']",
	"[lints]",
	"workspace = true",
	"[project]",
};

std::string manifest_of(std::string_view input)
{
	std::string out;

	if (input.empty() || !(input[0] & 0x80))
		return std::string(input);
	for (const char c : input.substr(1))
		out += str(known_lines[static_cast<uint8_t>(c) %
				       known_lines.size()],
			   "\n");
	return out;
}

/* Whether @list has a dependency @name, that is optional where it must be. */
bool has(const std::vector<Dependency> &list, std::string_view name,
	 bool optional)
{
	for (const Dependency &dep : list)
		if (dep.name == name && (dep.optional || !optional))
			return true;
	return false;
}

/* What the values of an accepted feature map name is there. */
void check_closed(const CargoToml &crate, const FeatureMap &features)
{
	for (const auto &[feature, list] : features)
		for (const std::string &text : list) {
			const FeatureValue value = parse_feature_value(text);
			if (value.kind == FeatureValue::Kind::feature)
				require(features.count(value.name),
					"a feature implies one that exists");
			else
				require(has(crate.dependencies, value.name,
					    value.kind == FeatureValue::Kind::
								    dep ||
						    value.weak),
					"a feature names a dependency");
		}
}

/* With all features on there is nothing more to turn on. */
void check_all_on(const PackageGraph &graph, const FeatureMap &features)
{
	std::vector<std::string> all;
	FeatureOptions options;

	options.targets.resize(1);
	for (const auto &[name, list] : features)
		all.push_back(name);
	FeatureResolver resolver(graph, options);
	resolver.ask(0, Target::kernel, all);
	for (const auto &[build, state] : resolver.states())
		require(state.features.size() == all.size(),
			"all features are on where all were asked for");
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const Tree tree = { { "src/lib.rs", File() },
				   { "build.rs", File() } };
	const std::string text = manifest_of(text_of(data, size));
	const Result<CargoToml> crate =
		parse_cargo_toml({ "Cargo.toml", text }, tree);
	PackageGraph graph;

	if (!crate) {
		require_sound(crate.error(), text);
		require(crate.error().where.has_value(),
			"what is wrong with a Cargo.toml has a place");
		return 0;
	}
	require(!crate.value().name.empty(), "an accepted crate has a name");
	const Status added = graph.add(crate.value());
	if (!added) {
		require_sound(added.error(), text);
		return 0;
	}
	for (const Dependency &dep : crate.value().dependencies)
		graph.packages[0].edges.push_back({ &dep, {} });
	const FeatureMap features = feature_map(crate.value()).value();
	check_closed(crate.value(), features);
	check_all_on(graph, features);
	return 0;
}
