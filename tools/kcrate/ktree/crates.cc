// SPDX-License-Identifier: GPL-2.0-or-later

#include "ktree/crates.h"

namespace kcrate {

namespace {

/* What Cargo.toml would say, as far as the tree tells it. */
CargoToml cargo_of(const TreeCrate &crate)
{
	CargoToml out;

	out.name = crate.package;
	out.version = crate.version;
	out.version_text = crate.version_text;
	out.lib_name = crate_identifier(crate.package);
	out.proc_macro = crate.proc_macro;
	/* Which they are cannot be seen; what is built is what there is. */
	out.features["default"] = {};
	for (const std::string &feature : crate.features)
		out.features[feature] = {};
	return out;
}

} /* namespace */

Manifest with_tree_crates(Manifest manifest, const KernelTree &tree,
			  std::map<std::string, CargoToml> &cargo_tomls)
{
	for (const auto &[name, crate] : tree.crates) {
		CrateEntry entry;
		const auto asked = manifest.crates.find(name);
		if (asked != manifest.crates.end()) {
			entry.where = asked->second.where;
			entry.kernel = asked->second.kernel;
			entry.host = asked->second.host;
		}
		entry.name = name;
		entry.version = crate.version;
		entry.version_text = crate.version_text;
		entry.of_tree = true;
		manifest.crates[name] = std::move(entry);
		cargo_tomls[name] = cargo_of(crate);
	}
	return manifest;
}

} /* namespace kcrate */
