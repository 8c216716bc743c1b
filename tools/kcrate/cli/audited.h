/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What `kcrate audit` looks at: crates in directories, each with what it needs,
 * or the manifest's as an import would have them.
 */

#include <memory>
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
	std::unique_ptr<ChangedCrates> changed;
	/* Each behind all it needs. */
	std::vector<AuditedCrate> crates;
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
 * Adds to @out @root with what it needs of @vendor, for a kernel of x86.  Diags
 * of closure_of().
 */
Status add_closure(const UnpackedCrate &root, Vendor &vendor,
		   const FeatureChoice &choice, std::vector<AuditedCrate> &out);

/*
 * What the command line asks for.  Diags of read_unpacked(), add_closure(),
 * read_inputs() and changed_crates(); usage.
 */
Result<Audited> crates_to_audit(const Options &options, Console &console,
				Vendor &vendor);

} /* namespace kcrate */
