// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/versions.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

/* "b ^1", "b ^1 f,g" with features, "b? ^1" for an optional one. */
Dependency dependency_of(std::string_view text)
{
	const std::vector<std::string_view> words = split(text, ' ');
	Dependency out;

	out.name = words[0];
	if (out.name.ends_with('?')) {
		out.name.pop_back();
		out.optional = true;
	}
	out.package = out.name;
	Result<Requirement> requirement =
		parse_requirement(replace_all(words.at(1), "_", " "));
	REQUIRE_MESSAGE(requirement, outcome(requirement));
	out.requirement = std::move(requirement.value());
	if (words.size() > 2)
		for (const std::string_view feature : split(words[2], ','))
			out.features.emplace_back(feature);
	return out;
}

/* "a 1.0.0" with what it depends on. */
IndexRecord version_of(std::string_view text, const Strings &deps = {},
		       const FeatureMap &features = {})
{
	const std::vector<std::string_view> words = split(text, ' ');
	IndexRecord out;

	out.name = words[0];
	out.version_text = words.at(1);
	Result<Version> version = parse_version(out.version_text);
	REQUIRE_MESSAGE(version, outcome(version));
	out.version = std::move(version.value());
	for (const std::string &dep : deps)
		out.dependencies.push_back(dependency_of(dep));
	Result<FeatureMap> all = feature_map(features, out.dependencies);
	REQUIRE_MESSAGE(all, outcome(all));
	out.features = std::move(all.value());
	return out;
}

/* Versions as an index has them, from one to the next. */
struct World {
	std::vector<IndexRecord> records;
	VersionOptions options;

	Result<VersionChoice> choose(const Strings &wanted) const
	{
		const IndexRecord root = version_of("the-root 0.0.0", wanted);

		return choose_versions(
			root,
			[&](const std::set<std::string> &names) {
				IndexRecords out;
				for (const IndexRecord &record : records)
					if (names.count(record.name))
						out[record.name].push_back(
							record);
				return Result<IndexRecords>(std::move(out));
			},
			options);
	}

	/* "a 1.0.0, b 1.1.0", or what stands against it, in lines. */
	std::string operator()(const Strings &wanted) const
	{
		const Result<VersionChoice> choice = choose(wanted);
		Strings out;

		if (!choice) {
			out = choice.error().context;
			out.insert(out.begin(), outcome(choice));
			return join(out, "\n");
		}
		for (const VersionChoice::Package &package :
		     choice.value().packages)
			out.push_back(str(package.record.name, " ",
					  package.record.version_text));
		out.erase(out.begin());
		return join(out, ", ");
	}
};

World world(std::vector<IndexRecord> records)
{
	return { std::move(records), {} };
}

IndexRecord yanked(IndexRecord record)
{
	record.yanked = true;
	return record;
}

IndexRecord linking(IndexRecord record, const std::string &links)
{
	record.links = links;
	return record;
}

IndexRecord for_rust(IndexRecord record, const std::string &version)
{
	record.rust_version = version;
	return record;
}

IndexRecord published(IndexRecord record, const std::string &time)
{
	record.published = time;
	return record;
}

} /* namespace */

TEST_CASE("the newest version that goes with all others is chosen")
{
	const World w = world({
		version_of("a 1.0.0", { "c ^1" }),
		version_of("a 1.1.0", { "c =1.1.0" }),
		version_of("b 1.0.0", { "c =1.0.0" }),
		version_of("c 1.0.0"),
		version_of("c 1.1.0"),
		version_of("c 1.2.0"),
	});

	CHECK(w({ "a ^1" }) == "a 1.1.0, c 1.1.0");
	CHECK(w({ "a ^1", "b ^1" }) == "a 1.0.0, b 1.0.0, c 1.0.0");
	CHECK(w({ "c <1.2" }) == "c 1.1.0");
	CHECK(w({}) == "");
}

TEST_CASE("versions of one lane exclude each other, as cargo has it")
{
	const World w = world({
		version_of("a 0.0.1"),
		version_of("a 0.0.2"),
		version_of("a 0.1.0"),
		version_of("a 0.1.1"),
		version_of("a 0.2.0"),
		version_of("a 1.0.0"),
		version_of("a 2.0.0"),
		version_of("b 1.0.0", { "a =0.0.1" }),
		version_of("c 1.0.0", { "a =0.0.2" }),
		version_of("d 1.0.0", { "a =0.1.0" }),
		version_of("e 1.0.0", { "a =0.1.1" }),
	});

	CHECK(w({ "b ^1", "c ^1", "a ^1", "d ^1" }) ==
	      "a 0.0.1, a 0.0.2, a 0.1.0, a 1.0.0, b 1.0.0, c 1.0.0, d 1.0.0");
	CHECK(w({ "d ^1", "e ^1" }) ==
	      "version-conflict: there is no version of a for e 1.0.0, which wants a =0.1.1\n"
	      "the-root wants e ^1\n"
	      "a 0.1.0 is chosen already: the-root wants d ^1, d 1.0.0 wants a =0.1.0");
}

TEST_CASE("a kernel has one version of each name")
{
	World w = world({
		version_of("a 1.0.0"),
		version_of("a 2.0.0"),
		version_of("b 1.0.0", { "a ^1" }),
		version_of("b 1.1.0", { "a ^2" }),
	});

	w.options.one_per_name = true;
	CHECK(w({ "a ^1", "b ^1" }) == "a 1.0.0, b 1.0.0");
	CHECK(w({ "a *", "b =1.0" }) == "a 1.0.0, b 1.0.0");
	CHECK(contains(w({ "a ^1", "b ^1.1" }),
		       "a 1.0.0 is chosen already: the-root wants a ^1"));
}

TEST_CASE("what is locked goes before what is newer")
{
	World w = world({
		yanked(version_of("a 1.0.0")),
		version_of("a 1.1.0"),
		yanked(version_of("a 1.2.0")),
	});

	CHECK(w({ "a ^1" }) == "a 1.1.0");
	CHECK(w({ "a =1.2" }) ==
	      "version-conflict: there is no version of a for the-root, which wants a =1.2\n"
	      "a 1.2.0 is yanked");
	w.options.locked["a"] = { "1.0.0" };
	CHECK(w({ "a ^1" }) == "a 1.0.0");
	CHECK(w({ "a ^1.1" }) == "a 1.1.0");
}

TEST_CASE("a pre-release must be asked for")
{
	const World w = world({
		version_of("a 1.0.0-rc.1"),
		version_of("b 1.0.0-rc.1"),
		version_of("b 0.9.0"),
	});

	CHECK(w({ "a ^1.0.0-rc" }) == "a 1.0.0-rc.1");
	CHECK(w({ "b *" }) == "b 0.9.0");
	CHECK(w({ "b ^1" }) ==
	      "version-conflict: there is no version of b for the-root, which wants b ^1\n"
	      "there are 1.0.0-rc.1, 0.9.0");
	CHECK(w.choose({ "a *" }).error().help ==
	      "a pre-release must be asked for by its name, as in '1.0.0-rc.1'");
}

TEST_CASE("versions for the compiler at hand go before others")
{
	World w = world({
		for_rust(version_of("a 1.0.0"), "1.60"),
		for_rust(version_of("a 1.1.0"), "1.78"),
		for_rust(version_of("a 1.2.0"), "1.79"),
		for_rust(version_of("b 1.0.0"), "2.0"),
	});

	CHECK(w({ "a ^1" }) == "a 1.2.0");
	w.options.rust_version = Version{ 1, 78, 0, "", "" };
	CHECK(w({ "a ^1" }) == "a 1.1.0");
	CHECK(w({ "a ^1.2", "b ^1" }) == "a 1.2.0, b 1.0.0");
	w.options.rust_version_must_do = true;
	CHECK(w({ "a ^1.2" }) ==
	      "version-conflict: there is no version of a for the-root, which wants a ^1.2\n"
	      "a 1.2.0 needs Rust 1.79, and there is 1.78.0");
}

TEST_CASE("what was published just now must be asked for")
{
	World w = world({
		version_of("a 1.0.0"),
		published(version_of("a 1.1.0"), "2025-11-01T00:00:00Z"),
		published(version_of("a 1.2.0"), "2025-11-12T00:00:00Z"),
	});

	w.options.published_until = "2025-11-11T23:59:59Z";
	CHECK(w({ "a ^1" }) == "a 1.1.0");
	CHECK(w({ "a =1.2.0" }) == "a 1.2.0");
	CHECK(w({ "a ^1.2" }) ==
	      "version-conflict: there is no version of a for the-root, which wants a ^1.2\n"
	      "a 1.2.0 is too young: published 2025-11-12T00:00:00Z, and to be chosen until 2025-11-11T23:59:59Z");
	w.options.locked["a"] = { "1.2.0" };
	CHECK(w({ "a ^1" }) == "a 1.2.0");
}

TEST_CASE("one crate alone may link a library")
{
	const World w = world({
		linking(version_of("a-sys 1.0.0"), "z"),
		linking(version_of("a-sys 2.0.0"), "z"),
		version_of("b 1.0.0", { "a-sys ^1" }),
		version_of("b 1.1.0", { "a-sys ^2" }),
		version_of("c 1.0.0", { "a-sys ^1" }),
	});

	CHECK(w({ "b ^1", "c ^1" }) == "a-sys 1.0.0, b 1.0.0, c 1.0.0");
	CHECK(w({ "b ^1.1", "c ^1" }) ==
	      "version-conflict: there is no version of a-sys for c 1.0.0, which wants a-sys ^1\n"
	      "the-root wants c ^1\n"
	      "a-sys 2.0.0 links 'z', which only one crate can: the-root wants b ^1.1, b 1.1.0 wants a-sys ^2");
}

TEST_CASE("features decide what is needed and what will do")
{
	const World w = world({
		version_of("a 1.0.0", { "b? ^1", "c? ^1" },
			   { { "default", { "b" } },
			     { "strong", { "c/f" } },
			     { "weak", { "c?/f" } } }),
		version_of("b 1.0.0"),
		version_of("c 1.0.0", {}, { { "f", {} }, { "std", {} } }),
		version_of("c 1.1.0"),
	});
	Dependency bare = dependency_of("a ^1");

	CHECK(w({ "a ^1" }) == "a 1.0.0, b 1.0.0");
	CHECK(w({ "a ^1 strong" }) == "a 1.0.0, b 1.0.0, c 1.0.0");
	/* As in Cargo.lock; the second pass takes it out again. */
	CHECK(w({ "a ^1 weak" }) == "a 1.0.0, b 1.0.0, c 1.0.0");
	CHECK(w({ "c =1.1.0 ff" }) ==
	      "version-conflict: there is no version of c for the-root, which wants c =1.1.0\n"
	      "the-root wants it with the feature 'ff': c 1.1.0 has no such feature");
	CHECK(contains(w({ "c =1.0.0 stds" }),
		       "has no such feature, but 'std'"));
	CHECK(contains(w({ "a ^1 x" }), "a 1.0.0 has no such feature"));

	const Result<VersionChoice> choice = w.choose({ "a ^1 strong" });
	REQUIRE(choice);
	const VersionChoice::Package &a = choice.value().packages.at(1);
	CHECK(a.features ==
	      std::set<std::string>{ "b", "c", "default", "strong" });
	REQUIRE(a.edges.size() == 2);
	CHECK(a.edges[0].dependency == 0);
	CHECK(choice.value().packages[a.edges[0].to].record.name == "b");
	CHECK(choice.value().packages[a.edges[1].to].record.name == "c");
}

TEST_CASE("a caller may leave dependencies out")
{
	World w = world({ version_of("a 1.0.0", { "b ^1", "c ^1" }),
			  version_of("b 1.0.0") });

	CHECK(w({ "a ^1" }) ==
	      "version-conflict: there is no crate 'c' in the registry, which a 1.0.0 wants\n"
	      "the-root wants a ^1");
	w.options.follows = [](const IndexRecord &record,
			       const Dependency &dependency) {
		return record.name != "a" || dependency.name != "c";
	};
	CHECK(w({ "a ^1" }) == "a 1.0.0, b 1.0.0");
}

TEST_CASE("dev-dependencies count for the root alone")
{
	const auto with_dev = [](IndexRecord record) {
		record.dependencies.push_back(dependency_of("b ^1"));
		record.dependencies.back().kind = DepKind::dev;
		return record;
	};
	const World w = world(
		{ with_dev(version_of("a 1.0.0")), version_of("b 1.0.0") });

	CHECK(w({ "a ^1" }) == "a 1.0.0");
	const Result<VersionChoice> choice = choose_versions(
		with_dev(version_of("root 1.0.0")),
		[&](const std::set<std::string> &) {
			return Result<IndexRecords>(
				IndexRecords{ { "b", { w.records[1] } } });
		},
		{});
	REQUIRE(choice);
	CHECK(choice.value().packages.size() == 2);
}

TEST_CASE("a circle is refused")
{
	const World w = world({ version_of("a 1.0.0", { "b ^1" }),
				version_of("b 1.0.0", { "c ^1" }),
				version_of("c 1.0.0", { "b ^1" }) });

	CHECK(w({ "a ^1" }) ==
	      "dependency-cycle: crates depend on each other: b needs c needs b");
}

TEST_CASE("a record with a fault is told of, and a registry's failure")
{
	World w = world({ version_of("a 1.0.0") });

	w.records[0].fault = "it is not JSON";
	CHECK(w({ "a ^1" }) ==
	      "version-conflict: there is no version of a for the-root, which wants a ^1\n"
	      "a 1.0.0 cannot be used: it is not JSON");
	CHECK(outcome(choose_versions(version_of("root 1.0.0", { "a ^1" }),
				      [](const std::set<std::string> &) {
					      return Result<IndexRecords>(Diag(
						      Id::source_unreachable,
						      "no network"));
				      },
				      {})) == "source-unreachable: no network");
}

namespace {

/* @depth crates "NAME0" …, of @versions each, which all need the next. */
void add_levels(World &w, const std::string &name, size_t depth,
		size_t versions)
{
	for (size_t level = 0; level < depth; level++)
		for (size_t i = 1; i <= versions; i++)
			w.records.push_back(
				version_of(str(name, level, " 1.0.", i),
					   { str(name, level + 1, " *") }));
}

} /* namespace */

TEST_CASE("ten thousand crates in a row")
{
	World w;

	add_levels(w, "l", 10000, 2);
	w.records.push_back(version_of("l10000 1.0.0"));

	std::map<std::string, std::vector<IndexRecord>> index;
	for (const IndexRecord &record : w.records)
		index[record.name].push_back(record);
	const auto read = [&](const std::set<std::string> &names) {
		IndexRecords out;
		for (const std::string &name : names)
			out[name] = index[name];
		return Result<IndexRecords>(std::move(out));
	};
	const IndexRecord root = version_of("root 1.0.0", { "l0 *" });
	const Result<VersionChoice> choice = choose_versions(root, read, {});
	REQUIRE_MESSAGE(choice, outcome(choice));
	CHECK(choice.value().packages.size() == 10002);

	/* And when the last cannot be had. */
	index["l10000"].clear();
	CHECK(outcome(choose_versions(root, read, {})) ==
	      "version-conflict: there is no crate 'l10000' in the registry, which l9999 1.0.1 wants");
}

/* From cargo's crates/resolver-tests/tests/resolve.rs, and as large. */
TEST_CASE("many ways to the same failure are gone but once")
{
	World w;

	add_levels(w, "level", 200, 99);
	CHECK(contains(w({ "level0 *" }), "there is no crate 'level200'"));

	w.records.push_back(version_of("level0 1.0.0"));
	CHECK(w({ "level0 *" }) == "level0 1.0.0");

	w.records.push_back(version_of("constrained 1.1.0"));
	w.records.push_back(version_of("constrained 1.0.0"));
	w.records.push_back(
		version_of("level200 1.0.0", { "constrained =1.0.0" }));
	CHECK(w({ "level0 *", "constrained *" }) ==
	      "constrained 1.1.0, level0 1.0.0");
	CHECK(w({ "level0 ^1.0.1", "constrained *" })
		      .starts_with("constrained 1.0.0, level0 1.0.99, "));
	CHECK(contains(w({ "level0 ^1.0.1", "constrained ^1.1.0" }),
		       "constrained 1.1.0 is chosen already"));
}

TEST_CASE("decisions that have nothing to do with a failure stay")
{
	World w;

	add_levels(w, "trap", 200, 99);
	for (size_t i = 1; i < 100; i++)
		w.records.push_back(version_of(str("trap200 1.0.", i)));
	for (size_t i = 1; i < 110; i++)
		w.records.push_back(
			version_of(str("cloaking 1.0.", i), { "bad ^1.0.1" }));
	CHECK(contains(w({ "trap0 *", "cloaking *" }),
		       "there is no crate 'bad'"));
}

TEST_CASE("what conflicts far away is found without trying all")
{
	World w;

	add_levels(w, "trap", 100, 49);
	for (size_t i = 1; i < 50; i++)
		w.records.push_back(
			version_of(str("trap100 1.0.", i),
				   { "constrained >=1.1.0,<=2.0.0" }));
	for (size_t i = 0; i < 60; i++)
		w.records.push_back(version_of(str("constrained 1.0.", i)));
	for (const char *const version : { "1.1.0", "2.0.0", "2.0.1" })
		w.records.push_back(version_of(str("constrained ", version)));
	w.records.push_back(
		version_of("cloaking 1.0.0", { "constrained ~1.0.0" }));
	CHECK(w({ "trap0 *", "constrained ^2.0.1", "cloaking *" })
		      .starts_with("version-conflict: "));

	add_levels(w, "level", 100, 49);
	w.records.push_back(
		version_of("level100 1.0.0", { "trap0 *", "cloaking *" }));
	CHECK(w({ "level0 *", "constrained ^2.0.1" })
		      .starts_with("version-conflict: "));
	CHECK(w({ "level0 *", "constrained ^2.0.0" })
		      .starts_with("cloaking 1.0.0, constrained 1.0.59, "
				   "constrained 2.0.0, "));
}

TEST_CASE("a sibling's alternatives count when going back")
{
	World w = world({
		version_of("A 1.0.0", { "B ^1.0", "C ^1.0", "D ^1.0.100" }),
		version_of("B 1.0.0", { "C >=1.0.0" }),
		version_of("B 1.0.1", { "C >=1.0.1" }),
		version_of("C 1.0.0", { "D ^1.0.0" }),
		version_of("C 1.0.1", { "D >=1.0.1,<1.0.100" }),
		version_of("C 1.0.2", { "D >=1.0.2,<1.0.100" }),
	});

	for (const size_t i : { 0, 1, 2, 100, 101, 102, 103, 104, 105 })
		w.records.push_back(version_of(str("D 1.0.", i)));
	CHECK(w({ "A ^1" }) == "A 1.0.0, B 1.0.0, C 1.0.0, D 1.0.105");
}

/* Ten pigeons for nine holes: to see that takes all who reason so for ever. */
TEST_CASE("a search that does not end is given up")
{
	constexpr size_t holes = 9;
	Strings wanted;
	World w;

	for (size_t pigeon = 0; pigeon <= holes; pigeon++) {
		wanted.push_back(str("pigeon", pigeon, " *"));
		for (size_t hole = 0; hole < holes; hole++)
			w.records.push_back(version_of(
				str("pigeon", pigeon, " 1.0.", hole),
				{ str("hole", hole, " =1.0.", pigeon) }));
		for (size_t hole = 0; hole < holes; hole++)
			w.records.push_back(
				version_of(str("hole", hole, " 1.0.", pigeon)));
	}
	CHECK(w(wanted) ==
	      "version-conflict: no versions that go together were found in 300000 steps");
}
