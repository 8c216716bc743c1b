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
