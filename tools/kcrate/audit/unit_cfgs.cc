// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/unit_cfgs.h"

#include "audit/build_script.h"

namespace kcrate {

namespace {

/* Everything is known but what Kconfig and the compiler's version decide. */
CfgSet with_features(const std::set<std::string> &features, CfgSet cfgs)
{
	cfgs.know("feature");
	for (const std::string &feature : features)
		cfgs.set("feature", feature);
	for (const char *const name :
	     { "debug_assertions", "overflow_checks", "sanitize" })
		cfgs.leave_open(name);
	/* Kernels for x86 have none that a source may ask for
	 * (arch/x86/Makefile); for others Kconfig decides. */
	if (cfgs.lookup("target_arch", "x86_64") != Truth::yes)
		cfgs.leave_open("target_feature");
	return cfgs;
}

} /* namespace */

CfgSet unit_cfgs(const std::set<std::string> &features,
		 const std::vector<CfgFlag> &flags, CfgSet target)
{
	CfgSet cfgs = with_features(features, std::move(target));

	for (const CfgFlag &flag : flags)
		if (flag.when_op.empty())
			cfgs.set(flag.key, flag.value);
		else
			cfgs.leave_open(flag.key);
	cfgs.close();
	return cfgs;
}

std::optional<CfgSet> cfgs_of_script(const std::set<std::string> &features,
				     CfgSet target, const CargoToml &cargo,
				     const Tree &files)
{
	CfgSet cfgs = with_features(features, std::move(target));
	const std::optional<BuildScript> script =
		build_script_of(cargo, files, cfgs);
	const bool sets_any =
		script && (script->other_cfgs || script->may_do_more);

	if (!script || (!sets_any && script->cfgs.empty()))
		return {};
	for (const std::string &name : script->cfgs)
		cfgs.leave_open(name);
	if (!sets_any)
		cfgs.close();
	return cfgs;
}

} /* namespace kcrate */
