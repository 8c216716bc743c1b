/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "diag/result.h"

namespace kcrate {

struct PaxRecords {
	std::optional<std::string> path;
	std::optional<uint64_t> size;
};

/*
 * The records of a PAX extended header called @name, each "LENGTH KEY=VALUE"
 * and a newline.  Fails with a pax-… id, or with tar-name-nul.
 */
Result<PaxRecords> parse_pax(const std::string &file, std::string_view name,
			     std::string_view data);

} /* namespace kcrate */
