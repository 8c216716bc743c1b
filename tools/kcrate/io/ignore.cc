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

} /* namespace */

Result<std::vector<std::string>>
ignored_paths(const std::string &directory,
	      const std::vector<std::string> &paths)
{
	/* One that is still to be made has no .gitignore. */
	if (!file_exists(directory))
		return std::vector<std::string>();

	const LibGit2 git = TRY(libgit2());
	const std::string absolute = TRY(absolute_path(directory));
	git_repository *repository = nullptr;
	std::vector<std::string> out;
	/* One in memory, whose work tree is the directory. */
	bool good =
		!git.repository_new(&repository) &&
		!git.repository_set_workdir(repository, absolute.c_str(), 0);

	for (const std::string &path : paths) {
		int ignored = 0;
		good = good && !git.ignore_path_is_ignored(&ignored, repository,
							   path.c_str());
		if (good && ignored)
			out.push_back(path);
	}
	git.repository_free(repository);
	if (!good)
		return failed(git, directory);
	return out;
}

} /* namespace kcrate */
