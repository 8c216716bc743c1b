/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * An import is a function: (manifest, lock, pinned archives) -> (tree,
 * findings).  This is that function; what to do with its value is the business
 * of each command.
 */

#include <map>
#include <string>

#include "cargo/cargo_toml.h"
#include "cli/target.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "fetch/fetch.h"
#include "lock/lock.h"
#include "manifest/manifest.h"
#include "resolve/resolve.h"
#include "tree/tree.h"

namespace kcrate {

struct ImportInput {
	const Manifest &manifest;
	const std::string &manifest_text;
	/* It lies elsewhere: the target gets a copy, and owns that. */
	bool manifest_copied;
	/* The texts of the patch files that the manifest names. */
	const std::map<std::string, std::string> &patches;
	/* The lock that says where crates come from; null to choose anew. */
	const Lock *lock;
	const ImportTarget &target;
	const Cache &cache;
	FetchOptions fetch;
	Notice progress;
};

struct Import {
	Tree tree;   /* all files of ours but the record */
	Tree hooked; /* a kernel tree's own files, with hooks of ours */
	Lock lock;
};

/* What an import builds on, with what is needed to resolve it again. */
struct Resolved {
	Manifest manifest; /* with what the kernel tree has itself */
	std::map<std::string, CargoToml> cargo_tomls;
	Resolution resolution;
};

/* What an import would resolve; there is no resolution yet. */
Result<Resolved> read_cargo_tomls(const ImportInput &input);

/*
 * The first half of an import: nothing of the crates but their Cargo.toml.  It
 * is for who only looks: what the cache has of archives that were read before
 * is believed.  @manifest is that of @input, of which it is not read again.
 */
Result<Resolved> look_at_import(const ImportInput &input, Manifest manifest,
				Sink &sink);

/* An import's crates with upstream's files in upstream's places. */
struct ChangedCrates {
	Resolved resolved;
	/* All files of each crate; those that an import keeps are changed as
	 * it changes them. */
	std::map<std::string, Tree> files;
};

/* Diags of resolve_import(), select_files() and rewrite(). */
Result<ChangedCrates> changed_crates(const ImportInput &input, Sink &sink);

/* Findings go to @sink; a Diag says that there is no result at all. */
Result<Import> run_import(const ImportInput &input, Sink &sink);

} /* namespace kcrate */
