// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree/refuse.h"

#include "base/str.h"

namespace kcrate {

namespace {

/* Enough to find the entry by; a name may be as long as the archive. */
constexpr size_t shown_bytes = 256;

bool is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '\'' && c != '\\';
}

} /* namespace */

std::string quoted(std::string_view name)
{
	std::string out = "'";

	for (const char c : name.substr(0, shown_bytes)) {
		if (is_plain(c))
			out += c;
		else
			out += str("\\x", hex(std::string_view(&c, 1)));
	}
	return out + (name.size() > shown_bytes ? "...'" : "'");
}

Place whole(const std::string &file)
{
	Place place;

	place.file = file;
	return place;
}

Diag refuse(Id id, const std::string &file, std::string message)
{
	/* Names can be passed over; what an archive is made of cannot. */
	const bool name = name_of(id).starts_with("path-") &&
			  id != Id::path_outside_crate;

	return Diag{ id, std::move(message) }
		.at(whole(file))
		.with_help(
			name ? "if the crate does without it, name it under 'ignore-files'; else use another release, and tell the crate's authors"
			     : "fetch the archive again and compare its SHA-256 with the registry's; if they are equal, use another release and tell the crate's authors");
}

} /* namespace kcrate */
