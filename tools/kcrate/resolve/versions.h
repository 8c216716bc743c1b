/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Which versions of which crates go together: cargo's first pass (its
 * src/resolver/mod.rs), with the decisions in cargo's order, so that it comes
 * to what `cargo generate-lockfile` writes.  As there, features are those of
 * one build for all platforms, and a weak `d?/f` turns d on; resolve/features.h
 * says what of this is built.
 */

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cargo/index_record.h"
#include "diag/result.h"

namespace kcrate {

/*
 * What a registry has of each of the crates, which are in no order; one that it
 * does not have may be left out.
 */
using IndexRecords = std::map<std::string, std::vector<IndexRecord>>;
using ReadRecords =
	std::function<Result<IndexRecords>(const std::set<std::string> &names)>;

struct VersionOptions {
	/*
	 * By name, the versions that are there already.  They go before all
	 * others, and may be yanked, too young and of any Rust version.
	 */
	std::map<std::string, std::set<std::string>> locked;

	/*
	 * The compiler's, without a pre-release.  What says that it needs
	 * another is chosen where nothing else does, as in cargo's resolver 3,
	 * or never at all.
	 */
	std::optional<Version> rust_version;
	bool rust_version_must_do = false;

	/*
	 * A time as in an index, or "".  What was published later is not chosen
	 * unless it is asked for by "=1.2.3".
	 */
	std::string published_until;

	/* Kbuild tells crates apart by their names alone. */
	bool one_per_name = false;

	/* Whether a crate's dependency counts; all do where this is empty. */
	std::function<bool(const IndexRecord &, const Dependency &)> follows;
};

struct VersionChoice {
	struct Edge {
		size_t dependency; /* of the package's record */
		size_t to;	   /* one of @packages */
	};
	struct Package {
		IndexRecord record;
		std::set<std::string> features;
		std::vector<Edge> edges;
	};

	/* The root, then the others by name and version. */
	std::vector<Package> packages;

	size_t taken_back = 0; /* decisions, on the way to these */
};

/*
 * Chooses versions of all that @root needs with all of its features and its
 * dev-dependencies.  @root is a crate, or stands for a list of them, and is
 * called by its name in diagnostics; a dependency of it without a file in its
 * place has none.  @read is asked once for each crate.
 *
 * Diag version_conflict says who wants what and what stands against each
 * version, dependency_cycle is what cargo refuses as well.
 */
Result<VersionChoice> choose_versions(const IndexRecord &root,
				      const ReadRecords &read,
				      const VersionOptions &options);

} /* namespace kcrate */
