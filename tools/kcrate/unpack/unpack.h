/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * From an archive's bytes to the crate's files.
 *
 * Archives are hostile: whatever two readers could read differently is refused
 * as a whole, with the name of the entry in the diagnostic.  What is refused
 * and why stands in Documentation/design.rst and, id by id, in
 * Documentation/diagnostics.rst.
 */

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "diag/diag.h"
#include "diag/result.h"
#include "tree/tree.h"

namespace kcrate {

struct UnpackOptions {
	uint64_t compressed = 64 << 20; /* bytes */
	uint64_t unpacked = 64 << 20;	/* bytes, headers included */
	uint64_t entries = 30000;
	/*
	 * Files of the crate that somebody has looked at in this very archive
	 * (it is pinned by hash): left out, whatever their names are.
	 */
	std::set<std::string> ignored;
};

/*
 * The files of a .crate (a gzip member that holds a tar archive) without their
 * leading "@name-@version/".  @file names the archive in diagnostics.  What is
 * odd but harmless (an executable bit, an ignored file that is not there) goes
 * to @sink.
 */
Result<Tree> unpack_crate(const std::string &file, std::string_view archive,
			  std::string_view name, std::string_view version,
			  const UnpackOptions &options, Sink &sink);

/*
 * The same for the tar that is the payload of a librust-*-dev package, which
 * dpkg-deb has already taken out: names begin with "./", there are directories,
 * links and files of other crates beside it, and the crate's files are those
 * below usr/share/cargo/registry/@name-@version/.  Without that directory it is
 * crate-mismatch.
 */
Result<Tree> unpack_deb_payload(const std::string &file, const SharedBytes &tar,
				std::string_view name, std::string_view version,
				const UnpackOptions &options, Sink &sink);

} /* namespace kcrate */
