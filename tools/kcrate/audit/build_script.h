/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A build script, which is read and never run. */

#include <set>
#include <string>

#include "rustsrc/lexer.h"

namespace kcrate {

/* What a build script tells cargo, as far as its text says. */
struct BuildScript {
	std::set<std::string> cfgs; /* those that it may set */
	/* It may set others: their names are made when it runs. */
	bool other_cfgs = false;
};

/* What @file does: cargo's src/compiler/custom_build.rs has the directives. */
BuildScript read_build_script(const TokenFile &file);

} /* namespace kcrate */
