/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace kcrate {

/* Bytes that several may hold. */
using SharedBytes = std::shared_ptr<const std::string>;

/*
 * A regular file: bytes, and their SHA-256 once somebody needed it.  Copies
 * share the bytes, which replace() exchanges for others.
 */
class File {
public:
	File() = default;
	File(std::string bytes)
		: owner(std::make_shared<const std::string>(std::move(bytes))),
		  content(*owner)
	{}
	/* @part of what @archive holds. */
	File(SharedBytes archive, std::string_view part)
		: owner(std::move(archive)), content(part)
	{}

	/* Valid as long as this or a copy has them. */
	std::string_view bytes() const { return content; }
	void replace(std::string with) { *this = File(std::move(with)); }

	std::string digest; /* hex, "" while unknown; filled by io/digest.h */

private:
	SharedBytes owner;
	std::string_view content;
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
