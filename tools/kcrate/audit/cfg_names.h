/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <set>
#include <string>

#include "cfg/cfg.h"
#include "rustsrc/lexer.h"
#include "tree/tree.h"

namespace kcrate {

/*
 * The bare names that the Rust sources in @files ask for by cfg, cfg_attr or
 * cfg!, without those that rustc sets and those of which @known, what is known
 * of the target, has anything to say: what a crate leaves to who builds it.
 */
std::set<std::string> own_cfgs(const Tree &files, const CfgSet &known,
			       TokenStore &tokens);

} /* namespace kcrate */
