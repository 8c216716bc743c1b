// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "fetch/sources.h"

namespace kcrate {

std::string local_directory(const std::string &url)
{
	constexpr std::string_view scheme = "file://";

	return url.substr(scheme.size());
}

Diag not_to_be_had(const CrateEntry &entry, const Diag &why)
{
	return Diag(Id::source_unreachable,
		    str(entry.name, " ", entry.version_text,
			" is not to be had: ", why.message))
		.at(entry.where)
		.with_help("check the registry's path and that it holds "
			   "NAME-VERSION.crate");
}

Result<std::string> read_local_registry(const std::string &url,
					const CrateEntry &entry)
{
	const std::string path = str(local_directory(url), "/", entry.name, "-",
				     entry.version_text, ".crate");
	Result<std::string> bytes = read_file(path);

	if (bytes)
		return bytes;
	return not_to_be_had(entry, bytes.error());
}

Result<Tree> read_directory(const Manifest &manifest, const CrateEntry &entry)
{
	const std::string path = path_below(
		std::string(parent_of(manifest.file)), entry.directory->path);
	Result<Tree> tree = read_tree(path);

	if (!tree)
		return std::move(tree.error()).at(entry.where);
	/* Version control's own files are not the crate's. */
	std::erase_if(tree.value(), [](const auto &file) {
		return file.first == ".git" || file.first.starts_with(".git/");
	});
	return tree;
}

} /* namespace kcrate */
