/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* One block of 512 bytes: a tar header as a value. */

#include <cstdint>
#include <string>
#include <string_view>

#include "diag/result.h"

namespace kcrate {

constexpr size_t tar_block = 512;
constexpr size_t tar_name_field = 100;

struct TarHeader {
	std::string name; /* POSIX's prefix included */
	uint64_t size = 0;
	uint32_t mode = 0;
	char type = '\0';
};

/*
 * The header that @block, tar_block bytes, is.  Any type is accepted.  Fails
 * with the tar-… id of what is wrong, naming the entry as far as it has a name.
 */
Result<TarHeader> parse_tar_header(const std::string &file,
				   std::string_view block);

} /* namespace kcrate */
