// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/libgit2.h"

#include <dlfcn.h>

#include "base/str.h"

namespace kcrate {

namespace {

/* False once a symbol was not there. */
class Symbols {
public:
	explicit Symbols(void *library) : library(library) {}

	template <typename F>
	void find(const char *name, F &function)
	{
		if (library)
			function = reinterpret_cast<F>(dlsym(library, name));
		complete = complete && library && function;
	}

	bool complete = true;

private:
	void *library;
};

Result<LibGit2> load()
{
	Symbols symbols(
		dlopen("libgit2.so." LIBGIT2_SOVERSION, RTLD_NOW | RTLD_LOCAL));
	LibGit2 git = {};

	symbols.find("git_libgit2_init", git.init);
	symbols.find("git_patch_from_buffers", git.patch_from_buffers);
	symbols.find("git_patch_to_buf", git.patch_to_buf);
	symbols.find("git_patch_free", git.patch_free);
	symbols.find("git_buf_dispose", git.buf_dispose);
	symbols.find("git_repository_new", git.repository_new);
	symbols.find("git_repository_set_workdir", git.repository_set_workdir);
	symbols.find("git_repository_free", git.repository_free);
	symbols.find("git_ignore_path_is_ignored", git.ignore_path_is_ignored);
	symbols.find("git_error_last", git.error_last);
	if (symbols.complete && git.init() > 0)
		return git;

	const char *const why = dlerror();
	return Diag(Id::process_failed,
		    str("cannot load libgit2: ", why ? why : "too old"))
		.with_help("install the package libgit2 that kcrate was built "
			   "with");
}

} /* namespace */

Result<LibGit2> libgit2()
{
	static const Result<LibGit2> loaded = load();

	return loaded;
}

} /* namespace kcrate */
