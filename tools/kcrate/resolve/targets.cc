// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/targets.h"

#include <algorithm>

#include "base/str.h"

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

namespace {

/* What tells one of rustc's targets from another. */
struct TargetFacts {
	std::string_view architecture; /* Linux's */
	std::string_view symbol;
	std::string_view target, arch, endian, width, os, env, abi;
	std::string_view atomics; /* widths, with blanks between */
};

constexpr std::string_view to_64 = "8 16 32 64 ptr",
			   to_128 = "8 16 32 64 128 ptr", to_32 = "8 16 32 ptr";

/* As each rustc has them that Linux 7.3 takes for the architecture: for powerpc
 * from 1.95 on, for s390 from 1.96 on. */
constexpr TargetFacts facts[] = {
	{ "x86", "X86_64", "x86_64-linux-kernel", "x86_64", "little", "64",
	  "none", "", "", to_64 },
	{ "um", "UML", "x86_64-linux-kernel", "x86_64", "little", "64", "none",
	  "", "", to_64 },
	{ "arm64", "ARM64", "aarch64-unknown-none-softfloat", "aarch64",
	  "little", "64", "none", "", "softfloat", to_128 },
	{ "arm", "ARM", "arm-unknown-linux-gnueabi", "arm", "little", "32",
	  "linux", "gnu", "eabi", to_64 },
	{ "loongarch", "LOONGARCH", "loongarch64-unknown-none-softfloat",
	  "loongarch64", "little", "64", "none", "", "softfloat", to_64 },
	{ "powerpc", "PPC64", "powerpc64le-unknown-linux-gnu", "powerpc64",
	  "little", "64", "linux", "gnu", "elfv2", to_64 },
	{ "powerpc", "PPC32", "powerpc-unknown-linux-gnu", "powerpc", "big",
	  "32", "linux", "gnu", "", to_32 },
	{ "riscv", "RISCV", "riscv64imac-unknown-none-elf", "riscv64", "little",
	  "64", "none", "", "", to_64 },
	{ "s390", "S390", "s390x-unknown-none-softfloat", "s390x", "big", "64",
	  "none", "", "softfloat", to_128 },
};

constexpr TargetFacts host = { "",	 "",	   "x86_64-unknown-linux-gnu",
			       "x86_64", "little", "64",
			       "linux",	 "gnu",	   "",
			       to_64 };

CfgSet cfgs_of(const TargetFacts &target)
{
	CfgSet cfgs = common_cfgs();

	only(cfgs, "target", target.target);
	only(cfgs, "target_arch", target.arch);
	only(cfgs, "target_endian", target.endian);
	only(cfgs, "target_pointer_width", target.width);
	only(cfgs, "target_vendor", "unknown");
	only(cfgs, "target_os", target.os);
	only(cfgs, "target_env", target.env);
	only(cfgs, "target_abi", target.abi);
	cfgs.know("target_has_atomic");
	for (const std::string_view width : split(target.atomics, ' '))
		cfgs.set("target_has_atomic", width);
	cfgs.set("target_has_atomic");
	cfgs.know("target_feature");
	cfgs.know("target_family");
	cfgs.know("unix");
	if (target.os == "linux") {
		cfgs.set("target_family", "unix");
		cfgs.set("unix");
	}
	cfgs.know("proc_macro");
	return cfgs;
}

} /* namespace */

std::vector<KernelTarget>
kernel_targets(const std::vector<std::string> &architectures)
{
	std::vector<KernelTarget> out;

	for (const std::string &architecture : architectures)
		for (const TargetFacts &target : facts) {
			if (target.architecture != architecture)
				continue;
			CfgSet cfgs = cfgs_of(target);
			/* Kbuild says so, whatever rustc would do. */
			only(cfgs, "panic", "abort");
			out.push_back({ std::string(target.symbol),
					std::move(cfgs) });
		}
	return out;
}

CfgSet host_cfgs()
{
	CfgSet cfgs = cfgs_of(host);

	only(cfgs, "panic", "unwind");
	for (const std::string_view feature : { "fxsr", "sse", "sse2" })
		cfgs.set("target_feature", feature);
	return cfgs;
}

bool holds_for_any(const CfgExpr &cfg, const std::vector<KernelTarget> &targets)
{
	return std::any_of(targets.begin(), targets.end(),
			   [&](const KernelTarget &target) {
				   return evaluate(cfg, target.cfgs) !=
					  Truth::no;
			   });
}

} /* namespace kcrate */
