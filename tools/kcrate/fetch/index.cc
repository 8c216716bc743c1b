// SPDX-License-Identifier: GPL-2.0-or-later

#include "fetch/index.h"

#include "base/str.h"
#include "cargo/index_path.h"
#include "fetch/sources.h"

namespace kcrate {

namespace {

/* cargo's src/sources/registry/local.rs. */
Result<std::map<std::string, std::string>>
read_local_index(const std::string &url, const std::set<std::string> &names)
{
	const std::string dir = str(TRY(local_registry(url)), "/index");
	std::map<std::string, std::string> out;

	if (!file_exists(dir))
		return Diag(Id::source_unreachable,
			    str("the registry ", url, " has no index: ", dir,
				" does not exist"))
			.with_help("put the files of its index there, as in "
				   "index/se/rd/serde");
	for (const std::string &name : names) {
		const std::string path = str(dir, "/", index_path(name));
		if (file_exists(path))
			out[name] = TRY(read_file(path));
	}
	return out;
}

} /* namespace */

Result<std::map<std::string, std::string>>
read_index(const std::string &url, const std::set<std::string> &names,
	   const Cache &, const FetchOptions &, const Notice &)
{
	return read_local_index(url, names);
}

} /* namespace kcrate */
