// SPDX-License-Identifier: GPL-2.0-or-later

#include "ktree/crates.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

KernelTree tree_with(const std::string &name, const std::string &version,
		     const Strings &features)
{
	KernelTree out;
	TreeCrate &crate = out.crates[name];

	crate.package = name;
	crate.version_text = version;
	crate.version = parse_version(version).value();
	crate.features = features;
	return out;
}

} /* namespace */

TEST_CASE("a crate of the tree is there without an entry, and asks nothing")
{
	std::map<std::string, CargoToml> cargo;
	const Manifest manifest = manifest_of("");
	const Manifest out = with_tree_crates(
		manifest, tree_with("proc-macro2", "1.0.92", { "x" }), cargo);
	const CrateEntry &entry = out.crates.at("proc-macro2");

	CHECK(entry.of_tree);
	CHECK(entry.name == "proc-macro2");
	CHECK(entry.version_text == "1.0.92");
	CHECK(compare(entry.version, parse_version("1.0.92").value()) == 0);
	CHECK_FALSE(entry.kernel.has_value());
	CHECK_FALSE(entry.host.has_value());
	CHECK(cargo.at("proc-macro2").name == "proc-macro2");
	CHECK(cargo.at("proc-macro2").lib_name == "proc_macro2");
	CHECK(cargo.at("proc-macro2").version_text == "1.0.92");
	CHECK_FALSE(cargo.at("proc-macro2").proc_macro);
	CHECK(manifest.crates.empty());
}

TEST_CASE("its features are those that it is built with, and no default ones")
{
	std::map<std::string, CargoToml> cargo;

	with_tree_crates(manifest_of(""),
			 tree_with("syn", "2.0.0", { "full", "parsing" }),
			 cargo);
	Strings names;
	for (const auto &[name, needs] : cargo.at("syn").features) {
		names.push_back(name);
		CHECK(needs.empty());
	}
	CHECK(names == Strings{ "default", "full", "parsing" });
}

TEST_CASE("an entry of that name keeps what it asks for, and nothing else")
{
	std::map<std::string, CargoToml> cargo;
	const Manifest manifest = manifest_of(str(
		"  demo:\n    version: \"0.9.0\"\n    sha256: ", fake_hash(),
		"\n    host: {features: [f]}\n",
		"    drop-dependencies: {x: not needed}\n",
		"  other:\n    version: \"1.0.0\"\n    sha256: ", fake_hash(),
		"\n    kernel: {}\n"));
	const Manifest out = with_tree_crates(
		manifest, tree_with("demo", "1.0.0", { "f" }), cargo);
	const CrateEntry &entry = out.crates.at("demo");

	CHECK(entry.of_tree);
	CHECK(entry.version_text == "1.0.0");
	CHECK(entry.where.line == 3);
	CHECK(entry.host.has_value());
	CHECK_FALSE(entry.kernel.has_value());
	CHECK(entry.drop_dependencies.empty());
	CHECK_FALSE(out.crates.at("other").of_tree);
	CHECK(out.crates.at("other").kernel.has_value());
	CHECK(cargo.count("other") == 0);
}
