// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/cargo_checks.h"

#include "audit/envs.h"
#include "audit/test_findings.h"
#include "testing/crates.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

/* What is said of a crate's Cargo.toml with @more. */
std::string cargo(const std::string &more)
{
	return findings(check_cargo(cargo_of("demo", more),
				    { "1.85.0", "the kernel" }));
}

/* The API that does the same as a crate, by "name: description". */
std::string api(const std::string &text)
{
	const size_t colon = text.find(": ");
	const std::vector<Diag> found = check_kernel_cargo(
		cargo_of(text.substr(0, colon),
			 str("description = \"", text.substr(colon + 2),
			     "\"\n")),
		{});

	return found.empty() ? "" : found[0].help;
}

/* What is said of `links` with a build script that has @script. */
std::string links(const std::string &script)
{
	CargoToml cargo = cargo_of("demo", "links = 'z'\nbuild = 'b.rs'\n");
	Tree files;

	files.emplace("b.rs", File(script));
	return findings(check_kernel_cargo(cargo, files));
}

constexpr std::string_view linked =
	"native-library: it is linked with the library 'z'";

} /* namespace */

TEST_CASE("a crate that does not say which compiler it needs is told")
{
	check(cargo,
	      {
		      { "",
			"msrv-unstated: its Cargo.toml has no 'rust-version'" },
		      { "rust-version = '1.85'\n", "" },
		      { "rust-version = '1.86'\n",
			"msrv-unmet: demo 1.0.0 needs rustc 1.86; the kernel "
			"has 1.85.0" },
	      });
	CHECK(check_cargo(cargo_of("demo", "rust-version = '1.86'\n"), {})
		      .empty());
}

TEST_CASE("a crate is for what the kernel has by its name and description")
{
	check(api, {
			   { "crc-fast: CRC32 for all",
			     "see include/linux/crc32.h" },
			   { "my-rand: Random numbers",
			     "see include/linux/random.h" },
			   { "slow-hash: XXHash in Rust",
			     "see include/linux/xxhash.h" },
			   { "Base64: Base64 and no more",
			     "see include/linux/base64.h" },
			   { "crc-fast: Something else", "" },
			   { "fast: CRC32 for all", "" },
			   { "brand: The colours of a company", "" },
		   });
}

TEST_CASE("links counts where the build script links, or may")
{
	check(links, {
			     { "fn main() { p!(\"cargo:rustc-link-lib=z\"); }",
			       linked },
			     { "fn main() { p!(\"cargo::rustc-link-lib=z\"); }",
			       linked },
			     { "fn main() { p!(\"cargo:rustc-flags=-lz\"); }",
			       linked },
			     { "fn main() { \"", linked },
			     { "fn main() { p!(\"cargo:rustc-cfg=z\"); }", "" },
			     { "fn main() { /* rustc-link-lib */ }", "" },
		     });
	CHECK(findings(check_kernel_cargo(
		      cargo_of("demo", "links = 'z'\nbuild = 'b.rs'\n"
				       "[build-dependencies]\nhelper = '1'\n"),
		      {})) == linked);
	CHECK(check_kernel_cargo(cargo_of("demo", ""), {}).empty());
}

TEST_CASE("a variable is given by cargo, by the manifest, or by nobody")
{
	const CargoToml demo = cargo_of("demo", "");
	CrateSource source;
	const auto said = [&](const std::string &name, bool optional) {
		source.envs = { { name, optional, {} } };
		return findings(check_envs(source, demo, { { "GIVEN", "" } }));
	};

	CHECK(said("CARGO_PKG_NAME", false) ==
	      "env-used: the variable CARGO_PKG_NAME of its Cargo.toml");
	CHECK(said("OTHER", false) ==
	      "env-unknown: nothing gives the variable OTHER");
	CHECK(said("OUT_DIR", false) ==
	      "env-unknown: what the build script writes into OUT_DIR cannot "
	      "be audited");
	CHECK(said("GIVEN", false).empty());
	CHECK(said("OTHER", true).empty());
	CHECK(said("CARGO_PKG_NAME", true).empty());
	CHECK(cargo_env(demo, "CARGO_PKG_NAME") == "demo");
	CHECK_FALSE(cargo_env(demo, "CARGO_MANIFEST_DIR").has_value());
}
