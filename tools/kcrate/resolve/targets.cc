// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/targets.h"

namespace kcrate {

namespace {

/*
 * Set by cargo, rustdoc and the tools that check Rust code, never by Kbuild
 * (audit of the cfgs known to cargo's check-cfg and of the usual tools).
 */
constexpr std::string_view never_set[] = {
	"test",	     "doctest",	 "doc",	      "docsrs",
	"miri",	     "loom",	 "kani",      "fuzzing",
	"tarpaulin", "coverage", "bootstrap", "coverage_nightly",
	"shuttle",   "crux",	 "creusot",
};

void only(CfgSet &cfgs, std::string_view key, std::string_view value)
{
	cfgs.know(key);
	cfgs.set(key, value);
}

} /* namespace */

CfgSet common_cfgs()
{
	CfgSet cfgs;

	for (const std::string_view name : never_set)
		cfgs.know(name);
	/* No kernel is built for it; `unix` depends on the architecture. */
	cfgs.know("windows");
	return cfgs;
}

CfgSet target_cfgs(Target target)
{
	CfgSet cfgs = common_cfgs();

	only(cfgs, "target_arch", "x86_64");
	only(cfgs, "target_endian", "little");
	only(cfgs, "target_pointer_width", "64");
	only(cfgs, "target_vendor", "unknown");
	cfgs.know("target_has_atomic");
	for (const std::string_view width : { "8", "16", "32", "64", "ptr" })
		cfgs.set("target_has_atomic", width);
	cfgs.set("target_has_atomic");
	cfgs.know("target_feature");
	cfgs.know("target_family");
	cfgs.know("unix");
	cfgs.know("proc_macro");
	if (target == Target::kernel) {
		only(cfgs, "target_os", "none");
		only(cfgs, "target_env", "");
		only(cfgs, "target_abi", "");
		only(cfgs, "panic", "abort");
		only(cfgs, "target", "x86_64-linux-kernel");
		return cfgs;
	}
	only(cfgs, "target_os", "linux");
	only(cfgs, "target_env", "gnu");
	only(cfgs, "target_abi", "");
	only(cfgs, "panic", "unwind");
	only(cfgs, "target", "x86_64-unknown-linux-gnu");
	cfgs.set("target_family", "unix");
	cfgs.set("unix");
	for (const std::string_view feature : { "fxsr", "sse", "sse2" })
		cfgs.set("target_feature", feature);
	return cfgs;
}

} /* namespace kcrate */
