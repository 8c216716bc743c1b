/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a manifest's entry would say of a crate, so that it can be imported. */

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "manifest/manifest.h"

namespace kcrate {

struct Recipe {
	/* Those to ask for; nothing where all may stay. */
	std::optional<std::set<std::string>> features;
	std::vector<CfgFlag> cfgs;
	std::map<std::string, std::string> envs;
	std::vector<std::string> licence_drop;
	std::string build_script; /* how its effects were found; "" for none */
	/* What is left for somebody to find out, a line each. */
	std::vector<std::string> open;

	bool is_empty() const
	{
		return !features && cfgs.empty() && envs.empty() &&
		       licence_drop.empty() && build_script.empty();
	}
};

} /* namespace kcrate */
