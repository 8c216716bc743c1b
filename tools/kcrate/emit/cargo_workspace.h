/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A Cargo workspace of the crates of an import, for upstream's tests and for
 * whatever else cargo can do.  Every package is the manifest's, by its path,
 * and features are asked for as upstream's Cargo.toml files do; so cargo comes
 * to what the import resolved by itself, or there is a bug.
 */

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "cfg/cfg.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "manifest/manifest.h"
#include "tree/tree.h"

namespace kcrate {

/* A package of the workspace. */
struct ExportedCrate {
	const CrateEntry *entry;
	const CargoToml *cargo;	     /* upstream's */
	std::vector<CfgSet> targets; /* what is known of those it is for */
	Tree files; /* by upstream's paths, as the import changes them */
};

using ExportedCrates = std::map<std::string, ExportedCrate>;

/*
 * The files of @crate: its own, with a Cargo.toml that asks for packages of
 * @all alone, and a build script of ours that states the cfgs and variables of
 * the manifest.  Tests, benches and examples that need another package are left
 * out, and told to @sink as export_left_out.  Diag toml_syntax.
 */
Result<Tree> emit_cargo_package(const ExportedCrate &crate,
				const ExportedCrates &all, Sink &sink);

/* The package that asks for what the manifest does. */
inline constexpr char cargo_root[] = "kcrate-export";

/*
 * What is beside the packages: the workspace's Cargo.toml and the package
 * cargo_root, on which cargo is to be run.
 */
Tree emit_cargo_root(const ExportedCrates &crates);

} /* namespace kcrate */
