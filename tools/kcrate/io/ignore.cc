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

/* Those of @paths, relative to @top, that the rules of work tree @top ignore.
 */
Result<std::vector<std::string>>
ignored_in(const std::string &top, const std::vector<std::string> &paths)
{
	const LibGit2 git = TRY(libgit2());
	git_repository *repository = nullptr;
	std::vector<std::string> out;
	/* One in memory, so that nothing is written. */
	bool good = !git.repository_new(&repository) &&
		    !git.repository_set_workdir(repository, top.c_str(), 0);

	for (const std::string &path : paths) {
		int ignored = 0;
		good = good && !git.ignore_path_is_ignored(&ignored, repository,
							   path.c_str());
		if (good && ignored)
			out.push_back(path);
	}
	git.repository_free(repository);
	if (!good)
		return failed(git, top);
	return out;
}

} /* namespace */

Result<std::vector<std::string>>
ignored_paths(const std::string &directory,
	      const std::vector<std::string> &paths)
{
	/* One that is still to be made has no .gitignore. */
	if (!file_exists(directory))
		return std::vector<std::string>();

	const std::string absolute = TRY(real_path(directory));
	const std::string top = work_tree_of(absolute);
	const std::string inner = absolute.substr(top.size());
	std::vector<std::string> from_top;

	/* A directory that is itself ignored there is none of that work tree.
	 */
	if (inner.empty() || !TRY(ignored_in(top, { inner.substr(1) })).empty())
		return ignored_in(absolute, paths);
	from_top.reserve(paths.size());
	for (const std::string &path : paths)
		from_top.push_back(str(inner.substr(1), "/", path));
	from_top = TRY(ignored_in(top, from_top));
	for (std::string &path : from_top)
		path.erase(0, inner.size());
	return from_top;
}

} /* namespace kcrate */
