// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * A Cargo.toml.  Behind a first byte from 0x80 on, each byte changes a good one
 * by the list below: chance alone would take long to find these.
 */

#include <array>
#include <map>
#include <utility>

#include "cargo/cargo_toml.h"
#include "fuzz.h"
#include "resolve/features.h"

using namespace kcrate;

namespace {

/* A line of a table. */
struct Member {
	std::string_view table; /* "*": that of dependencies, as chosen last */
	std::string_view key;	/* "": chooses the table */
	std::string_view value; /* "": it is not there */
};

constexpr std::array<Member, 3> good_members = { {
	{ "package", "name", "'a'" },
	{ "package", "version", "'1.2.3'" },
	{ "package", "edition", "'2021'" },
} };

constexpr std::array<Member, 122> known_members = { {
	{ "package", "name", "'b-c'" },
	{ "package", "name", "'con'" },
	{ "package", "name", "''" },
	{ "package", "name", "" },
	{ "package", "version", "'1.2.3-x+y'" },
	{ "package", "version", "'1'" },
	{ "package", "version", "" },
	{ "package", "version", "{workspace = true}" },
	{ "package", "edition", "'2015'" },
	{ "package", "edition", "'2021'" },
	{ "package", "edition", "'2024'" },
	{ "package", "edition", "'2039'" },
	{ "package", "edition", "3" },
	{ "package", "resolver", "'3'" },
	{ "package", "rust-version", "'1.70'" },
	{ "package", "rust-version", "'x'" },
	{ "package", "license", "'MIT OR Apache-2.0'" },
	{ "package", "license-file", "'L'" },
	{ "package", "authors", "['x', 'y']" },
	{ "package", "authors", "3" },
	{ "package", "links", "'z'" },
	{ "package", "build", "'build.rs'" },
	{ "package", "build", "false" },
	{ "package", "build", "true" },
	{ "package", "build", "['a', 'b']" },
	{ "package", "build", "'../x'" },
	{ "package", "readme", "false" },
	{ "package", "readme", "'R'" },
	{ "package", "repository", "'https://x'" },
	{ "package", "autolib", "false" },
	{ "package", "workspace", "'../w'" },
	{ "lib", "name", "'b-c'" },
	{ "lib", "name", "'x y'" },
	{ "lib", "path", "'src/x.rs'" },
	{ "lib", "path", "'/x'" },
	{ "lib", "edition", "'2018'" },
	{ "lib", "proc-macro", "true" },
	{ "lib", "proc_macro", "1" },
	{ "lib", "crate-type", "['proc-macro']" },
	{ "lib", "crate_type", "['lib', 'proc-macro']" },
	{ "lib", "crate-type", "['staticlib', 3]" },
	{ "features", "default", "['a', 'dep:b']" },
	{ "features", "default", "[]" },
	{ "features", "a", "['b', 'c/d', 'b?/e']" },
	{ "features", "a", "[1]" },
	{ "features", "b", "['a']" },
	{ "features", "c", "['c']" },
	{ "features", "d", "['f', 'd/x']" },
	{ "features", "f", "['a/b/c']" },
	{ "features", "g", "['dep:c/x', 'dep:zz']" },
	{ "features", "h", "['dep:c']" },
	{ "features", "i", "['e?/x', 'f/y']" },
	{ "features", "j", "['b?/x']" },
	{ "features", "k", "['b/x']" },
	{ "features", "l", "['dep:b']" },
	{ "features", "m", "['b']" },
	{ "features", "'é'", "[]" },
	{ "features", "'dep:x'", "[]" },
	{ "features", "'a/b'", "[]" },
	{ "features", "' '", "3" },
	{ "*", "b", "'1'" },
	{ "*", "b", "{version = '1', optional = true}" },
	{ "*", "c",
	  "{version = '>=1, <2', optional = true, default-features = false}" },
	{ "*", "c", "{version = '1', public = true}" },
	{ "*", "d", "{path = '../d', features = ['x', 'y']}" },
	{ "*", "d", "{path = '../d', base = 'z', lib = true}" },
	{ "*", "e", "{git = 'x', package = 'f', default_features = true}" },
	{ "*", "e", "{git = 'x', branch = 'y', rev = 'z'}" },
	{ "*", "f", "{version = '1', features = ['dep:x']}" },
	{ "*", "f", "{version = '~1.2', registry = 'r'}" },
	{ "*", "g", "{version = '1', features = ['x/y']}" },
	{ "*", "h", "{workspace = true}" },
	{ "*", "h", "{workspace = true, optional = true, features = ['x']}" },
	{ "*", "i", "{artifact = 'bin', version = '1'}" },
	{ "*", "j", "1" },
	{ "*", "k", "{}" },
	{ "*", "'1'", "'1'" },
	{ "*", "l", "{version = 'x'}" },
	{ "*", "l", "{version = '', features = 'x'}" },
	{ "*", "m", "{version = '=1.2.3', target = 'x86_64-unknown-none'}" },
	{ "*", "core", "{builtin = true}" },
	{ "*", "alloc", "{builtin = true, optional = true}" },
	{ "*", "c", "{version = '1', package = 'b', optional = true}" },
	{ "dependencies", "", "" },
	{ "dev-dependencies", "", "" },
	{ "build-dependencies", "", "" },
	{ "build_dependencies", "", "" },
	{ "target.'cfg(unix)'.dependencies", "", "" },
	{ "target.'cfg(all(unix, not(a = \"b\")))'.build-dependencies", "",
	  "" },
	{ "target.'cfg('.dependencies", "", "" },
	{ "target.'cfg(unix)'.dev_dependencies", "", "" },
	{ "target.x86_64-unknown-none.dependencies", "", "" },
	{ "", "cargo-features", "['x']" },
	{ "lints", "workspace", "true" },
	{ "lints.rust", "unsafe_code", "{level = 'deny', priority = -1}" },
	{ "lints.rust", "unexpected_cfgs",
	  "{level = 'warn', check-cfg = ['cfg(x)']}" },
	{ "workspace", "members", "['x']" },
	{ "workspace.package", "version", "'1.0.0'" },
	{ "workspace.dependencies", "h", "'1'" },
	{ "patch.crates-io", "b", "{path = 'b'}" },
	{ "profile.release", "lto", "true" },
	{ "project", "name", "'c'" },
	{ "package.metadata", "n", "[0x1F_f, 0o17, 0b1_0, -1_000, +0]" },
	{ "package.metadata", "x", "[1.5e-3, -inf, +nan, 1e5]" },
	{ "package.metadata", "x", "1e" },
	{ "package.metadata", "t",
	  "[1979-05-27T07:32:00.5-07:00, 1979-05-27 07:32:00Z, 07:32:01]" },
	{ "package.metadata", "t", "1979-02-30" },
	{ "package.metadata", "t", "07:32:61" },
	{ "package.metadata", "s", "\"\\u00e9\\U0001F600\\t\\x41\\e\"" },
	{ "package.metadata", "s", "\"\\ud800\"" },
	{ "package.metadata", "s", "\"\"\"\na\\\n  b\"\"\"\"\"" },
	{ "package.metadata", "s", "'''\na''''" },
	{ "package.metadata", "l", "[ # c\n 1, ['a', {b = 2}],\n]" },
	{ "package.metadata", "i", "{a.b = 1, 'c' = [], d = {}}" },
	{ "package.metadata", "a.b.\"c d\".'e'", "true" },
	{ "package.metadata", "a.b", "false" },
	{ "package.metadata", "=", "1" },
	{ "package.metadata", "k", "tru" },
	{ "package.metadata", "v", "1 2" },
	{ "[bin]", "name", "'x'" },
	{ "[bin]", "path", "'src/main.rs'" },
	{ "a . \"b\" . c", "x", "1" },
} };

using Table = std::map<std::string_view, std::string_view>;

std::string text_of(const std::map<std::string_view, Table> &tables)
{
	std::string out;

	for (const auto &[name, table] : tables) {
		if (!name.empty())
			out += str("[", name, "]\n");
		for (const auto &[key, value] : table)
			if (!value.empty())
				out += str(key, " = ", value, "\n");
	}
	return out;
}

std::string manifest_of(std::string_view input)
{
	std::map<std::string_view, Table> tables;
	std::string_view chosen = "dependencies";

	if (input.empty() || !(input[0] & 0x80))
		return std::string(input);
	for (const Member &member : good_members)
		tables[member.table][member.key] = member.value;
	/* Longer ones take more time than they tell. */
	for (const char c : input.substr(1, 32)) {
		const Member &member = known_members[static_cast<uint8_t>(c) %
						     known_members.size()];
		if (!member.key.empty())
			tables[member.table == "*" ? chosen : member.table]
			      [member.key] = member.value;
		else
			chosen = member.table;
	}
	return text_of(tables);
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
