/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The places that archives come from, for the files of fetch/ alone. */

#include "fetch/fetch.h"

namespace kcrate {

/* The directory of @url, which is file:///DIRECTORY; Diag source_unreachable.
 */
Result<std::string> local_registry(const std::string &url);

/*
 * The .crate of @entry from @url, a registry on a disk in the layout that
 * cargo calls a local registry (its src/sources/registry/local.rs):
 * NAME-VERSION.crate beside a directory `index`.  Diag source_unreachable.
 */
Result<std::string> read_local_registry(const std::string &url,
					const CrateEntry &entry);

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

} /* namespace kcrate */
