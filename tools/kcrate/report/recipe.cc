// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/recipe.h"

#include "base/quote.h"
#include "base/str.h"

namespace kcrate {

namespace {

constexpr std::string_view inner = "    "; /* of an entry's keys */

std::string quoted_list(const std::vector<std::string> &items)
{
	std::vector<std::string> out;

	out.reserve(items.size());
	for (const std::string &item : items)
		out.push_back(quote_yaml(item));
	return str("[", join(out, ", "), "]");
}

std::string cfg_to_yaml(const CfgFlag &flag)
{
	std::string text = quote_yaml(flag.text());

	if (flag.when_op.empty())
		return text;
	return str("{cfg: ", text, ", when: ", flag.condition(), "}");
}

std::vector<std::string> role_to_yaml(const Recipe &recipe)
{
	std::vector<std::string> out;
	std::vector<std::string> cfgs;
	std::string envs;

	if (recipe.features)
		out.push_back(str("features: ",
				  quoted_list({ recipe.features->begin(),
						recipe.features->end() })));
	for (const CfgFlag &flag : recipe.cfgs)
		cfgs.push_back(cfg_to_yaml(flag));
	if (!cfgs.empty())
		out.push_back(str("cfgs: [", join(cfgs, ", "), "]"));
	for (const auto &[name, value] : recipe.envs)
		envs += str(envs.empty() ? "" : ", ", quote_yaml(name), ": ",
			    quote_yaml(value));
	if (!envs.empty())
		out.push_back(str("envs: {", envs, "}"));
	return out;
}

} /* namespace */

std::string recipe_to_yaml(const AuditedCrate &crate, const CrateAudit &audit)
{
	const Recipe &recipe = audit.recipe;
	const std::vector<std::string> role = role_to_yaml(recipe);
	std::string out;

	if (recipe.is_empty() && recipe.open.empty())
		return {};
	out = str("  ", quote_yaml(crate.cargo->name), ":\n");
	if (!role.empty())
		out += str(inner, name_of(crate.target), ":\n");
	for (const std::string &line : role)
		out += str(inner, "  ", line, "\n");
	if (!recipe.licence_drop.empty())
		out += str(inner, "license:\n", inner,
			   "  drop: ", quoted_list(recipe.licence_drop), "\n",
			   inner,
			   "  why: the kernel has no LICENSES/ text for it\n");
	if (!recipe.build_script.empty())
		out += str(inner, "build-script:\n", inner,
			   "  why: ", quote_yaml(recipe.build_script), "\n");
	for (const std::string &line : recipe.open)
		out += str(inner, "# ", line, "\n");
	return out;
}

} /* namespace kcrate */
