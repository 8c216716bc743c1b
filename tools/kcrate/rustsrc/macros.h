/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Macros, as far as they decide what is compiled.  Nothing is expanded; a few
 * shapes that crates use to wrap items are recognised, everything else may or
 * may not keep what it is given.
 */

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "cfg/cfg.h"
#include "rustsrc/attributes.h"

namespace kcrate {

/* What is known of the local macros of one name. */
struct Macro {
	/* How surely the arguments come out again, as items. */
	Truth keeps = Truth::no;
	/* They begin with `#![P]`, which becomes #[cfg(P)]. */
	bool by_argument = false;
	/* They are handed on to this macro, with this P. */
	std::string forward;
	Truth forwarded = Truth::yes;
	/* Something else may happen to them: at most Truth::maybe. */
	bool opaque = false;
	bool makes_modules = false; /* `mod $x;` */
	bool includes = false;	    /* include_str!($x) and the like */
};

using MacroTable = std::map<std::string, Macro, std::less<>>;

/*
 * The macro whose rules stand in the group that opens at @open:
 * `($($x:item)*) => { $( #[cfg(P)] $x )* }` keeps as P says.
 */
Macro read_macro(const TokenFile &file, size_t open, const CfgSet &cfgs);

/* Adds to @table another macro of @name, whose definition holds as @truth. */
void add_definition(MacroTable &table, const std::string &name, Macro macro,
		    Truth truth);

/* Resolves the macros that hand on to others. */
void resolve_forwards(MacroTable &table);

/* How surely @macro keeps the arguments that open at @open; not if opaque. */
Truth keeps_arguments(const TokenFile &file, size_t open, const Macro &macro,
		      const CfgSet &cfgs);

/* The braces that open at a token, and under which condition they hold. */
struct Arm {
	size_t open;
	Truth truth;
};

/* The arms of the cfg_if! whose arguments open at @open, in order. */
std::vector<Arm> cfg_if_arms(const TokenFile &file, size_t open,
			     const CfgSet &cfgs);

/* The same for cfg_select!; an arm without braces is left out. */
std::vector<Arm> cfg_select_arms(const TokenFile &file, size_t open,
				 const CfgSet &cfgs);

/*
 * The index of the token that names the macro whose arguments open at @open, as
 * in `a::name!(`, or no_token.  In `macro_rules! x {` it is macro_rules.
 */
inline constexpr size_t no_token = std::numeric_limits<size_t>::max();
size_t macro_name(const TokenFile &file, size_t open);

/* Whether token @i is include, include_str or include_bytes. */
bool is_include(const TokenFile &file, size_t i);

/* Whether the standard library's macro @name keeps its arguments. */
bool is_transparent(std::string_view name);

} /* namespace kcrate */
