/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The crates of the standard library as dependencies, explicit or implicit:
 * RFC 3875.  No released cargo knows them, and the names that the RFC gives to
 * things may still change; so these stand in one table, and a Cargo.toml is
 * read by the RFC only where it is asked to be (Rfc3875 in cargo_toml.h).
 */

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cargo/cargo_toml.h"
#include "cfg/cfg.h"

namespace kcrate {

/* What the RFC calls things, in all files that it speaks of. */
struct BuiltinNames {
	std::string_view key = "builtin";    /* in a dependency's table */
	std::string_view patch = "builtin";  /* in [patch] */
	std::string_view source = "builtin"; /* Cargo.lock, cargo metadata */
	std::string_view version = "0.0.0";  /* Cargo.lock */
	std::string_view index_key = "builtin_deps";  /* an index line */
	std::string_view package_id = "builtin://.#"; /* before the name */
	std::string_view label = "built-in";	      /* cargo tree */
};

inline constexpr BuiltinNames builtin_names;

/* What comes with the compiler; a Cargo.toml can name the first three. */
enum class Builtin { core, alloc, std, proc_macro, test };

using BuiltinSet = std::set<Builtin>;

std::string_view name_of(Builtin crate);

/* The one called @name that a Cargo.toml can name, if any. */
std::optional<Builtin> builtin_of(std::string_view name);

/* The one that @crate itself depends on; core stands on none. */
std::optional<Builtin> base_of(Builtin crate);

/* @crates with all that they stand on, and core, which all code stands on. */
BuiltinSet closure_of(BuiltinSet crates);

/* One that a unit itself depends on. */
struct BuiltinEdge {
	Builtin crate;
	std::string by; /* the unit's feature that asks for it, or "" */
	Place where;	/* the line in Cargo.toml; no file if implicit */
};

/* What a unit has of the standard library, as its Cargo.toml says. */
struct Builtins {
	bool is_explicit = false; /* it names them; else it has what there is */
	bool no_std = false;	  /* it is to be compiled as #![no_std] */
	std::vector<BuiltinEdge> edges; /* each once, core first */
	BuiltinSet crates;		/* with what those stand on */
	std::vector<Builtin> dropped;	/* would be edges otherwise */

	/* Null where the unit does not depend on @crate itself. */
	const BuiltinEdge *find(Builtin crate) const;
};

/* The unit that is asked about. */
struct BuiltinQuery {
	const CfgSet &cfgs; /* of the target */
	/* The implicit dependency: the most that there is for the target. */
	Builtin implicit = Builtin::std;
	/* The optional dependencies that are on, and the features for it. */
	std::map<std::string, std::string> on = {};
	/* Those that are left out though the Cargo.toml names them. */
	std::set<std::string> dropped = {};
	/* It is compiled with the default test harness, which nothing is that
	 * is imported; then dev-dependencies count. */
	bool tests = false;
};

/*
 * RFC 3875, "Proposal": any dependency on a crate of the standard library in a
 * table that applies, built in or from a path or a repository, takes the place
 * of the implicit ones; without a built-in std that is not optional the crate
 * is compiled as no_std.  @crate was read with Rfc3875::on.
 */
Builtins builtins_of(const CargoToml &crate, const BuiltinQuery &query);

} /* namespace kcrate */
