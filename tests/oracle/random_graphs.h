/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Graphs of packages that depend on each other in all the ways cargo has. */

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/str.h"

namespace kcrate {

using Strings = std::vector<std::string>;

constexpr const char *triples[] = { "x86_64-unknown-linux-gnu",
				    "x86_64-unknown-none",
				    "aarch64-unknown-linux-gnu" };
constexpr const char *platforms[] = {
	"cfg(unix)",
	"cfg(windows)",
	"cfg(target_os = \"none\")",
	"cfg(not(target_os = \"linux\"))",
	"cfg(any(target_arch = \"aarch64\", windows))",
	"cfg(all(unix, target_pointer_width = \"64\"))",
	"x86_64-unknown-none",
	"x86_64-unknown-linux-gnu",
};

constexpr const char *predicates[] = {
	"unix",
	"windows",
	"target_family = \"unix\"",
	"target_os = \"linux\"",
	"target_os = \"none\"",
	"target_os = \"uefi\"",
	"target_arch = \"x86_64\"",
	"target_arch = \"aarch64\"",
	"target_env = \"gnu\"",
	"target_env = \"\"",
	"target_vendor = \"unknown\"",
	"target_endian = \"little\"",
	"target_pointer_width = \"64\"",
	"target_has_atomic = \"64\"",
	"target_has_atomic",
	"target_feature = \"sse2\"",
	"target_feature = \"neon\"",
	"panic = \"abort\"",
	"target_abi = \"\"",
	"nobody_knows_this",
	"r#unix",
};

/* Those of them that a kernel's target and x86_64-unknown-none agree about. */
constexpr const char *kernel_predicates[] = {
	"unix",
	"windows",
	"target_os = \"linux\"",
	"target_os = \"none\"",
	"target_arch = \"x86_64\"",
	"target_arch = \"aarch64\"",
	"target_vendor = \"unknown\"",
	"target_endian = \"little\"",
	"target_pointer_width = \"64\"",
};

/* One line of a dependency table; all of one name mean the same package. */
struct DepLine {
	size_t to;
	std::string name; /* the key */
	std::string kind; /* "", "build-" or "dev-" */
	std::string platform;
	Strings features;
	bool renamed = false, optional = false, default_features = true;
};

struct TestPackage {
	std::string name, version, edition, lib_name;
	bool proc_macro = false, script = false;
	std::map<std::string, Strings> features;
	std::vector<DepLine> deps;
};

/* The first package is the root. */
struct TestGraph {
	std::vector<TestPackage> packages;
	std::string resolver; /* "" for what the edition says */
	Strings targets;
	Strings asked; /* features of the root */
	bool no_default = false, all_features = false;
};

/* The same numbers on every machine. */
class Dice {
public:
	explicit Dice(uint64_t seed) : state(seed * 2654435761 + 88172645463325)
	{}

	size_t below(size_t n)
	{
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		return state % n;
	}
	bool percent(size_t n) { return below(100) < n; }
	template <typename T>
	const T &of(const std::vector<T> &list)
	{
		return list[below(list.size())];
	}

private:
	uint64_t state;
};

/* Names of optional dependencies, each once. */
inline std::set<std::string> optional_names(const TestPackage &package)
{
	std::set<std::string> out;

	for (const DepLine &dep : package.deps)
		if (dep.optional)
			out.insert(dep.name);
	return out;
}

inline bool hides(const TestPackage &package, const std::string &dep)
{
	for (const auto &[name, values] : package.features)
		for (const std::string &value : values)
			if (value == "dep:" + dep)
				return true;
	return false;
}

/* All that others may ask @package for. */
inline Strings feature_names(const TestPackage &package)
{
	Strings out;

	for (const auto &[name, values] : package.features)
		out.push_back(name);
	for (const std::string &dep : optional_names(package))
		if (!hides(package, dep) && !package.features.count(dep))
			out.push_back(dep);
	return out;
}

class Generator {
public:
	/* @for_import: one version of each crate, and a kernel's targets. */
	explicit Generator(uint64_t seed, bool for_import = false)
		: dice(seed), for_import(for_import)
	{
		for (size_t i = 0; i < 20; i++)
			dice.below(2);
	}

	TestGraph run()
	{
		const size_t count = 3 + dice.below(6);

		graph.packages.resize(count);
		for (size_t i = count; i--;)
			make(i);
		if (dice.percent(75))
			graph.resolver = std::to_string(1 + dice.below(3));
		graph.targets.emplace_back(triples[dice.below(3)]);
		if (dice.percent(15) && graph.targets[0] != triples[0])
			graph.targets.emplace_back(triples[0]);
		for (const std::string &name : feature_names(graph.packages[0]))
			if (name != "default" && dice.percent(40))
				graph.asked.push_back(name);
		graph.no_default = dice.percent(30);
		graph.all_features = dice.percent(10);
		return graph;
	}

private:
	void make(size_t i)
	{
		TestPackage &package = graph.packages[i];
		const bool twin = i >= 2 && i + 1 < graph.packages.size() &&
				  dice.percent(25) && !for_import;

		/* Two versions of a crate have one name. */
		package.name = twin ? graph.packages[i + 1].name
				    : str(dice.percent(50) ? "p-" : "p", i);
		package.version = twin ? str("1.", i, ".0") : "2.0.0";
		package.edition = std::vector{ "2015", "2018", "2021",
					       "2024" }[dice.below(4)];
		package.lib_name = dice.percent(10)
					   ? str("other", i)
					   : crate_identifier(package.name);
		package.proc_macro = dice.percent(i ? 20 : 8);
		package.script = dice.percent(25);
		for (size_t to = i + 1; to < graph.packages.size(); to++)
			if (dice.percent(to == i + 1 ? 80 : 35))
				depend(i, to);
		make_features(package);
	}

	bool is_taken(const TestPackage &package, size_t to,
		      const std::string &name) const
	{
		for (const DepLine &dep : package.deps)
			if (dep.to != to &&
			    (dep.name == name ||
			     crate_identifier(dep.name) ==
				     crate_identifier(name) ||
			     graph.packages[dep.to].lib_name ==
				     graph.packages[to].lib_name))
				return true;
		return false;
	}

	void depend(size_t i, size_t to)
	{
		TestPackage &package = graph.packages[i];
		const Strings names = feature_names(graph.packages[to]);
		std::string name = graph.packages[to].name;
		const size_t lines = dice.percent(25) ? 2 : 1;

		if (is_taken(package, to, name) || dice.percent(20))
			name = str("r", to);
		const bool renamed =
			name != graph.packages[to].name || dice.percent(10);
		for (size_t n = 0; n < lines; n++) {
			DepLine dep = { to, name, "", "", {}, renamed };
			const size_t kind = dice.below(100);
			if (kind < 20)
				dep.kind = "build-";
			else if (kind < 30)
				dep.kind = "dev-";
			if (dice.percent(30))
				dep.platform = platform();
			dep.optional = dep.kind != "dev-" && dice.percent(45);
			dep.default_features = dice.percent(65);
			for (const std::string &feature : names)
				if (feature != "default" && dice.percent(25))
					dep.features.push_back(feature);
			if (!is_there(package, dep))
				package.deps.push_back(std::move(dep));
		}
	}

	std::string platform()
	{
		if (dice.percent(40) && !for_import)
			return platforms[dice.below(std::size(platforms))];
		return str("cfg(", predicate(3), ")");
	}

	std::string predicate(size_t depth)
	{
		const size_t kind = depth ? dice.below(6) : 3;
		std::vector<std::string> operands;

		if (kind > 2 && for_import)
			return kernel_predicates[dice.below(
				std::size(kernel_predicates))];
		if (kind > 2)
			return predicates[dice.below(std::size(predicates))];
		if (kind == 0)
			return str("not(", predicate(depth - 1), ")");
		for (size_t n = dice.below(4); n; n--)
			operands.push_back(predicate(depth - 1));
		return str(kind == 1 ? "all(" : "any(", join(operands, ", "),
			   operands.empty() || dice.percent(80) ? ")" : ",)");
	}

	/* A table has each key once. */
	static bool is_there(const TestPackage &package, const DepLine &dep)
	{
		return std::any_of(package.deps.begin(), package.deps.end(),
				   [&](const DepLine &other) {
					   return other.name == dep.name &&
						  other.kind == dep.kind &&
						  other.platform ==
							  dep.platform;
				   });
	}

	void make_features(TestPackage &package)
	{
		const std::set<std::string> optional = optional_names(package);

		if (dice.percent(60))
			package.features["default"];
		for (size_t n = dice.below(4); n; n--)
			package.features[str("f", n)];
		/* A feature called like a dependency that is hidden by it. */
		for (const std::string &dep : optional)
			if (dice.percent(10)) {
				package.features[dep];
				package.features["use-" + dep] = { "dep:" +
								   dep };
			}
		for (auto &[name, values] : package.features)
			for (size_t n = dice.below(4); n; n--)
				add_value(package, name, values);
	}

	void add_value(const TestPackage &package, const std::string &feature,
		       Strings &values)
	{
		Strings choices;

		for (const auto &[name, others] : package.features)
			if (name != feature && name != "default")
				choices.push_back(name);
		for (const DepLine &dep : package.deps) {
			if (dep.kind == "dev-")
				continue;
			const bool optional =
				optional_names(package).count(dep.name);
			if (optional && !hides(package, dep.name) &&
			    !package.features.count(dep.name))
				choices.push_back(dep.name);
			if (optional && dice.percent(50))
				choices.push_back("dep:" + dep.name);
			for (const std::string &name :
			     feature_names(graph.packages[dep.to])) {
				choices.push_back(str(dep.name, "/", name));
				if (optional)
					choices.push_back(
						str(dep.name, "?/", name));
			}
		}
		if (!choices.empty())
			values.push_back(dice.of(choices));
	}

	Dice dice;
	bool for_import;
	TestGraph graph;
};

/* Implicit features that a later `dep:` has taken away again are no values. */
inline void drop_dangling(TestGraph &graph)
{
	const auto has = [](const TestPackage &package,
			    const std::string &feature) {
		const Strings names = feature_names(package);
		return std::find(names.begin(), names.end(), feature) !=
		       names.end();
	};

	for (size_t i = graph.packages.size(); i--;) {
		TestPackage &package = graph.packages[i];
		for (DepLine &dep : package.deps)
			std::erase_if(dep.features, [&](const auto &feature) {
				return !has(graph.packages[dep.to], feature);
			});
		for (auto &[name, values] : package.features)
			std::erase_if(values, [&](const std::string &value) {
				const size_t slash = value.find('/');
				if (slash == value.npos)
					return !value.starts_with("dep:") &&
					       !has(package, value);
				std::string dep = value.substr(0, slash);
				if (dep.ends_with('?'))
					dep.pop_back();
				for (const DepLine &line : package.deps)
					if (line.name == dep)
						return !has(
							graph.packages[line.to],
							value.substr(slash +
								     1));
				return true;
			});
	}
	std::erase_if(graph.asked, [&](const std::string &feature) {
		return !has(graph.packages[0], feature);
	});
}

/* What occurs in @graph. */
inline std::set<std::string> constructs(const TestGraph &graph)
{
	std::set<std::string> out;
	std::set<std::string> names;

	out.insert("resolver " +
		   (graph.resolver.empty() ? "by edition" : graph.resolver));
	for (const std::string &target : graph.targets)
		out.insert(target);
	if (graph.targets.size() > 1)
		out.insert("two targets");
	if (graph.no_default)
		out.insert("no default features");
	if (graph.all_features)
		out.insert("all features");
	for (const TestPackage &package : graph.packages) {
		std::map<std::string, size_t> lines;
		if (!names.insert(package.name).second)
			out.insert("two versions");
		if (package.proc_macro)
			out.insert("proc macro");
		if (package.script)
			out.insert("build script");
		if (package.lib_name != crate_identifier(package.name))
			out.insert("library with a name of its own");
		for (const DepLine &dep : package.deps) {
			out.insert(dep.kind + "dependencies");
			if (!dep.platform.empty())
				out.insert("dependency of a target");
			for (const char *const op : { "not(", "all(", "any(" })
				if (contains(dep.platform, op))
					out.insert(str("cfg with ", op, ")"));
			if (dep.optional)
				out.insert("optional dependency");
			if (!dep.default_features)
				out.insert("default-features = false");
			if (dep.name != graph.packages[dep.to].name)
				out.insert("renamed dependency");
			if (++lines[dep.name] > 1)
				out.insert("dependency in two tables");
		}
		for (const auto &[name, values] : package.features) {
			if (lines.count(name))
				out.insert("feature named like a dependency");
			for (const std::string &value : values)
				out.insert(
					value.starts_with("dep:") ? "dep:d"
					: value.find("?/") != value.npos
						? "d?/f"
					: value.find('/') != value.npos ? "d/f"
					: lines.count(value) &&
							!package.features.count(
								value)
						? "implicit feature"
						: "feature of a feature");
		}
	}
	return out;
}

} /* namespace kcrate */
