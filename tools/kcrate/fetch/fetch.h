/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * From pins to bytes.  A crate's source is chosen once, when it is locked, and
 * then used or the import fails: there is no falling back to another.  What
 * was fetched is kept in the cache by its hash, and nothing leaves this stage
 * that does not have the hash which was pinned.
 */

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "diag/diag.h"
#include "diag/result.h"
#include "io/cache.h"
#include "io/files.h"
#include "lock/lock.h"
#include "manifest/manifest.h"
#include "tree/tree.h"

namespace kcrate {

enum class SourceKind { directory, git, registry, debian_source, debian };
std::string_view name_of(SourceKind kind);

/* Whether it is kept in the cache, by its hash; else it is files. */
bool is_archive(SourceKind kind);

struct PinnedSource {
	SourceKind kind;
	std::string sha256; /* of the archive; the tree's where none is */
};

/*
 * The source of @entry: the one that @locked names, else the first that the
 * entry has, in the order of SourceKind.  Diag source_missing when there is
 * none, or when the entry no longer has the locked one.
 */
Result<PinnedSource> choose_source(const Manifest &manifest,
				   const CrateEntry &entry,
				   const LockedCrate *locked);

struct FetchOptions {
	bool offline = false;
	unsigned int jobs = 0;
	std::string registry; /* URL of another place for .crate files */
};

struct Fetched {
	PinnedSource source;
	std::string path;  /* where the archive is: names it in diagnostics */
	std::string bytes; /* of the archive */
	Tree tree;	   /* of a directory or a commit instead */
	std::string path_in_repository;
};

/*
 * Fetches what is not in @cache yet, and returns for each crate of @sources,
 * in their order, what was pinned.  @progress is told of long work.  Diag
 * source_unreachable, hash_mismatch.
 */
Result<std::map<std::string, Fetched>>
fetch_all(const Manifest &manifest,
	  const std::map<std::string, PinnedSource> &sources,
	  const Cache &cache, const FetchOptions &options,
	  const Notice &progress);

} /* namespace kcrate */
