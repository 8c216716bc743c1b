// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/rust_project.h"

#include <map>

#include <nlohmann/json.hpp>

#include "base/str.h"

namespace kcrate {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const EmittedUnit &unit)
{
	Json out;

	out["unit"] = unit.unit;
	out["name"] = unit.crate_name;
	out["kind"] = std::string(name_of(unit.kind));
	out["root"] = unit.root;
	out["edition"] = unit.edition;
	out["deps"] = Json::array();
	for (const EmittedExtern &dep : unit.externs)
		out["deps"].push_back(
			{ { "unit", dep.unit }, { "name", dep.extern_name } });
	out["cfgs"] = Json::array();
	for (const std::string &feature : unit.features)
		out["cfgs"].push_back(
			{ { "cfg", str("feature=\"", feature, "\"") } });
	for (const CfgFlag &flag : unit.cfgs) {
		Json cfg = { { "cfg", flag.text() } };
		if (!flag.when_op.empty()) {
			cfg["when"] = flag.when_op;
			cfg["rustc"] = flag.rustc;
		}
		out["cfgs"].push_back(std::move(cfg));
	}
	out["envs"] = unit.envs;
	return out;
}

bool holds(const Json &cfg, unsigned int rustc)
{
	if (!cfg.contains("when"))
		return true;
	const auto bound = cfg.at("rustc").get<unsigned int>();
	const bool reached = rustc == 0 || rustc >= bound;
	return cfg.at("when") == "<" ? !reached : reached;
}

/* Where in a project the crates stand, by name. */
std::map<std::string, size_t> indices_of(const Json &crates)
{
	std::map<std::string, size_t> out;

	for (size_t i = 0; i < crates.size(); i++)
		out.try_emplace(crates[i].at("display_name").get<std::string>(),
				i);
	return out;
}

Json dep_on(size_t index, const std::string &name)
{
	return { { "crate", index }, { "name", name } };
}

/* One of our units as rust-analyzer wants it. */
Json crate_of(const Json &unit, const ProjectFacts &facts,
	      const std::map<std::string, size_t> &standard,
	      const std::map<std::string, size_t> &ours)
{
	const std::string home = facts.directory + "/kcrate/";
	const auto kind = unit.at("kind").get<std::string>();
	const auto name = unit.at("name").get<std::string>();
	Json out;

	out["display_name"] = name;
	out["root_module"] = home + unit.at("root").get<std::string>();
	out["is_workspace_member"] = false;
	out["edition"] = unit.at("edition");
	out["env"] = unit.at("envs");
	out["cfg"] = Json::array();
	for (const Json &cfg : unit.at("cfgs"))
		if (holds(cfg, facts.rustc))
			out["cfg"].push_back(cfg.at("cfg"));
	out["deps"] = Json::array();
	for (const char *const needed :
	     { "core", "alloc", "std", "proc_macro" }) {
		const auto at = standard.find(needed);
		if (at != standard.end() &&
		    (kind != "kernel" || at->first == "core"))
			out["deps"].push_back(dep_on(at->second, needed));
	}
	for (const Json &dep : unit.at("deps"))
		out["deps"].push_back(
			dep_on(ours.at(dep.at("unit").get<std::string>()),
			       dep.at("name").get<std::string>()));
	if (kind == "proc-macro") {
		out["is_proc_macro"] = true;
		out["proc_macro_dylib_path"] =
			str(home, "host/lib", name, ".so");
	}
	return out;
}

/* A path that is not absolute starts where the project's file is. */
bool is_below(const Json &crate, const std::string &directory)
{
	const auto root = crate.at("root_module").get<std::string>();

	return root.starts_with(directory + "/") ||
	       (!root.starts_with('/') && !root.starts_with("../"));
}

bool is_ours(const Json &crate, const ProjectFacts &facts)
{
	return crate.at("root_module")
		.get<std::string>()
		.starts_with(facts.directory + "/kcrate/");
}

/* The module uses ours though the kernel may have a crate of that name. */
void add_dep(Json &crate, Json dep)
{
	for (Json &other : crate.at("deps"))
		if (other.at("name") == dep.at("name")) {
			other = std::move(dep);
			return;
		}
	crate.at("deps").push_back(std::move(dep));
}

/* What an earlier merge() has added, of another import: all at the end. */
void take_out(Json &crates, const ProjectFacts &facts)
{
	size_t known = 0;

	while (known < crates.size() && !is_ours(crates[known], facts))
		known++;
	while (crates.size() > known)
		crates.erase(crates.size() - 1);
	for (Json &crate : crates) {
		Json deps = Json::array();
		for (const Json &dep : crate.at("deps"))
			if (dep.at("crate") < known)
				deps.push_back(dep);
		crate["deps"] = std::move(deps);
	}
}

void merge(Json &project, const Json &units, const ProjectFacts &facts)
{
	Json &crates = project.at("crates");
	take_out(crates, facts);
	const std::map<std::string, size_t> standard = indices_of(crates);
	const size_t known = crates.size();
	std::map<std::string, size_t> ours;

	for (const Json &unit : units)
		ours[unit.at("unit").get<std::string>()] = known + ours.size();
	for (const Json &unit : units)
		crates.push_back(crate_of(unit, facts, standard, ours));

	/* The module's own roots may use what is not for the host alone. */
	for (size_t i = 0; i < known; i++) {
		if (!is_below(crates[i], facts.directory))
			continue;
		for (const Json &unit : units)
			if (unit.at("kind") != "host")
				add_dep(crates[i],
					dep_on(ours.at(unit.at("unit")
							       .get<std::string>()),
					       unit.at("name")
						       .get<std::string>()));
	}
}

} /* namespace */

std::string emit_project(const std::vector<EmittedUnit> &units)
{
	Json out;

	out["schema"] = 1;
	out["units"] = Json::array();
	for (const EmittedUnit &unit : units)
		out["units"].push_back(to_json(unit));
	return out.dump(1, '\t', false, Json::error_handler_t::replace) + "\n";
}

Result<std::string> merge_project(std::string_view project,
				  std::string_view ours,
				  const ProjectFacts &facts)
{
	try {
		Json out = Json::parse(project);
		merge(out, Json::parse(ours).at("units"), facts);
		return out.dump(4) + "\n";
	} catch (const std::exception &e) {
		return Diag(Id::bad_value,
			    str("rust-project.json is not what "
				"`make rust-analyzer` writes, or the import's "
				"own is damaged: ",
				e.what()))
			.with_help("make the first anew, and import again");
	}
}

} /* namespace kcrate */
