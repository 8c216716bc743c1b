/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A build script, which is read and never run. */

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cargo/cargo_toml.h"
#include "cfg/cfg.h"
#include "rustsrc/lexer.h"

namespace kcrate {

/* What a script is for, from the least to the most. */
enum class ScriptKind {
	idle,	 /* it tells cargo when to run it, if that */
	table,	 /* it sets what follows from compiler, target and features */
	probe,	 /* it tries what the compiler takes */
	codegen, /* it writes source */
	native,	 /* it compiles, or looks for, a library that is not Rust */
};

/* "does nothing that matters", … */
std::string_view words_for(ScriptKind kind);

/* Something that a script may tell cargo. */
struct ScriptEffect {
	enum class Kind { cfg, env };

	Kind kind;
	std::string text; /* `name`, `name="value"`; of an env `NAME=value` */
	/* Whether a kernel's compiler gets it. */
	Truth truth = Truth::maybe;
	std::string when; /* those that do: "rustc >= 1.88"; "" for all */
	Place where;
};

/* What a build script tells cargo, as far as its text says. */
struct BuildScript {
	ScriptKind kind = ScriptKind::idle;
	std::set<std::string> cfgs; /* those that it may set */
	/* It may set others: their names are made when it runs. */
	bool other_cfgs = false;
	std::vector<ScriptEffect> effects;
};

/*
 * What @file does: cargo's src/compiler/custom_build.rs has the directives.
 * Where it asks for the target or a feature, @cfgs answers.  Conditions on the
 * compiler's version are followed from Rust 1.85 on, which is the least that a
 * kernel with crates is built by (scripts/min-tool-version.sh).
 */
BuildScript read_build_script(const TokenFile &file, const CfgSet &cfgs);

} /* namespace kcrate */
