/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The manifest's part in choosing versions, for `kcrate add` and `kcrate
 * update`: what it asks of choose_versions(), and which of its pins the answer
 * changes.  What an import does not build is not asked for: dependencies of
 * build scripts and tests, those that are dropped, and those of platforms that
 * are neither the kernel's nor the host's.
 */

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cargo/index_record.h"
#include "manifest/manifest.h"
#include "resolve/targets.h"
#include "resolve/versions.h"

namespace kcrate {

/* A crate as somebody names it on a command line: NAME or NAME@REQ. */
struct CrateWish {
	std::string name;
	std::string requirement_text; /* valid; "": whatever does */
};

/* Diag usage, bad_requirement: @text is neither. */
Result<CrateWish> parse_wish(std::string_view text);

/*
 * A wish for the crate @name, of any version where @requirement_text is "",
 * else it is valid; with @features and no others.
 */
Dependency ask_for(const std::string &name, const std::string &requirement_text,
		   std::vector<std::string> features);

/*
 * Why the pin of @entry cannot be exchanged for another version's, "" if it
 * can: what it has beside the hash of a .crate is of one version.
 */
std::string why_fixed(const CrateEntry &entry);

/*
 * What stands for @manifest at the root of a choice of versions.  Each entry
 * asks for what is compatible with its version, or for that alone if it is
 * fixed; the crates of @wishes for what these say, with @features if they are
 * new.
 */
IndexRecord root_of(const Manifest &manifest,
		    const std::vector<CrateWish> &wishes,
		    const std::vector<std::string> &features);

/* The version that is pinned, as its archive has it. */
IndexRecord record_of(const CrateEntry &entry, const CargoToml &crate);

/*
 * Whether @dependency is of a library, and for @kernels or the host: those of
 * build scripts and tests are built by nobody here.
 */
bool is_built(const Dependency &dependency,
	      const std::vector<KernelTarget> &kernels);

/*
 * Whether an import of @manifest would build @dependency of @crate; @kernels
 * are the manifest's kernel_targets().
 */
bool is_followed(const Manifest &manifest,
		 const std::vector<KernelTarget> &kernels,
		 const std::string &crate, const Dependency &dependency);

/* What a choice of versions makes of one crate. */
struct NewPin {
	std::string crate, before; /* a version; "" for a crate that is new */
	IndexRecord record;
	std::vector<std::string> needed_by; /* "syn 2.0.96", sorted */
};

/* Those that are not in @manifest as they were chosen, by name. */
std::vector<NewPin> new_pins(const Manifest &manifest,
			     const VersionChoice &choice);

} /* namespace kcrate */
