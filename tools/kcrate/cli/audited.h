/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What `kcrate audit` looks at: crates in directories, each with what it needs,
 * or the manifest's as an import would have them.
 */

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "audit/crate_audit.h"
#include "cli/commands.h"
#include "cli/vendor.h"
#include "resolve/closure.h"

namespace kcrate {

/* What there is to audit; what it points into lives here as well. */
struct Audited {
	std::vector<std::unique_ptr<UnpackedCrate>> roots;
	std::optional<Vendor> vendor;
	std::unique_ptr<ChangedCrates> changed;
	/* Each behind all it needs, and none twice. */
	std::vector<AuditedCrate> crates;
	/* Why others are not there that were asked for. */
	std::vector<Diag> failures;

	/* Forgets the files of all crates, which are not asked for again. */
	void forget_files();
};

/*
 * @unit of @manifest, whose Cargo.toml and files are @cargo and @files, for
 * each kernel that the manifest is for; what it needs is left out.
 */
AuditedCrate audited_unit(const Manifest &manifest, const Unit &unit,
			  const CargoToml &cargo, const Tree &files);

/* Whether @word is of a directory, not of a crate of the manifest. */
bool is_directory(const Options &options, const std::string &word);

/*
 * Adds to @out @root with what it needs of @vendor and is not there yet, for a
 * kernel of x86.  Diags of closure_of().
 */
Status add_closure(const UnpackedCrate &root, Vendor &vendor,
		   const FeatureChoice &choice, std::vector<AuditedCrate> &out);

/*
 * Adds to @out the crates in @directories, with what they need of
 * options.vendor and is not there yet.  Diag file_unreadable where that is no
 * directory; those of read_unpacked() and add_closure() are failures.
 */
Status add_directories(const Options &options,
		       std::span<const std::string> directories, Audited &out);

/*
 * Adds the manifest's crates as an import would have them, or those of @wishes,
 * NAME or NAME@VERSION, with all that they need; it is done once.  Diags of
 * read_inputs() and changed_crates(); usage.
 */
Status add_manifest(const Options &options, Console &console,
		    const std::vector<std::string> &wishes, Audited &out);

/*
 * The crate of @audited at @index with no features but @asked asked of it by
 * name, behind all that it needs then, as add_directories() or add_manifest()
 * would have it: what it needs is as one that is not wanted.  Diags of
 * closure_of() or resolve(), and of reading files; of a manifest's, also
 * dependency_missing for a crate that is not imported yet.
 */
Result<std::vector<AuditedCrate>>
resolve_with(Audited &audited, size_t index,
	     const std::set<std::string> &asked);

} /* namespace kcrate */
