// SPDX-License-Identifier: GPL-2.0-or-later

/* Which features are on: features.cc, by way of resolve(). */

#include "resolve/resolve.h"

#include "testing/resolve_world.h"

using namespace kcrate;

TEST_CASE("a crate alone has the features that it is asked for and no other")
{
	const std::string cargo = "[features]\ndefault = [\"std\"]\nstd = []\n"
				  "full = [\"std\", \"extra\"]\nextra = []\n";

	CHECK(resolved({ { "a", kernel, cargo } }) == "a@kernel[]()");
	CHECK(resolved({ { "a", host, cargo } }) == "a@host[]()");
	CHECK(resolved({ { "a", features("default"), cargo } }) ==
	      "a@kernel[default std]()");
	CHECK(resolved({ { "a", features("full"), cargo } }) ==
	      "a@kernel[extra full std]()");
	CHECK(resolved({ { "a", kernel + "    host: {features: [std]}\n",
			   cargo } }) == "a@kernel[]()\na@host[std]()");
	CHECK(resolved({}).empty());
}

TEST_CASE("the ways in which a feature can name a dependency")
{
	const struct {
		std::string_view rule;
		std::string asked, features, said;
	} cases[] = {
		{ "nothing asked: off", "", "f = [\"b\"]",
		  "a@kernel[]()\n" + unused_b },
		{ "an implicit feature", "b", "f = []",
		  "b@kernel[]()\na@kernel[b](b)" },
		{ "a feature that turns on an implicit one", "f", "f = [\"b\"]",
		  "b@kernel[]()\na@kernel[b f](b)" },
		{ "dep: leaves no feature behind", "f", "f = [\"dep:b\"]",
		  "b@kernel[]()\na@kernel[f](b)" },
		{ "d/f turns on d, its implicit feature and f", "f",
		  "f = [\"b/x\"]", "b@kernel[x<a]()\na@kernel[b f](b)" },
		{ "d/f with dep: elsewhere has no implicit feature", "f",
		  "f = [\"b/x\"]\ng = [\"dep:b\"]",
		  "b@kernel[x<a]()\na@kernel[f](b)" },
		{ "d?/f alone turns on nothing", "f", "f = [\"b?/x\"]",
		  "a@kernel[f]()\n" + unused_b },
		{ "d?/f before d is remembered", "f, g",
		  "f = [\"b?/x\"]\ng = [\"dep:b\"]",
		  "b@kernel[x<a]()\na@kernel[f g](b)" },
		{ "d?/f after d works at once", "f, g",
		  "g = [\"b?/x\"]\nf = [\"dep:b\"]",
		  "b@kernel[x<a]()\na@kernel[f g](b)" },
		{ "several d?/f", "f, g, h",
		  "f = [\"b?/x\"]\ng = [\"b?/z\"]\nh = [\"b\"]",
		  "b@kernel[x<a z<a]()\na@kernel[b f g h](b)" },
		{ "what a feature of b implies was asked for by a", "f",
		  "f = [\"b/y\"]", "b@kernel[x<a y<a]()\na@kernel[b f](b)" },
		{ "a circle of features ends", "f", "f = [\"g\"]\ng = [\"f\"]",
		  "a@kernel[f g]()\n" + unused_b },
	};

	for (const auto &c : cases) {
		CAPTURE(c.rule);
		CHECK(a_and_b(c.asked, str(optional_b, "[features]\n",
					   c.features, "\n")) == c.said);
	}
}

TEST_CASE("an edge asks for its features and, unless told not to, the default")
{
	CHECK(a_and_b("", "[dependencies]\nb = \"1\"\n") ==
	      "b@kernel[default<a z<a]()\na@kernel[](b)");
	CHECK(a_and_b("", "[dependencies]\nb = {version = \"1\", "
			  "default-features = false, features = [\"y\"]}\n") ==
	      "b@kernel[x<a y<a]()\na@kernel[](b)");
	CHECK(a_and_b("f", "[dependencies]\nb = {version = \"1\", "
			   "default-features = false}\n[features]\n"
			   "f = [\"b/x\", \"b/z\"]\n") ==
	      "b@kernel[x<a z<a]()\na@kernel[f](b)");
	CHECK(resolved({ { "a", kernel, "[dependencies]\nb = \"1\"\n" },
			 { "b", "", "" } }) == "b@kernel[]()\na@kernel[](b)");
}

TEST_CASE("features that the entry asks for itself are not additions")
{
	const std::string b = "[features]\nx = []\ny = [\"x\"]\n";
	const std::string a = "[dependencies]\nb = {version = \"1\", features "
			      "= [\"x\"]}\n";

	CHECK(resolved({ { "a", kernel, a }, { "b", features("y"), b } }) ==
	      "b@kernel[x y]()\na@kernel[](b)");
	CHECK(resolved({ { "a", kernel, a },
			 { "b", "    host: {features: [x]}\n", b } }) ==
	      "b@kernel[x<a]()\na@kernel[](b)\nb@host[x]()");
}

TEST_CASE("exact features make each addition a finding")
{
	const std::string exact = "    kernel: {features: [x]}\n"
				  "    features-exact: true\n";
	const std::string b = "[features]\nx = []\ny = [\"z\"]\nz = []\n";

	CHECK(resolved({ { "a", kernel,
			   "[dependencies]\nb = {version = \"1\", features = "
			   "[\"x\"]}\n" },
			 { "b", exact, b } }) ==
	      "b@kernel[x]()\na@kernel[](b)");
	CHECK(resolved({ { "a", kernel,
			   "[dependencies]\nb = {version = \"1\", features = "
			   "[\"y\"]}\n" },
			 { "b", exact, b } }) ==
	      "b@kernel[x y<a z<a]()\na@kernel[](b)\n"
	      "feature-added: a adds the feature 'y' to b, whose features are "
	      "exact\n"
	      "feature-added: a adds the feature 'z' to b, whose features are "
	      "exact");
}

TEST_CASE("a renamed optional dependency is a feature by its new name")
{
	CHECK(resolved({ { "a", features("f"),
			   "[dependencies]\nd = {version = \"1\", package = "
			   "\"b\", optional = true}\n[features]\n"
			   "f = [\"d/x\"]\n" },
			 { "b", "", "[features]\nx = []\n" } }) ==
	      "b@kernel[x<a]()\na@kernel[d f](d=b)");
}

TEST_CASE("features that do not exist are refused where they are asked for")
{
	const std::string f = "[features]\nderive = []\nfull = []\n";
	const Diag typo = failure({ { "a", features("derived"), f } });
	const Diag other = failure({ { "a", features("zzz"), f } });
	const Diag none = failure({ { "a", features("x"), "" } });

	CHECK(typo.message == "a 1.0.0 has no feature 'derived'");
	CHECK(typo.help == "did you mean 'derive'?");
	CHECK(where(typo) == "crates.yaml:6:25");
	CHECK(other.help == "it has: derive, full");
	CHECK(none.help == "it has none at all");

	const Diag edge =
		failure({ { "a", kernel,
			    "[dependencies]\nb = {version = \"1\", features = "
			    "[\"x\"]}\n" },
			  { "b", "", "" } });
	CHECK(edge.id == Id::unknown_feature);
	CHECK(edge.message ==
	      "a asks b for the feature 'x', which it does not have");
	CHECK(edge.help == "pin a version of b that has it");
	CHECK(where(edge) == "Cargo.toml:6:1");
	CHECK(resolved({ { "a", features("f"),
			   "[dependencies]\nb = \"1\"\n[features]\nf = "
			   "[\"b/x\"]\n" },
			 { "b", "", "" } }) ==
	      "unknown-feature: a asks b for the feature 'x', which it does "
	      "not have");
}

TEST_CASE("features imply each other in chains and circles of any length")
{
	constexpr size_t length = 10000;
	std::string text = "[features]\n";

	for (size_t i = 0; i < length; i++)
		text += str("f", i, " = [\"f", (i + 1) % length, "\"]\n");

	const TestWorld world = world_of({ { "a", features("f1"), text } });
	Sink sink;
	const Result<Resolution> out =
		resolve(world.manifest, world.cargo, sink);
	REQUIRE(out);
	const Unit &unit = out.value().units.at(0);
	CHECK(unit.features.size() == length);
	CHECK(unit.added_features.empty());
	CHECK(unit.causes.at("f0").feature == "f9999");
}
