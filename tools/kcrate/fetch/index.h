/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Which versions there are: the index of a registry. */

#include <map>
#include <set>
#include <string>

#include "diag/result.h"
#include "fetch/fetch.h"
#include "io/cache.h"
#include "io/files.h"

namespace kcrate {

/*
 * The text of the index file of each crate in @names, which are names as cargo
 * accepts them, from the registry at @url; a crate that it does not have is
 * left out.  parse_index() reads such a text.  @progress is told of long work.
 * Diag source_unreachable, file_unreadable.
 */
Result<std::map<std::string, std::string>>
read_index(const std::string &url, const std::set<std::string> &names,
	   const Cache &cache, const FetchOptions &options,
	   const Notice &progress);

} /* namespace kcrate */
