/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What a registry's index says of a crate's versions: cargo's
 * crates/cargo-util-schemas/src/index.rs and src/sources/registry/index/.
 */

#include <string>
#include <string_view>
#include <vector>

#include "cargo/cargo_toml.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "semver/semver.h"

namespace kcrate {

struct IndexRecord {
	std::string name;
	Version version;
	std::string version_text;
	std::vector<Dependency> dependencies;
	FeatureMap features; /* with the implicit ones: see feature_map() */
	std::string sha256;  /* of the .crate */
	std::string links;
	std::string rust_version; /* "" where absent */
	std::string published;	  /* "2025-11-12T19:30:12Z", "" where unknown */
	bool yanked = false;
	std::string fault; /* why nobody can have it, "" for nothing */
};

struct IndexFile {
	std::vector<IndexRecord> records; /* in the order of the file */
	std::vector<Diag> skipped; /* index_line, a line without a version */
};

/*
 * Reads @text, the file @file of an index, which is that of the crate @name.
 * As in cargo a line that cannot be read is no failure: where it says which
 * version it is of, the record has a fault, and else it is left out.  So is a
 * version that another cargo is needed for, or that is there twice.
 */
IndexFile parse_index(const std::string &file, std::string_view text,
		      const std::string &name);

/*
 * What an index would say of @crate, whose .crate nobody knows: what its
 * Cargo.toml does, with a fault where its features are none.
 */
IndexRecord record_of(const CargoToml &crate);

/*
 * Versions are chosen by the index and built by the archive, so the two must
 * say the same of dependencies (but those of tests, which nobody builds),
 * features, `links` and, where the index has it, the Rust version.  Diag
 * index_mismatch, with both for each difference.
 */
Status check_against_index(const CargoToml &crate, const IndexRecord &record);

} /* namespace kcrate */
