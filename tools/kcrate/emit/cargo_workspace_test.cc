// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/cargo_workspace.h"

#include "emit/cargo_build_script.h"
#include "resolve/targets.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

constexpr char header[] = "[package]\nname = \"demo\"\nversion = \"1.0.0\"\n"
			  "edition = \"2021\"\n";

/* The crates demo, whose Cargo.toml has @toml, and base, for the kernel. */
struct Fixture {
	Manifest manifest;
	CargoToml demo, base;
	ExportedCrates crates;
	Sink sink;

	Fixture(const std::string &toml, const std::string &entry, Tree files)
	{
		const std::string pin = str("{path: x, tree-sha256: \"",
					    std::string(64, '0'), "\"}\n");
		Result<Manifest> read = parse_manifest(
			"crates.yaml",
			str("schema: 1\ncrates:\n  base:\n    version: 1.0.0\n"
			    "    directory: ",
			    pin, "  demo:\n    version: 1.0.0\n    directory: ",
			    pin, entry));
		REQUIRE(read);
		manifest = std::move(read.value());
		files["Cargo.toml"] = File(header + toml);
		files["src/lib.rs"] = File();
		demo = parsed(files);
		Tree other = { { "Cargo.toml",
				 File(replace_all(header, "demo", "base")) },
			       { "src/lib.rs", File() } };
		base = parsed(other);
		add("demo", demo, std::move(files));
		add("base", base, std::move(other));
	}

	static CargoToml parsed(const Tree &files)
	{
		Result<CargoToml> out = parse_cargo_toml(
			{ "Cargo.toml", files.at("Cargo.toml").bytes() },
			files);
		REQUIRE(out);
		return std::move(out.value());
	}

	void add(const std::string &name, const CargoToml &cargo, Tree files)
	{
		crates[name] = { &manifest.crates.at(name),
				 &cargo,
				 { kernel_targets({ "x86" }).front().cfgs },
				 std::move(files) };
	}

	Tree emit()
	{
		Result<Tree> out =
			emit_cargo_package(crates.at("demo"), crates, sink);
		REQUIRE(out);
		return std::move(out.value());
	}

	/* What stands below @title in the Cargo.toml that is made. */
	std::string table(const std::string &title)
	{
		const Tree files = emit();
		const std::string text(files.at("Cargo.toml").bytes());
		const std::string head = str("[", title, "]\n");
		const size_t at = text.find(head);
		if (at == text.npos)
			return "none";
		const size_t begin = at + head.size();
		return text.substr(begin, text.find("\n[", begin) - begin);
	}
};

std::string features(const std::string &toml, const std::string &entry = "")
{
	return Fixture(toml, entry, {}).table("features");
}

constexpr char both[] = "[dependencies]\n"
			"base = {version = \"1\", optional = true}\n"
			"gone = {version = \"1\", optional = true}\n"
			"[build-dependencies]\n"
			"cc = {version = \"1\", optional = true}\n";

} /* namespace */

TEST_CASE("features keep what is there and lose what is not")
{
	CHECK(features(str(both,
			   "[features]\na = [\"base/x\", \"gone/x\", "
			   "\"gone?/x\", \"cc/x\", \"base?/x\", \"cc\"]")) ==
	      "a = [\"base/x\", \"gone\", \"base?/x\", \"cc\"]\n"
	      "cc = []\ngone = []\n");
	CHECK(features(str(both, "[features]\na = [\"dep:base\", \"dep:gone\", "
				 "\"dep:cc\"]")) == "a = [\"dep:base\"]\n");
	CHECK(features(str(both, "[features]\nb = [\"base\"]"),
		       "    drop-dependencies: {base: why}\n") ==
	      "b = [\"base\"]\nbase = []\ncc = []\ngone = []\n");
}

TEST_CASE("a dependency that cannot be off is not asked for weakly")
{
	CHECK(features("[dependencies]\nbase = \"1\"\n[build-dependencies]\n"
		       "base = {version = \"1\", optional = true}\n"
		       "[features]\na = [\"base?/x\", \"dep:base\"]") ==
	      "a = [\"base/x\"]\n");
}

TEST_CASE("what is optional for another platform is no feature here")
{
	CHECK(features("[dependencies]\ngone = \"1\"\n"
		       "[target.'cfg(windows)'.dependencies]\n"
		       "gone = {version = \"1\", optional = true}\n"
		       "[features]\na = [\"gone/x\"]") ==
	      "a = []\ngone = []\n");
}

TEST_CASE("dependencies are those of the workspace, by their paths")
{
	Fixture fixture("[dependencies]\n"
			"b = {package = \"base\", version = \"1\", "
			"features = [\"f\"], default-features = false}\n"
			"[target.'cfg(windows)'.dependencies]\nw = \"1\"\n"
			"base = \"2\"\n",
			"", {});

	CHECK(fixture.table("dependencies") ==
	      "b = { version = \"1\", path = \"../base\", package = \"base\", "
	      "features = [\"f\"], default-features = false }\n");
	CHECK(fixture.table("target") ==
	      "\"cfg(windows)\" = { dependencies = {} }\n");
}

TEST_CASE("a test that speaks of what is not there is left out")
{
	Fixture fixture(
		"[dev-dependencies]\nrand = \"1\"\n", "",
		{ { "tests/a.rs", File("use rand::Rng;\n") },
		  { "tests/b.rs", File("mod common;\n") },
		  { "tests/c.rs", File("// rand\nlet operand = 1;\n") },
		  { "tests/common/mod.rs", File("rand::random()\n") } });
	const Tree files = fixture.emit();

	CHECK_FALSE(files.count("tests/a.rs"));
	CHECK_FALSE(files.count("tests/b.rs"));
	CHECK(files.count("tests/c.rs"));
	REQUIRE(fixture.sink.diags.size() == 1);
	CHECK(fixture.sink.diags[0].message ==
	      "tests/a.rs, tests/b.rs of demo need rand");
}

TEST_CASE("a build script states the cfgs of each target")
{
	Fixture fixture("", "    kernel: {cfgs: [a]}\n    host: {cfgs: [b]}\n",
			{});
	const std::string script(fixture.emit().at(cargo_script).bytes());

	CHECK(contains(script, "if std::env::var(\"TARGET\") != "
			       "std::env::var(\"HOST\") {\n"));
	CHECK(contains(script, "println!(\"cargo:rustc-cfg={}\", \"a\");"));
	CHECK(contains(script, "println!(\"cargo:rustc-cfg={}\", \"b\");"));
	CHECK_FALSE(contains(script, "fn rustc()"));
}
