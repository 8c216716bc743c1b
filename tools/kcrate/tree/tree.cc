// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree/tree.h"

#include <vector>

#include "base/str.h"

namespace kcrate {

std::string resolve_path(std::string_view from, std::string_view path)
{
	std::vector<std::string> parts;
	const std::string whole = str(from, "/", path);

	if (path.starts_with('/'))
		return {};
	for (const std::string_view part : split(whole, '/')) {
		if (part.empty() || part == ".")
			continue;
		if (part != "..") {
			parts.emplace_back(part);
			continue;
		}
		if (parts.empty())
			return {};
		parts.pop_back();
	}
	return join(parts, "/");
}

} /* namespace kcrate */
