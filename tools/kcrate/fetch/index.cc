// SPDX-License-Identifier: GPL-2.0-or-later

#include "fetch/index.h"

#include "base/str.h"
#include "cargo/index_path.h"
#include "fetch/sources.h"

namespace kcrate {

namespace {

/* cargo's src/sources/registry/local.rs. */
Result<IndexFiles> read_local_index(const std::string &url,
				    const std::vector<std::string> &paths)
{
	const std::string dir = str(local_directory(url), "/index");
	IndexFiles out;

	if (!file_exists(dir))
		return Diag(Id::source_unreachable,
			    str("the registry ", url, " has no index: ", dir,
				" does not exist"))
			.with_help("put the files of its index there, as in "
				   "index/se/rd/serde");
	for (const std::string &path : paths)
		if (file_exists(str(dir, "/", path)))
			out[path] = TRY(read_file(str(dir, "/", path)));
	return out;
}

} /* namespace */

Result<std::map<std::string, std::string>>
read_index(const std::string &url, const std::set<std::string> &names,
	   const Cache &cache, const FetchOptions &options,
	   const Notice &progress)
{
	const Registry registry = TRY(parse_registry(url));
	std::map<std::string, std::string> out;
	std::vector<std::string> paths;

	paths.reserve(names.size());
	for (const std::string &name : names)
		paths.push_back(index_path(name));
	const IndexFiles files =
		TRY(registry.protocol == Protocol::local
			    ? read_local_index(registry.url, paths)
			    : read_index_files(registry, paths, cache,
					       options.offline, progress));
	for (const std::string &name : names) {
		const auto file = files.find(index_path(name));
		if (file != files.end())
			out[name] = file->second;
	}
	return out;
}

} /* namespace kcrate */
