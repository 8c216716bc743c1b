// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/index_path.h"

#include <utility>

#include "base/str.h"

namespace kcrate {

namespace {

/* The directory of the file that @crate has in an index. */
std::string prefix_of(std::string_view crate)
{
	if (crate.size() < 3)
		return str(crate.size());
	if (crate.size() == 3)
		return str("3/", crate[0]);
	return str(crate.substr(0, 2), "/", crate.substr(2, 2));
}

} /* namespace */

std::string index_path(std::string_view crate)
{
	return to_lower(str(prefix_of(crate), "/", crate));
}

std::string download_url(std::string_view dl, std::string_view crate,
			 std::string_view version, std::string_view sha256)
{
	const std::string prefix = prefix_of(crate);
	const std::string lower = to_lower(prefix);
	const std::pair<std::string_view, std::string_view> markers[] = {
		{ "{crate}", crate },
		{ "{version}", version },
		{ "{prefix}", prefix },
		{ "{lowerprefix}", lower },
		{ "{sha256-checksum}", sha256 },
	};
	std::string out(dl);
	bool marked = false;

	for (const auto &[marker, value] : markers) {
		marked |= contains(dl, marker);
		out = replace_all(out, marker, value);
	}
	if (!marked)
		out += str("/", crate, "/", version, "/download");
	return out;
}

} /* namespace kcrate */
