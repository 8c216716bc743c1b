/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "cfg/cfg.h"
#include "manifest/manifest.h"

namespace kcrate {

/*
 * What rustc says of a target (`rustc --print cfg`), recorded, so that no
 * result depends on the machine that kcrate runs on.  cfgs that no build for a
 * kernel ever sets (test, doc, miri …) are known not to hold.
 */

/* What a kernel is built for. */
struct KernelTarget {
	std::string symbol; /* of Kconfig, which is on in such kernels */
	CfgSet cfgs;
};

/*
 * Those of @architectures of Linux, which a manifest names.  rustc's targets
 * are those that the kernel's arch/ARCH/Makefile passes; for x86 it is that of
 * the target.json which scripts/generate_rust_target.rs makes.
 */
std::vector<KernelTarget>
kernel_targets(const std::vector<std::string> &architectures);

/* The host is x86_64-unknown-linux-gnu. */
CfgSet host_cfgs();

/* Whether @cfg holds, or may, for one of @targets at least. */
bool holds_for_any(const CfgExpr &cfg,
		   const std::vector<KernelTarget> &targets);

/* Only those last ones known: what holds for every target. */
CfgSet common_cfgs();

} /* namespace kcrate */
