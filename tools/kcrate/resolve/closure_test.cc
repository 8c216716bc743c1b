// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/closure.h"

#include <memory>

#include "testing/crates.h"

using namespace kcrate;

namespace {

/* Crates at hand; the first is the one that is asked for. */
class World {
public:
	/* "a 1.0.0" with @more in its Cargo.toml. */
	World &add(std::string_view crate, const std::string &more = "")
	{
		const std::vector<std::string_view> words = split(crate, ' ');
		const std::string text = str(
			"[package]\nname = \"", words.at(0), "\"\nversion = \"",
			words.at(1), "\"\nedition = \"2021\"\n", more);
		Result<CargoToml> cargo = parse_cargo_toml(
			{ "Cargo.toml", text }, { { "src/lib.rs", File() } });

		REQUIRE_MESSAGE(cargo, outcome(cargo));
		crates.push_back(
			std::make_unique<CargoToml>(std::move(cargo.value())));
		return *this;
	}

	Result<Closure> closure(const FeatureChoice &choice = {}) const
	{
		return closure_of(*crates.at(0), choice,
				  kernel_targets({ "x86" }).front(),
				  [&](const std::set<std::string> &names) {
					  return read(names);
				  });
	}

	/*
	 * "a@kernel[features](0 1)" for each unit, with the numbers of those
	 * that it needs; of a version that is not 1.0.0, "a-2.0.0@…".
	 */
	std::string operator()(const FeatureChoice &choice = {}) const
	{
		const Result<Closure> all = closure(choice);
		Strings out;

		if (!all)
			return outcome(all);
		for (const Closure::Unit &unit : all.value().units)
			out.push_back(unit_text(unit));
		return join(out, " ");
	}

	mutable std::set<std::string> asked; /* names that were read */

private:
	using Found = std::map<std::string, std::vector<const CargoToml *>>;

	Result<Found> read(const std::set<std::string> &names) const
	{
		Found out;

		asked.insert(names.begin(), names.end());
		if (names.count("unreadable"))
			return Diag(Id::source_unreachable, "no disk");
		for (const auto &crate : crates)
			if (names.count(crate->name))
				out[crate->name].push_back(crate.get());
		return out;
	}

	static std::string unit_text(const Closure::Unit &unit)
	{
		const std::string &version = unit.crate->version_text;
		Strings needs;

		for (const size_t need : unit.needs)
			needs.push_back(str(need));
		return str(unit.crate->name,
			   version == "1.0.0" ? "" : str("-", version), "@",
			   name_of(unit.target), "[",
			   join({ unit.features.begin(), unit.features.end() },
				" "),
			   "](", join(needs, " "), ")");
	}

	std::vector<std::unique_ptr<CargoToml>> crates;
};

/* A dependency on each of @names, all of version 1. */
std::string needs(const Strings &names)
{
	std::string out = "[dependencies]\n";

	for (const std::string &name : names)
		out += str(name, " = \"1\"\n");
	return out;
}

const std::string proc_macro = "[lib]\nproc-macro = true\n";
const std::string some_features = "[features]\ndefault = [\"x\"]\nx = []\n"
				  "y = [\"z\"]\nz = []\n";
const FeatureChoice none = { {}, false, false };
const FeatureChoice all = { {}, true, true };

FeatureChoice only(const Strings &features)
{
	return { features, false, false };
}

} /* namespace */

TEST_CASE("a crate has the features that it is asked for")
{
	World w;

	w.add("a 1.0.0", some_features);
	CHECK(w() == "a@kernel[default x]()");
	CHECK(w(none) == "a@kernel[]()");
	CHECK(w(all) == "a@kernel[default x y z]()");
	CHECK(w(only({ "y" })) == "a@kernel[y z]()");
	CHECK(w({ { "z" }, true, false }) == "a@kernel[default x z]()");
	CHECK(w({ {}, false, true }) == "a@kernel[default x y z]()");
}

TEST_CASE("a crate without features has none by default either")
{
	World w;

	w.add("a 1.0.0");
	CHECK(w() == "a@kernel[]()");
	CHECK(w(none) == "a@kernel[]()");
	CHECK(w(all) == "a@kernel[]()");
}

TEST_CASE("a feature that there is not is named, with those that there are")
{
	World w;
	World bare;

	w.add("a 1.0.0", some_features);
	bare.add("a 1.0.0");
	CHECK(w(only({ "q" })) ==
	      "unknown-feature: a 1.0.0 has no feature 'q'");
	CHECK(w.closure(only({ "q" })).error().help ==
	      "it has: default, x, y, z");
	CHECK(w(only({ "x", "default", "xy" })) ==
	      "unknown-feature: a 1.0.0 has no feature 'xy'");
	CHECK(bare(only({ "q" })) ==
	      "unknown-feature: a 1.0.0 has no feature 'q'");
	CHECK(bare.closure(only({ "q" })).error().help == "it has none at all");
}

TEST_CASE("each unit stands behind all that it needs")
{
	World w;

	w.add("a 1.0.0", needs({ "b", "c" }))
		.add("b 1.0.0", needs({ "d" }))
		.add("c 1.0.0", needs({ "b", "d" }))
		.add("d 1.0.0")
		.add("e 1.0.0");
	CHECK(w() == "d@kernel[]() b@kernel[](0) c@kernel[](1 0) "
		     "a@kernel[](1 2)");
	CHECK(w.asked.count("d"));
	CHECK_FALSE(w.asked.count("e"));
}

TEST_CASE("a dependency has the features that all who need it ask for")
{
	const std::string plain = "[dependencies]\nc = \"1\"\n";
	const std::string bare = "[dependencies]\nc = { version = \"1\", "
				 "default-features = false }\n";
	const std::string with_y =
		"[dependencies]\nc = { version = \"1\", features = [\"y\"], "
		"default-features = false }\n";
	const auto with = [](const std::string &a, const std::string &b) {
		World w;
		w.add("a 1.0.0", a + "b = \"1\"\n")
			.add("b 1.0.0", b)
			.add("c 1.0.0", some_features);
		return w();
	};

	CHECK(with(bare, bare) == "c@kernel[]() b@kernel[](0) a@kernel[](0 1)");
	CHECK(with(bare, plain) ==
	      "c@kernel[default x]() b@kernel[](0) a@kernel[](0 1)");
	CHECK(with(with_y, bare) ==
	      "c@kernel[y z]() b@kernel[](0) a@kernel[](0 1)");
}

TEST_CASE("an optional dependency is there where a feature asks for it")
{
	World w;

	w.add("a 1.0.0", "[dependencies]\nb = { version = \"1\", "
			 "optional = true }\n[features]\nf = [\"dep:b\"]\n"
			 "g = [\"b?/x\"]\n")
		.add("b 1.0.0", "[features]\nx = []\n");
	CHECK(w() == "a@kernel[]()");
	CHECK(w(only({ "f" })) == "b@kernel[]() a@kernel[f](0)");
	CHECK(w(only({ "g" })) == "a@kernel[g]()");
	CHECK(w(all) == "b@kernel[x]() a@kernel[f g](0)");
}

TEST_CASE("a crate that is not at hand is told of, if it is needed")
{
	World w;
	World unused;

	w.add("a 1.0.0", needs({ "b" })).add("b 1.0.0", needs({ "c" }));
	CHECK(w() == "version-conflict: there is no crate 'c' in the registry, "
		     "which b 1.0.0 wants");
	unused.add("a 1.0.0", "[dependencies]\nc = { version = \"1\", "
			      "optional = true }\n");
	CHECK(unused() == "a@kernel[]()");
	CHECK(unused(all) ==
	      "version-conflict: there is no crate 'c' in the registry, which "
	      "a 1.0.0 wants");
}

TEST_CASE("what cannot be read is told of")
{
	World w;

	w.add("a 1.0.0", needs({ "unreadable" }));
	CHECK(w() == "source-unreachable: no disk");
}

TEST_CASE("a proc macro and what it needs are for the host")
{
	World w;
	World alone;

	w.add("a 1.0.0", needs({ "b", "c" }))
		.add("b 1.0.0", proc_macro + needs({ "c" }))
		.add("c 1.0.0");
	CHECK(w() == "c@host[]() b@host[](0) c@kernel[]() a@kernel[](1 2)");
	alone.add("b 1.0.0", proc_macro + needs({ "c" }) + some_features)
		.add("c 1.0.0");
	CHECK(alone() == "c@host[]() b@host[default x](0)");
	CHECK(alone(only({ "y" })) == "c@host[]() b@host[y z](0)");
}

TEST_CASE("the host's features are not the kernel's")
{
	World w;

	w.add("a 1.0.0", needs({ "b" }) +
				 "c = { version = \"1\", default-features = "
				 "false }\n")
		.add("b 1.0.0", proc_macro + needs({ "c" }))
		.add("c 1.0.0", some_features);
	CHECK(w() == "c@host[default x]() b@host[](0) c@kernel[]() "
		     "a@kernel[](1 2)");
}

TEST_CASE("of a crate there may be several versions, each the newest that does")
{
	World w;
	World own;
	World older;

	w.add("a 1.0.0", needs({ "b", "c" }))
		.add("b 1.0.0", "[dependencies]\nc = \"2\"\n")
		.add("c 1.0.0")
		.add("c 1.1.0")
		.add("c 2.0.0");
	CHECK(w() == "c-2.0.0@kernel[]() b@kernel[](0) c-1.1.0@kernel[]() "
		     "a@kernel[](1 2)");
	/* Another of the crate itself, though a newer one is there. */
	own.add("a 2.0.0", needs({ "b" }))
		.add("b 1.0.0", needs({ "a" }))
		.add("a 1.0.0")
		.add("a 2.1.0");
	CHECK(own() == "a@kernel[]() b@kernel[](0) a-2.0.0@kernel[](1)");
	older.add("a 1.0.0", needs({ "b" }))
		.add("b 1.0.0", "[dependencies]\na = \"2\"\n")
		.add("a 2.0.0");
	CHECK(older() == "a-2.0.0@kernel[]() b@kernel[](0) a@kernel[](1)");
}

TEST_CASE("what tests and build scripts depend on is left out")
{
	World w;

	w.add("a 1.0.0", "build = \"b.rs\"\n[dev-dependencies]\nb = \"1\"\n"
			 "[build-dependencies]\nc = \"1\"\n"
			 "[dependencies]\nd = \"1\"\n")
		.add("d 1.0.0", "[dev-dependencies]\nb = \"1\"\n"
				"[build-dependencies]\nc = \"1\"\n");
	CHECK(w() == "d@kernel[]() a@kernel[](0)");
	CHECK_FALSE(w.asked.count("b"));
	CHECK_FALSE(w.asked.count("c"));
}

TEST_CASE("what another target depends on is left out")
{
	const auto with = [](const std::string &target,
			     const std::string &kind) {
		World w;
		w.add("a 1.0.0", str(kind, "[target.", target,
				     ".dependencies]\nb = \"1\"\n"))
			.add("b 1.0.0");
		return w();
	};
	const std::string x86 = "'cfg(target_arch = \"x86_64\")'";
	const std::string arm = "'cfg(target_arch = \"arm\")'";
	const std::string unix = "'cfg(unix)'";

	CHECK(with(x86, "") == "b@kernel[]() a@kernel[](0)");
	CHECK(with(arm, "") == "a@kernel[]()");
	CHECK(with(unix, "") == "a@kernel[]()");
	CHECK(with(unix, proc_macro) == "b@host[]() a@host[](0)");
	CHECK(with("'cfg(windows)'", proc_macro) == "a@host[]()");
}

TEST_CASE("a dependency that is renamed is known by its package")
{
	World w;

	w.add("a 1.0.0", "[dependencies]\nother = { package = \"b\", "
			 "version = \"1\" }\n")
		.add("b 1.0.0");
	CHECK(w() == "b@kernel[]() a@kernel[](0)");
	CHECK_FALSE(w.asked.count("other"));
}

TEST_CASE("the crate is the one that was asked for, and units know theirs")
{
	World w;

	w.add("a 1.0.0", needs({ "b" }))
		.add("a 1.2.0")
		.add("a 1.0.0", needs({ "c" }))
		.add("b 1.0.0")
		.add("c 1.0.0");
	CHECK(w() == "b@kernel[]() a@kernel[](0)");
	const Result<Closure> closure = w.closure();
	REQUIRE(closure);
	REQUIRE(closure.value().units.size() == 2);
	CHECK(closure.value().units[1].crate->dependencies.size() == 1);
}

TEST_CASE("a circle is refused, and a long way is not")
{
	constexpr size_t length = 2000;
	World circle;
	World w;

	circle.add("a 1.0.0", needs({ "b" })).add("b 1.0.0", needs({ "a" }));
	CHECK(circle() ==
	      "dependency-cycle: crates depend on each other: a needs b needs a");
	for (size_t i = 0; i < length; i++)
		w.add(str("a", i, " 1.0.0"), needs({ str("a", i + 1) }));
	w.add(str("a", length, " 1.0.0"));
	const Result<Closure> closure = w.closure();
	REQUIRE_MESSAGE(closure, outcome(closure));
	REQUIRE(closure.value().units.size() == length + 1);
	CHECK(closure.value().units[0].crate->name == str("a", length));
	CHECK(closure.value().units[length].crate->name == "a0");
}
