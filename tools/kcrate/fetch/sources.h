/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The places that crates and indexes come from, for fetch/ alone. */

#include "fetch/fetch.h"
#include "fetch/registry.h"

namespace kcrate {

/* The directory of @url, which is file:///DIRECTORY. */
std::string local_directory(const std::string &url);

/*
 * The .crate of @entry from @url, a registry on a disk in the layout that
 * cargo calls a local registry (its src/sources/registry/local.rs):
 * NAME-VERSION.crate beside a directory `index`.  Diag source_unreachable.
 */
Result<std::string> read_local_registry(const std::string &url,
					const CrateEntry &entry);

/*
 * Downloads the archives of @sources (crates' names and pins) from the registry
 * at @url, which is not a local one, and puts each into @cache if it is what is
 * pinned.  All that fail are told of: the Diag is source_unreachable or
 * hash_mismatch, and has the others with it.  Diags of read_registry_config().
 */
Status
download_from_registry(const Manifest &manifest, const std::string &url,
		       const std::map<std::string, PinnedSource> &sources,
		       const Cache &cache, const Notice &progress);

/* read_index_files() of the sparse index at @url. */
Result<IndexFiles> read_sparse_index(const std::string &url,
				     const std::vector<std::string> &paths,
				     const Cache &cache, bool offline,
				     const Notice &progress);

/* The files of @entry's directory, relative to @manifest's own. */
Result<Tree> read_directory(const Manifest &manifest, const CrateEntry &entry);

/* Files by their names, to their SHA-256. */
using FileHashes = std::map<std::string, std::string>;

/*
 * Downloads the Debian packages of @wanted (crates' names and sources) with
 * the machine's own apt, from the mirror that it uses already, and puts them
 * into @cache.  Returns the files that came and are not what is pinned.  Other
 * releases than the machine's are asked for in an apt root
 * of our own, so that /etc/apt and what is installed stay as they are.  Diag
 * source_unreachable.
 */
Result<FileHashes>
download_from_debian(const Manifest &manifest,
		     const std::map<std::string, PinnedSource> &wanted,
		     const Cache &cache, const Notice &progress);

struct GitTree {
	Tree tree;
	std::string path; /* of the crate in the repository, "" for its top */
};

/*
 * The files of @entry at its commit, from the copy of the repository below
 * @cache; nothing where that does not have the commit.  What may be in an
 * archive may be there, and nothing else but what `ignore-files` names: Diag
 * git_entry, path_…, archive_too_large.  Diag crate_mismatch when the crate is
 * not found, or more than once.
 */
Result<std::optional<GitTree>> read_commit(const Cache &cache,
					   const CrateEntry &entry);

/* Sees to it that the copy has the commit.  Diag source_unreachable. */
Status download_commit(const CrateEntry &entry, const Cache &cache,
		       const Notice &progress);

/*
 * read_index_files() of the index whose repository is at @url: what is in the
 * tree of its HEAD.
 */
Result<IndexFiles> read_git_index(const std::string &url,
				  const std::vector<std::string> &paths,
				  const Cache &cache, bool offline,
				  const Notice &progress);

/* That @what has the hash @found, and not the one of @entry's @source. */
Diag not_the_pinned(const CrateEntry &entry, const PinnedSource &source,
		    const std::string &what, const std::string &found);

/* That the .crate of @entry is missing in a registry on this machine. */
Diag not_to_be_had(const CrateEntry &entry, const Diag &why);

} /* namespace kcrate */
