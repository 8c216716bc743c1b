// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/units.h"
#include "testing/crates.h"
#include "testing/test.h"

namespace kcrate {

namespace {

CargoToml toml_of(std::string_view text)
{
	const Tree files = { { "src/lib.rs", File("") } };
	Result<CargoToml> out = parse_cargo_toml({ "Cargo.toml", text }, files);

	REQUIRE(out);
	return out.value();
}

} /* namespace */

TEST_CASE("a dependency goes by the name that its user gives it")
{
	const CargoToml one =
		toml_of("[package]\nname = \"the-one\"\nversion = \"1.2.0\"\n"
			"[lib]\nname = \"only\"\n");
	const auto names = [&](const std::string &dependencies) {
		return join(extern_names(toml_of("[package]\nname = \"user\"\n"
						 "version = \"1.0.0\"\n" +
						 dependencies),
					 one),
			    " ");
	};

	CHECK(names("[dependencies]\nthe-one = \"1\"\n") == "only");
	CHECK(names("[dependencies]\nmy-own = {version = \"1\", package = "
		    "\"the-one\"}\n") == "my_own");
	/* Of two versions the one that it is. */
	CHECK(names("[dependencies]\nold = {version = \"0.9\", package = "
		    "\"the-one\"}\nnew = {version = \"1.1\", package = "
		    "\"the-one\"}\n") == "new");
	/* A manifest may take another. */
	CHECK(names("[dependencies]\nold = {version = \"0.9\", package = "
		    "\"the-one\"}\n") == "old");
	CHECK(names("[dev-dependencies]\nx = {version = \"1\", package = "
		    "\"the-one\"}\n") == "only");
	CHECK(names("") == "only");
}

TEST_CASE("rustc has the variables that cargo would set")
{
	const CargoToml cargo = toml_of("[package]\nname = \"the-one\"\n"
					"version = \"1.2.0-rc.1\"\n"
					"authors = [\"A\", \"B\"]\n");
	AuditedCrate crate;
	crate.cargo = &cargo;
	crate.stated.envs = { { "CARGO_PKG_HOMEPAGE", "mine" },
			      { "OWN", "x" } };
	const std::map<std::string, std::string> env =
		cargo_environment(crate, "/w");

	CHECK(env.at("CARGO_PKG_NAME") == "the-one");
	CHECK(env.at("CARGO_CRATE_NAME") == "the_one");
	CHECK(env.at("CARGO_PKG_VERSION") == "1.2.0-rc.1");
	CHECK(env.at("CARGO_PKG_VERSION_PRE") == "rc.1");
	CHECK(env.at("CARGO_PKG_AUTHORS") == "A:B");
	CHECK(env.at("CARGO_MANIFEST_DIR") == "/w");
	CHECK(env.at("CARGO_PKG_HOMEPAGE") == "mine");
	CHECK(env.at("OWN") == "x");
	CHECK(!env.count("OUT_DIR"));
}

} /* namespace kcrate */
