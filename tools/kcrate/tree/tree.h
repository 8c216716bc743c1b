/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace kcrate {

/*
 * A regular file: bytes, and their SHA-256 once somebody needed it.  Change
 * the bytes with replace() only, so that the two cannot part.
 */
class File {
public:
	File() = default;
	File(std::string content) : content(std::move(content)) {}

	const std::string &bytes() const { return content; }
	void replace(std::string with)
	{
		content = std::move(with);
		digest.clear();
	}

	std::string digest; /* hex, "" while unknown; filled by io/digest.h */

private:
	std::string content;
};

/* Path to file; paths are relative, '/'-separated and sorted bytewise. */
using Tree = std::map<std::string, File>;

/* The part of @path before its last '/', "" when there is none. */
inline std::string_view parent_of(std::string_view path)
{
	const size_t slash = path.rfind('/');

	return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

/* The part of @path after its last '/'. */
inline std::string_view base_name(std::string_view path)
{
	return path.substr(path.rfind('/') + 1);
}

/*
 * @path as seen from directory @from, with "." and ".." resolved by text
 * alone; "" when it leaves the tree or is absolute.
 */
std::string resolve_path(std::string_view from, std::string_view path);

} /* namespace kcrate */
