/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <set>
#include <string>

#include "tree/tree.h"

namespace kcrate {

/*
 * The bare names that the Rust sources in @files ask for by cfg, cfg_attr or
 * cfg!, without those that rustc, cargo or tools for developers set: what a
 * crate leaves to who builds it.
 */
std::set<std::string> own_cfgs(const Tree &files);

} /* namespace kcrate */
