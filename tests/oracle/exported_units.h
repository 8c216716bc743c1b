/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * An import's units against those that cargo makes of its exported workspace.
 * What the import does not follow (dependencies of build scripts and tests, and
 * those that the manifest drops) is not in that at all.
 */

#include "emit/cargo_workspace.h"
#include "resolve/resolve.h"
#include "unit_graph.h"

namespace kcrate {

using CargoTomls = std::map<std::string, CargoToml>;

inline std::string name_of_unit(const CargoToml &cargo, Target target)
{
	return unit_name(str(cargo.name, " ", cargo.version_text),
			 cargo.proc_macro ? "proc-macro" : "lib",
			 target == Target::kernel ? bare_triple : "host");
}

/* The units of @resolution, in cargo's words. */
inline std::set<std::string> units_of(const Resolution &resolution,
				      const CargoTomls &cargos)
{
	std::set<std::string> out;

	for (const Unit &unit : resolution.units) {
		const CargoToml &cargo = cargos.at(unit.package);
		std::set<std::string> edges;
		for (const Edge &edge : unit.edges)
			edges.insert(str(edge.extern_name, "=",
					 name_of_unit(cargos.at(edge.package),
						      edge.target)));
		out.insert(unit_line(name_of_unit(cargo, unit.target),
				     cargo.lib_edition, unit.features, edges));
	}
	return out;
}

/* cargo's of the workspace in @dir, without those that only cargo has. */
inline Result<std::set<std::string>> exported_units(const fs::path &dir,
						    const fs::path &target_dir)
{
	const CargoCall call = { { bare_triple }, { "-p", cargo_root } };
	const std::string text = TRY(cargo_unit_graph(call, dir, target_dir));
	std::set<std::string> units = units_in(text, package_of);

	std::erase_if(units, [](const std::string &line) {
		return line.starts_with(cargo_root) ||
		       contains(line.substr(0, line.find('[')),
				" custom-build ");
	});
	return units;
}

} /* namespace kcrate */
