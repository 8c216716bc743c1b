/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>
#include <string_view>

#include "diag/result.h"
#include "unpack/unpack.h"

namespace kcrate {

/*
 * The content of @archive, which must be one gzip member and nothing else, in
 * the form that cargo writes: at most a file name in its header.  Fails with a
 * gzip-… id, or with archive-too-large.
 */
Result<std::string> gunzip(const std::string &file, std::string_view archive,
			   const UnpackOptions &options);

} /* namespace kcrate */
