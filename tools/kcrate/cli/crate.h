/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the stages of an import hand to each other, for cli/ alone. */

#include <map>
#include <optional>
#include <string>

#include "audit/audit.h"
#include "cargo/cargo_toml.h"
#include "cli/pipeline.h"
#include "resolve/resolve.h"
#include "rewrite/rewrite.h"

namespace kcrate {

/* One crate on its way through the stages. */
struct Crate {
	const CrateEntry *entry = nullptr;
	Fetched fetched;
	size_t size = 0; /* of the archive, in bytes: how much work it is */
	Tree unpacked;
	TokenStore tokens;
	CargoToml cargo;

	CrateLicence licence;
	Rewritten rewritten;
	std::string root;
	std::map<Target, UnitNeeds> needs;
	LockedCrate locked;
	std::string readme;

	Sink sink;
	std::optional<Diag> failure;
};

using Crates = std::map<std::string, Crate>;

/*
 * The files of @crate, an entry of @manifest, and what its Cargo.toml says: the
 * source's, or the one that the entry states.  Diag manifest_missing,
 * manifest_twice, crate_mismatch; those of unpack/ and of parse_cargo_toml().
 */
Status unpack(const Manifest &manifest, Crate &crate);

/* Where each crate comes from. */
using PinnedSources = std::map<std::string, PinnedSource>;

/*
 * Moves from @sources to @cargo_tomls those whose Cargo.toml keep_known() has
 * put into @cache, when a command had verified and unpacked the archive.
 */
void take_known(const Manifest &manifest, const Cache &cache, unsigned int jobs,
		PinnedSources &sources,
		std::map<std::string, CargoToml> &cargo_tomls);

/* @crates, entries of @manifest, are unpacked. */
void keep_known(const Manifest &manifest, const Cache &cache,
		const Crates &crates);

/*
 * The tree and the lock, from what the stages made of each crate.  @manifest is
 * the input's, with what the kernel tree has itself.  Diag unquotable,
 * name_collision.
 */
Result<Import> assemble(const ImportInput &input, const Manifest &manifest,
			const Resolution &resolution, Crates &crates);

/* Says in @lock which errors of @sink an import was made in spite of. */
void name_overridden(const Sink &sink, Lock &lock);

} /* namespace kcrate */
