/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Registries of crates with versions that often do not go together. */

#include <nlohmann/json.hpp>

#include "cargo/index_path.h"
#include "random_graphs.h"
#include "semver/semver.h"

namespace kcrate {

/* One entry of `deps`, and one line of a dependency table. */
struct RegistryDep {
	std::string package, requirement;
	std::string name; /* the key; @package where it is not renamed */
	std::string kind; /* "normal", "build" or "dev" */
	std::string platform;
	Strings features;
	bool optional = false, default_features = true;
};

struct RegistryVersion {
	std::string name, version;
	std::vector<RegistryDep> deps;
	std::map<std::string, Strings> features;
	std::string links, rust_version;
	bool yanked = false;
};

struct TestRegistry {
	std::vector<RegistryVersion> versions;
	RegistryVersion root;
	bool fallback = false; /* resolver 3, by the root's rust_version */
};

constexpr const char *version_texts[] = {
	"0.0.1", "0.0.2",  "0.0.3",	   "0.1.0",	    "0.1.3",
	"0.2.0", "0.10.0", "1.0.0",	   "1.0.1",	    "1.1.0",
	"1.2.0", "1.2.5",  "1.2.5+b.10",   "1.3.0-alpha.1", "1.3.0",
	"1.9.0", "1.10.0", "2.0.0-beta.2", "2.0.0",	    "2.1.0-pre",
	"2.1.0",
};
constexpr size_t last_0 = 7, first_1 = 7, last_1 = 17; /* of those */

inline bool is_before(const std::string &a, const std::string &b)
{
	return std::is_lt(compare_all(parse_version(a).value(),
				      parse_version(b).value()));
}

inline std::set<std::string> optional_deps(const RegistryVersion &version)
{
	std::set<std::string> out;

	for (const RegistryDep &dep : version.deps)
		if (dep.optional)
			out.insert(dep.name);
	return out;
}

inline bool hides(const RegistryVersion &version, const std::string &dep)
{
	for (const auto &[name, values] : version.features)
		if (std::find(values.begin(), values.end(), "dep:" + dep) !=
		    values.end())
			return true;
	return false;
}

inline Strings feature_names(const RegistryVersion &version)
{
	Strings out;

	for (const auto &[name, values] : version.features)
		out.push_back(name);
	for (const std::string &dep : optional_deps(version))
		if (!hides(version, dep) && !version.features.count(dep))
			out.push_back(dep);
	return out;
}

class RegistryGenerator {
public:
	explicit RegistryGenerator(uint64_t seed) : dice(seed)
	{
		for (size_t i = 0; i < 20; i++)
			dice.below(2);
	}

	TestRegistry run()
	{
		const size_t count = 3 + dice.below(6);

		crates.resize(count);
		for (size_t i = count; i--;)
			make_crate(i);
		out.root.name = "root";
		for (size_t i = 0; i < count; i++)
			if (dice.percent(i ? 45 : 90))
				depend(out.root, i);
		make_features(out.root);
		out.root.version = "1.0.0";
		out.fallback = dice.percent(25);
		if (out.fallback)
			out.root.rust_version = "1.70";
		for (const auto &versions : crates)
			out.versions.insert(out.versions.end(),
					    versions.begin(), versions.end());
		return std::move(out);
	}

private:
	void make_crate(size_t i)
	{
		/* Most versions share a lane, or each has one of its own. */
		const bool early = dice.percent(25);
		const size_t first = early ? 0 : first_1;
		const size_t last = early ? last_0 : last_1;
		std::set<std::string> texts;

		for (size_t n = 2 + dice.below(7); n; n--)
			texts.insert(
				version_texts
					[dice.percent(65)
						 ? first + dice.below(last -
								      first)
						 : dice.below(std::size(
							   version_texts))]);
		for (const std::string &text : texts)
			make_version(i, text);
		if (dice.percent(80))
			std::sort(crates[i].begin(), crates[i].end(),
				  [](const auto &a, const auto &b) {
					  return is_before(a.version,
							   b.version);
				  });
	}

	void make_version(size_t i, const std::string &text)
	{
		RegistryVersion version;

		version.name = str("c", i);
		version.version = text;
		version.yanked = dice.percent(3);
		if (dice.percent(8))
			version.links = dice.percent(60) ? "z" : "y";
		if (dice.percent(40))
			version.rust_version = rust_version();
		const size_t near = is_before(text, "1.2.0") ? 20 : 70;
		for (size_t to = i + 1; to < crates.size(); to++)
			if (dice.percent(to <= i + 2 ? near : near / 3))
				depend(version, to);
		/* Back to what came before: a circle, maybe. */
		if (dice.percent(1) && i)
			depend(version, dice.below(i));
		make_features(version);
		crates[i].push_back(std::move(version));
	}

	std::string rust_version()
	{
		return std::vector{ "1.60", "1.70.0", "1.80",
				    "1" }[dice.below(4)];
	}

	/* Newer versions are the stricter ones: the first try often fails. */
	std::string requirement(const std::string &from, const std::string &to)
	{
		const Version version = parse_version(to).value();
		const std::string plain = to.substr(0, to.find('+'));

		if (dice.percent(from == "root"		    ? 10
				 : is_before(from, "1.2.0") ? 10
							    : 65))
			return str(dice.percent(70) ? "=" : "~", plain);
		switch (dice.below(8)) {
		case 0:
			return ">=" + plain;
		case 1:
			return "<=" + plain;
		case 2:
			return str(">=", plain, ", <", version.major + 1, ".1");
		case 3:
			return str(version.major, ".*");
		case 4:
			return "*";
		default:
			return str(version.major, ".",
				   version.major ? 0 : version.minor,
				   version.pre.empty() || version.minor > 1
					   ? ""
					   : ".0-a");
		}
	}

	/* One that all versions of the crate have, mostly. */
	std::string feature_of(size_t to)
	{
		if (dice.percent(95) || crates[to].empty())
			return dice.percent(50) ? "f1" : "f2";
		const Strings names = feature_names(dice.of(crates[to]));
		return names.empty() ? "f1" : dice.of(names);
	}

	void depend(RegistryVersion &version, size_t to)
	{
		const std::vector<RegistryVersion> &others = crates[to];
		const size_t lines = dice.percent(15) ? 2 : 1;

		for (size_t n = 0; n < lines; n++) {
			/* Crates that come later have no versions yet. */
			const std::string near =
				others.empty()
					? version_texts[dice.below(
						  std::size(version_texts))]
					: dice.of(others).version;
			RegistryDep dep;
			const size_t kind = dice.below(100);

			dep.package = str("c", to);
			dep.requirement = requirement(version.version.empty()
							      ? "root"
							      : version.version,
						      near);
			dep.kind = kind < 15   ? "build"
				   : kind < 25 ? "dev"
					       : "normal";
			dep.name =
				dice.percent(15) ? str("r", to) : dep.package;
			if (dice.percent(20))
				dep.platform = platforms[dice.below(
					std::size(platforms))];
			dep.optional = dep.kind != "dev" && dice.percent(35);
			dep.default_features = dice.percent(70);
			if (dice.percent(25))
				dep.features.push_back(feature_of(to));
			if (!is_there(version, dep))
				version.deps.push_back(std::move(dep));
		}
	}

	/* A table has each key once, and one key means one package. */
	static bool is_there(const RegistryVersion &version,
			     const RegistryDep &dep)
	{
		return std::any_of(
			version.deps.begin(), version.deps.end(),
			[&](const RegistryDep &other) {
				return other.name == dep.name &&
				       (other.package != dep.package ||
					(other.kind == dep.kind &&
					 other.platform == dep.platform));
			});
	}

	void make_features(RegistryVersion &version)
	{
		const std::set<std::string> optional = optional_deps(version);

		/* The versions of a crate have much the same ones. */
		for (const char *const name : { "default", "f1", "f2" })
			if (dice.percent(98))
				version.features[name];
		for (const std::string &dep : optional)
			if (dice.percent(15))
				version.features["use-" + dep] = { "dep:" +
								   dep };
		for (auto &[name, values] : version.features)
			for (size_t n = dice.below(4); n; n--)
				add_value(version, name, values);
		drop_dangling(version);
	}

	void add_value(const RegistryVersion &version,
		       const std::string &feature, Strings &values)
	{
		const std::set<std::string> optional = optional_deps(version);
		Strings choices;

		for (const auto &[name, others] : version.features)
			if (name != feature && name != "default")
				choices.push_back(name);
		for (const RegistryDep &dep : version.deps) {
			if (dep.kind == "dev")
				continue;
			const size_t to = std::stoul(dep.package.substr(1));
			const bool is_optional = optional.count(dep.name);
			if (is_optional)
				choices.push_back(dice.percent(50)
							  ? "dep:" + dep.name
							  : dep.name);
			const std::string name = feature_of(to);
			choices.push_back(str(dep.name, "/", name));
			if (is_optional)
				choices.push_back(str(dep.name, "?/", name));
		}
		if (!choices.empty())
			values.push_back(dice.of(choices));
	}

public:
	/* Implicit features that a `dep:` has taken away are no values. */
	static void drop_dangling(RegistryVersion &version)
	{
		const std::set<std::string> optional = optional_deps(version);
		std::set<std::string> all;

		for (const RegistryDep &dep : version.deps)
			all.insert(dep.name);
		for (auto &[feature, values] : version.features)
			std::erase_if(values, [&,
					       key = feature](const std::string
								      &value) {
				const Strings names = feature_names(version);
				const FeatureValue parsed =
					parse_feature_value(value);
				if (parsed.kind == FeatureValue::Kind::dep ||
				    parsed.weak)
					return !optional.count(
						std::string(parsed.name));
				if (parsed.kind ==
				    FeatureValue::Kind::dep_feature)
					return !all.count(
						std::string(parsed.name));
				return value == key ||
				       std::find(names.begin(), names.end(),
						 value) == names.end();
			});
	}

private:
	Dice dice;
	std::vector<std::vector<RegistryVersion>> crates;
	TestRegistry out;
};

/* The line of @version in its index file. */
inline std::string index_line(const RegistryVersion &version)
{
	nlohmann::ordered_json line;

	line["name"] = version.name;
	line["vers"] = version.version;
	line["deps"] = nlohmann::ordered_json::array();
	for (const RegistryDep &dep : version.deps) {
		nlohmann::ordered_json entry;
		entry["name"] = dep.name;
		entry["req"] = dep.requirement;
		entry["features"] = dep.features;
		entry["optional"] = dep.optional;
		entry["default_features"] = dep.default_features;
		entry["target"] = nullptr;
		if (!dep.platform.empty())
			entry["target"] = dep.platform;
		entry["kind"] = dep.kind;
		if (dep.name != dep.package)
			entry["package"] = dep.package;
		line["deps"].push_back(std::move(entry));
	}
	line["cksum"] = std::string(64, '0');
	line["features"] = nlohmann::ordered_json::object();
	line["features2"] = nlohmann::ordered_json::object();
	for (const auto &[name, values] : version.features) {
		const bool is_new = std::any_of(
			values.begin(), values.end(), [](const auto &value) {
				return value.starts_with("dep:") ||
				       value.find("?/") != value.npos;
			});
		line[is_new ? "features2" : "features"][name] = values;
	}
	line["yanked"] = version.yanked;
	if (!version.links.empty())
		line["links"] = version.links;
	if (!version.rust_version.empty())
		line["rust_version"] = version.rust_version;
	line["v"] = 2;
	return line.dump() + "\n";
}

/* What occurs in @registry. */
inline std::set<std::string> constructs(const TestRegistry &registry)
{
	std::set<std::string> out;
	std::vector<RegistryVersion> all = registry.versions;
	std::map<std::string, std::set<uint64_t>> majors;

	if (registry.fallback)
		out.insert("rust-version decides");
	all.push_back(registry.root);
	for (const RegistryVersion &version : all) {
		const std::set<std::string> optional = optional_deps(version);
		const Version parsed = parse_version(version.version).value();
		std::map<std::string, size_t> lines;
		if (majors[version.name].insert(parsed.major).second &&
		    majors[version.name].size() > 1)
			out.insert("several lanes");
		if (!parsed.major && !parsed.minor)
			out.insert("0.0.x");
		if (!parsed.pre.empty())
			out.insert("pre-release");
		if (!parsed.build.empty())
			out.insert("build metadata");
		if (version.yanked)
			out.insert("yanked");
		if (!version.links.empty())
			out.insert("links");
		if (!version.rust_version.empty())
			out.insert("rust_version");
		for (const RegistryDep &dep : version.deps) {
			out.insert(dep.kind + " dependency");
			if (dep.requirement.starts_with("="))
				out.insert("=1.2.3");
			if (dep.requirement.find(',') != std::string::npos)
				out.insert(">=, <");
			if (!dep.platform.empty())
				out.insert("dependency of a target");
			if (dep.name != dep.package)
				out.insert("renamed dependency");
			if (dep.optional)
				out.insert("optional dependency");
			if (!dep.default_features)
				out.insert("default-features = false");
			if (!dep.features.empty())
				out.insert("features of a dependency");
			if (++lines[dep.package] > 1)
				out.insert("dependency in two tables");
			if (version.name[0] == 'c' &&
			    std::stoul(dep.package.substr(1)) <
				    std::stoul(version.name.substr(1)))
				out.insert("dependency on what comes before");
		}
		for (const auto &[name, values] : version.features)
			for (const std::string &value : values)
				out.insert(value.starts_with("dep:") ? "dep:d"
					   : value.find("?/") != value.npos
						   ? "d?/f"
					   : value.find('/') != value.npos
						   ? "d/f"
					   : optional.count(value)
						   ? "implicit feature"
						   : "feature of a feature");
	}
	return out;
}

} /* namespace kcrate */
