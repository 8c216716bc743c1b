// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/ignore.h"

#include "base/str.h"
#include "io/files.h"
#include "io/libgit2.h"

namespace kcrate {

namespace {

Diag failed(const LibGit2 &git, const std::string &directory)
{
	const git_error *const error = git.error_last();

	return Diag(
		Id::process_failed,
		str("libgit2 cannot read the .gitignore files of ", directory,
		    ": ",
		    error && error->message ? error->message : "no reason"));
}

/* The top of the work tree that @directory is in, else itself. */
std::string work_tree_of(const std::string &directory)
{
	for (std::string_view up = directory; up.size() > 1; up = parent_of(up))
		if (file_exists(str(up, "/.git")))
			return std::string(up);
	return directory;
}

} /* namespace */

Result<std::vector<std::string>>
ignored_paths(const std::string &directory,
	      const std::vector<std::string> &paths)
{
	/* One that is still to be made has no .gitignore. */
	if (!file_exists(directory))
		return std::vector<std::string>();

	const LibGit2 git = TRY(libgit2());
	const std::string absolute = TRY(real_path(directory));
	const std::string top = work_tree_of(absolute);
	const std::string inner = absolute.substr(top.size());
	git_repository *repository = nullptr;
	std::vector<std::string> out;
	/* One in memory, so that nothing is written. */
	bool good = !git.repository_new(&repository) &&
		    !git.repository_set_workdir(repository, top.c_str(), 0);

	for (const std::string &path : paths) {
		const std::string from_top =
			inner.empty() ? path : str(inner.substr(1), "/", path);
		int ignored = 0;
		good = good && !git.ignore_path_is_ignored(&ignored, repository,
							   from_top.c_str());
		if (good && ignored)
			out.push_back(path);
	}
	git.repository_free(repository);
	if (!good)
		return failed(git, directory);
	return out;
}

} /* namespace kcrate */
