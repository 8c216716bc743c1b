/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diag/result.h"

namespace kcrate {

/*
 * A unified diff from @before to @after, both versions of @path, as `git diff`
 * prints it; "" when they are equal.  A version that is nothing, which is not
 * an empty one, is a file that does not exist.  Loads libgit2; Diag
 * process_failed where it cannot be loaded.
 */
Result<std::string> unified_diff(const std::string &path,
				 std::optional<std::string_view> before,
				 std::optional<std::string_view> after);

} /* namespace kcrate */
