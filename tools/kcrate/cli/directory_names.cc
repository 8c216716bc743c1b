// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/directory_names.h"

#include <algorithm>
#include <set>

#include "base/str.h"

namespace kcrate {

namespace {

/* What is beside the crates' directories: by an import, or by a build. */
std::set<std::string> generated_names(const ImportTarget &target)
{
	switch (target.home.kind) {
	case Home::Kind::module:
		return { "kbuild", "host" };
	case Home::Kind::kernel_tree:
		return { "crates", "host" };
	default:
		return { "crates" };
	}
}

/* A file system may not tell 'crates' from 'Crates'. */
bool has_name(const std::set<std::string> &names, const std::string &name)
{
	return std::any_of(names.begin(), names.end(),
			   [&](const std::string &other) {
				   return to_lower(other) == to_lower(name);
			   });
}

} /* namespace */

Status check_directory_names(const Manifest &manifest,
			     const ImportTarget &target)
{
	const std::set<std::string> generated = generated_names(target);

	for (const auto &[name, entry] : manifest.crates) {
		if (entry.of_tree)
			continue;
		if (has_name(generated, name))
			return Diag(Id::name_collision,
				    str("'", target.home.crates, to_lower(name),
					"' holds what is generated, so no "
					"crate can be called '",
					name, "'"))
				.at(entry.where);
		if (has_name(target.taken, name))
			return Diag(Id::name_collision,
				    str("the tree has something of its own "
					"at ",
					target.home.crates, name))
				.at(entry.where)
				.with_help("leave the crate out, or move that "
					   "away");
	}
	return ok();
}

} /* namespace kcrate */
