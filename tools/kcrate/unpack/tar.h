/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* From a tar archive to its entries. */

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"

namespace kcrate {

/* Where an archive is from decides what may be in it. */
enum class TarProfile {
	crate,	 /* regular files and directories */
	package, /* a .deb's payload: also links, hard and symbolic */
};

struct TarEntry {
	enum class Kind { file, directory, link };

	std::string name; /* as written, but a directory's without its slash */
	std::string_view data; /* in the archive that was read */
	uint32_t mode = 0;
	Kind kind = Kind::file;
};

/*
 * The entries of @tar, in its order.  Their names are not judged here.  Fails
 * with a tar-… or pax-… id, or with archive-too-many-entries when there are
 * more than @most.
 */
Result<std::vector<TarEntry>> read_tar(const std::string &file,
				       std::string_view tar, TarProfile profile,
				       uint64_t most);

} /* namespace kcrate */
