/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "cfg/cfg.h"
#include "manifest/manifest.h"

namespace kcrate {

/*
 * What rustc says of a target (`rustc --print cfg`), recorded, so that no
 * result depends on the machine that kcrate runs on.  The kernel's is that of
 * the target.json which scripts/generate_rust_target.rs makes for x86_64; the
 * host is x86_64-unknown-linux-gnu.  cfgs that no build for a kernel ever
 * sets (test, doc, miri …) are known not to hold.
 */
CfgSet target_cfgs(Target target);

/* Only those last ones known: what holds for every target. */
CfgSet common_cfgs();

} /* namespace kcrate */
