/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The units of a graph of packages: as cargo has them, and as we have them. */

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "io/process.h"
#include "random_graphs.h"
#include "resolve/features.h"
#include "rustc_cfg.h"

namespace kcrate {

namespace fs = std::filesystem;

constexpr const char *host_triple = "x86_64-unknown-linux-gnu";
constexpr const char *bare_triple = "x86_64-unknown-none";

inline std::string cargo, rustc; /* the programs */

inline std::string toml_list(const Strings &items)
{
	return items.empty() ? "[]" : str("[\"", join(items, "\", \""), "\"]");
}

inline std::string directory_of(size_t i)
{
	return str("p", i);
}

inline std::string cargo_toml(const TestGraph &graph, size_t i)
{
	const TestPackage &package = graph.packages[i];
	std::string out = str("[package]\nname = \"", package.name,
			      "\"\nversion = \"", package.version,
			      "\"\nedition = \"", package.edition, "\"\n");

	if (!i && !graph.resolver.empty())
		out += str("resolver = \"", graph.resolver, "\"\n");
	out += str("\n[lib]\nname = \"", package.lib_name, "\"\n",
		   package.proc_macro ? "proc-macro = true\n" : "");
	for (const DepLine &dep : package.deps)
		out += str("\n[",
			   dep.platform.empty()
				   ? ""
				   : str("target.'", dep.platform, "'."),
			   dep.kind, "dependencies.", dep.name, "]\n",
			   dep.renamed
				   ? str("package = \"",
					 graph.packages[dep.to].name, "\"\n")
				   : "",
			   "version = \"", graph.packages[dep.to].version,
			   "\"\npath = \"../", directory_of(dep.to),
			   "\"\nfeatures = ", toml_list(dep.features), "\n",
			   dep.optional ? "optional = true\n" : "",
			   dep.default_features ? ""
						: "default-features = false\n");
	out += "\n[features]\n";
	for (const auto &[name, values] : package.features)
		out += str(name, " = ", toml_list(values), "\n");
	return out;
}

inline void write(const fs::path &path, const std::string &text)
{
	fs::create_directories(path.parent_path());
	std::ofstream(path) << text;
}

inline void write_graph(const TestGraph &graph, const fs::path &dir)
{
	fs::remove_all(dir);
	for (size_t i = 0; i < graph.packages.size(); i++) {
		const fs::path own = dir / directory_of(i);
		write(own / "Cargo.toml", cargo_toml(graph, i));
		write(own / "src/lib.rs", "");
		if (graph.packages[i].script)
			write(own / "build.rs", "fn main() {}\n");
	}
}

/* "p3 lib aarch64-unknown-linux-gnu", a unit without what it is made of. */
inline std::string unit_name(const std::string &package,
			     const std::string &kind,
			     const std::string &platform)
{
	return str(package, " ", kind, " ", platform);
}

/* A unit in one line, its edges and features in order. */
inline std::string unit_line(const std::string &name,
			     const std::string &edition,
			     const std::set<std::string> &features,
			     const std::set<std::string> &edges)
{
	return str(name, " ", edition, " [",
		   join({ features.begin(), features.end() }, " "), "] (",
		   join({ edges.begin(), edges.end() }, ", "), ")");
}

/* What tells cargo's unit from others: the library of "p3" for a platform. */
using PackageName = std::function<std::string(const std::string &pkg_id)>;

/* The units of cargo's @text, but those that run a build script. */
inline std::set<std::string> units_in(const std::string &text,
				      const PackageName &package)
{
	const nlohmann::json units = nlohmann::json::parse(text)["units"];
	const auto kind_of = [](const nlohmann::json &unit) {
		const std::string kind = unit["target"]["kind"][0];
		return kind == "proc-macro" || kind == "custom-build" ? kind
								      : "lib";
	};
	const auto name_of = [&](const nlohmann::json &unit) {
		return unit_name(package(unit["pkg_id"]), kind_of(unit),
				 unit["platform"].is_null()
					 ? "host"
					 : unit["platform"].get<std::string>());
	};
	std::set<std::string> out;

	for (const nlohmann::json &unit : units) {
		std::set<std::string> edges;
		if (unit["mode"] != "build")
			continue;
		for (const nlohmann::json &edge : unit["dependencies"]) {
			const nlohmann::json &other =
				units[edge["index"].get<size_t>()];
			if (other["mode"] == "build")
				edges.insert(str(edge["extern_crate_name"]
							 .get<std::string>(),
						 "=", name_of(other)));
		}
		out.insert(unit_line(name_of(unit), unit["target"]["edition"],
				     unit["features"], edges));
	}
	return out;
}

/*
 * "syn 2.0.98", from "…#syn@2.0.98" or "…/root#0.1.0"; older cargos, of
 * which 1.85 is one, write "syn 2.0.98 (…)".
 */
inline std::string package_of(const std::string &id)
{
	const size_t origin = id.find(" (");
	if (origin != id.npos)
		return id.substr(0, origin);

	const size_t hash = id.rfind('#');
	const std::string rest = id.substr(hash + 1);
	const size_t at = rest.find('@');

	if (at != rest.npos)
		return str(rest.substr(0, at), " ", rest.substr(at + 1));
	const size_t slash = id.rfind('/', hash);
	return str(id.substr(slash + 1, hash - slash - 1), " ", rest);
}

/* The lines that only one of the two has. */
inline std::string difference(const std::set<std::string> &theirs,
			      const std::set<std::string> &ours)
{
	std::string text;

	for (const std::string &line : theirs)
		if (!ours.count(line))
			text += str("  cargo:  ", line, "\n");
	for (const std::string &line : ours)
		if (!theirs.count(line))
			text += str("  kcrate: ", line, "\n");
	return text;
}

/* What cargo is asked for. */
struct CargoCall {
	Strings targets;
	Strings arguments; /* beside these */
};

/* cargo's unit graph of the package in @dir; where it refuses it, why. */
inline Result<std::string> cargo_unit_graph(const CargoCall &call,
					    const fs::path &dir,
					    const fs::path &target_dir)
{
	Strings argv = { "env",
			 "RUSTC_BOOTSTRAP=1",
			 "CARGO_TARGET_DIR=" + target_dir.string(),
			 "CARGO_HOME=" + (target_dir / "home").string(),
			 "RUSTC=" + rustc,
			 cargo,
			 "build",
			 "--unit-graph",
			 "-Zunstable-options",
			 "--offline",
			 "-q" };

	for (const std::string &target : call.targets)
		argv.insert(argv.end(), { "--target", target });
	argv.insert(argv.end(), call.arguments.begin(), call.arguments.end());
	return run_process(argv, dir.string());
}

/* cargo's units; where it refuses the graph, why. */
inline Result<std::set<std::string>> cargo_units(const TestGraph &graph,
						 const fs::path &dir,
						 const fs::path &target_dir)
{
	CargoCall call = { graph.targets,
			   { "--features", join(graph.asked, ",") } };

	if (graph.no_default)
		call.arguments.emplace_back("--no-default-features");
	if (graph.all_features)
		call.arguments.emplace_back("--all-features");
	const std::string text =
		TRY(cargo_unit_graph(call, dir / directory_of(0), target_dir));
	return units_in(text, [](const std::string &id) {
		const size_t slash = id.rfind('/');
		return directory_of(std::stoul(id.substr(slash + 2)));
	});
}

/* What rustc says of a target, asked once. */
inline CfgSet cfgs_of(const std::string &triple)
{
	static std::mutex mutex;
	static std::map<std::string, CfgSet> known;
	const std::lock_guard<std::mutex> lock(mutex);
	const auto [at, fresh] = known.try_emplace(triple);

	if (!fresh)
		return at->second;
	const Result<std::string> text =
		run_process({ "env", "RUSTC_BOOTSTRAP=1", rustc, "--print",
			      "cfg", "--target", triple });
	if (!text)
		throw std::runtime_error(text.error().message);
	for (const std::string_view line : lines(text.value()))
		set_cfg(at->second, line);
	at->second.set("target", triple);
	at->second.close();
	return at->second;
}

/* Packages as they were read, and what cargo is asked to build of them. */
struct World {
	std::vector<std::unique_ptr<CargoToml>> cargos;
	PackageGraph packages; /* the first is the root */
	Strings names;	       /* as units call them */
	Strings targets;
	Strings asked; /* features of the root */
	bool decoupled = true;

	/* A package called @name, with @tree beside its Cargo.toml. */
	void add(const std::string &name, const std::string &file,
		 const std::string &text, const Tree &tree)
	{
		Result<CargoToml> cargo =
			parse_cargo_toml({ file, text }, tree);
		if (!cargo)
			throw std::runtime_error(
				str(file, ": ", cargo.error().message));
		cargos.push_back(
			std::make_unique<CargoToml>(std::move(cargo.value())));
		if (!packages.add(*cargos.back()))
			throw std::runtime_error(file + ": bad features");
		names.push_back(name);
	}
};

inline std::string text_of(const fs::path &path)
{
	std::ifstream stream(path);

	return { std::istreambuf_iterator<char>(stream), {} };
}

inline std::string resolver_of(const TestGraph &graph)
{
	const std::string &edition = graph.packages[0].edition;

	if (!graph.resolver.empty())
		return graph.resolver;
	return edition < "2021" ? "1" : edition < "2024" ? "2" : "3";
}

/* @graph as it was written to @dir. */
inline World world_of(const TestGraph &graph, const fs::path &dir)
{
	World world;

	for (size_t i = 0; i < graph.packages.size(); i++) {
		const fs::path file = dir / directory_of(i) / "Cargo.toml";
		Tree tree = { { "src/lib.rs", File() } };
		if (graph.packages[i].script)
			tree["build.rs"] = File();
		world.add(directory_of(i), file, text_of(file), tree);
	}
	for (size_t i = 0; i < graph.packages.size(); i++)
		for (const Dependency &dep : world.cargos[i]->dependencies) {
			if (dep.kind == DepKind::dev && i)
				continue;
			for (const DepLine &line : graph.packages[i].deps)
				if (line.name == dep.name) {
					world.packages.packages[i]
						.edges.push_back(
							{ &dep, line.to });
					break;
				}
		}
	world.targets = graph.targets;
	world.decoupled = resolver_of(graph) != "1";
	world.asked = graph.asked;
	const FeatureMap features =
		feature_map(*world.packages.packages[0].cargo).value();
	for (const auto &[name, values] : features)
		if (graph.all_features ||
		    (name == "default" && !graph.no_default))
			world.asked.push_back(name);
	return world;
}

/* Our units, by cargo's rules (its src/compiler/unit_dependencies.rs). */
class Units {
public:
	explicit Units(const World &world) : world(world)
	{
		options.decoupled = world.decoupled;
		options.macros_for_target = true;
		options.host = cfgs_of(host_triple);
		for (const std::string &target : world.targets)
			options.targets.push_back(cfgs_of(target));
	}

	std::set<std::string> run()
	{
		FeatureResolver features(world.packages, options);
		const bool macro = world.cargos[0]->proc_macro;

		resolver_ = &features;
		features.ask(0, Target::kernel, world.asked);
		for (const std::string &target : world.targets)
			add({ 0, false, macro ? "host" : target,
			      macro && options.decoupled ? Target::host
							 : Target::kernel });
		return out;
	}

private:
	struct UnitKey {
		size_t package;
		bool script;
		std::string platform;
		Target features_for;
		auto operator<=>(const UnitKey &) const = default;
	};

	bool is_active(const Dependency &dep, const std::string &platform) const
	{
		return !dep.target ||
		       evaluate(*dep.target,
				cfgs_of(platform == "host" ? host_triple
							   : platform)) ==
			       Truth::yes;
	}

	std::string add(const UnitKey &key)
	{
		const CargoToml &cargo = *world.cargos[key.package];
		const std::string name =
			unit_name(world.names[key.package],
				  key.script	     ? "custom-build"
				  : cargo.proc_macro ? "proc-macro"
						     : "lib",
				  key.platform);

		if (!seen.insert(key).second)
			return name;

		const Build build = { key.package, key.features_for };
		std::set<std::string> features, edges;
		for (const auto &[feature, cause] :
		     resolver_->states().at(build).features)
			features.insert(feature);
		for (const PackageGraph::Edge &edge :
		     world.packages.packages[key.package].edges) {
			const Dependency &dep = *edge.dep;
			if ((dep.kind == DepKind::build) != key.script ||
			    dep.kind == DepKind::dev ||
			    !is_active(dep, key.platform) ||
			    !resolver_->is_on(build, edge))
				continue;
			const CargoToml &other = *world.cargos[*edge.to];
			edges.insert(str(
				dep.renamed ? crate_identifier(dep.name)
					    : other.lib_name,
				"=",
				add({ *edge.to, false,
				      other.proc_macro ? "host" : key.platform,
				      resolver_->child(build, edge).target })));
		}
		if (!key.script && !cargo.build.empty())
			add({ key.package, true, "host", key.features_for });
		out.insert(unit_line(
			name, key.script ? cargo.edition : cargo.lib_edition,
			features, edges));
		return name;
	}

	const World &world;
	FeatureOptions options;
	FeatureResolver *resolver_ = nullptr;
	std::set<UnitKey> seen;
	std::set<std::string> out;
};

} /* namespace kcrate */
