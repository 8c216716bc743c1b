// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/package_files.h"

#include "base/str.h"
#include "cargo/json.h"
#include "tree/tree.h"

namespace kcrate {

namespace {

using Json = nlohmann::json;

Diag unreadable(std::string_view why)
{
	return Diag(Id::file_modified, str("it cannot be used: ", why))
		.at({ checksum_file, 0, 0, 0, {} })
		.with_help("let 'cargo vendor' write it again");
}

std::string string_at(const Json &object, const char *key)
{
	const Json *const value = find_member(object, key);

	return value && value->is_string() ? value->get<std::string>() : "";
}

bool is_in_crate(const std::string &path)
{
	return !path.empty() && path.find('\0') == path.npos &&
	       resolve_path("", path) == path;
}

Status read_files(const Json &object, PackageChecksums &out)
{
	const Json *const files = find_member(object, "files");

	if (!files || !files->is_object())
		return unreadable("'files' is not an object");
	for (const auto &[path, hash] : files->items()) {
		if (!is_in_crate(path))
			return unreadable(str("'files' names '", path,
					      "', which is no path of a file "
					      "in the crate"));
		if (!hash.is_string())
			return unreadable(
				str("'files' has no text for '", path, "'"));
		out.files.emplace(path, hash.get<std::string>());
	}
	return ok();
}

bool is_commit(std::string_view text)
{
	return text.size() == 40 &&
	       text.find_first_not_of("0123456789abcdef") == text.npos;
}

} /* namespace */

Result<PackageChecksums> parse_checksums(std::string_view text)
{
	const JsonObject read = read_json_object(text, max_package_file);
	PackageChecksums out;

	if (!read.fault.empty())
		return unreadable(read.fault);
	TRY(read_files(read.json, out));
	const Json *const package = find_member(read.json, "package");
	if (package && !package->is_null() && !package->is_string())
		return unreadable("'package' is neither a text nor null");
	/* Debian's have a sentence there where it was not known. */
	out.package = string_at(read.json, "package");
	if (!is_sha256(out.package))
		out.package.clear();
	return out;
}

VcsInfo parse_vcs_info(std::string_view text)
{
	const JsonObject read = read_json_object(text, max_package_file);
	VcsInfo out;

	if (!read.fault.empty())
		return out;
	out.path = string_at(read.json, "path_in_vcs");
	if (resolve_path("", out.path) != out.path)
		out.path.clear();
	const Json *const git = find_member(read.json, "git");
	if (!git)
		return out;
	out.commit = string_at(*git, "sha1");
	if (!is_commit(out.commit))
		out.commit.clear();
	const Json *const dirty = find_member(*git, "dirty");
	out.dirty = dirty && dirty->is_boolean() && dirty->get<bool>();
	return out;
}

} /* namespace kcrate */
