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
#include "manifest/manifest.h"
#include "rustsrc/lexer.h"
#include "tree/tree.h"

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

/* Something that a script may tell cargo: a cfg, or a variable. */
struct ScriptEffect {
	CfgFlag cfg; /* with the compilers that get it; no key for a variable */
	std::string variable, value;
	/* Whether a kernel's compiler gets it, one of those. */
	Truth truth = Truth::maybe;
	Place where;
};

/* What a build script tells cargo, as far as its text says. */
struct BuildScript {
	ScriptKind kind = ScriptKind::idle;
	std::set<std::string> cfgs; /* those that it may set */
	/* It may set others: their names are made when it runs. */
	bool other_cfgs = false;
	/* Other crates help it, or it cannot be read: nobody knows what else
	 * it does. */
	bool may_do_more = false;
	std::vector<ScriptEffect> effects;
};

/*
 * What @file does: cargo's src/compiler/custom_build.rs has the directives.
 * Where it asks for the target or a feature, @cfgs answers.  Conditions on the
 * compiler's version are followed from Rust 1.85 on, which is the least that a
 * kernel with crates is built by (scripts/min-tool-version.sh).
 */
BuildScript read_build_script(const TokenFile &file, const CfgSet &cfgs);

/*
 * The same of the script of @cargo, whose files are @files; nothing where it
 * has none.  One that is not there, or cannot be read, may do anything.
 */
std::optional<BuildScript>
build_script_of(const CargoToml &cargo, const Tree &files, const CfgSet &cfgs);

} /* namespace kcrate */
