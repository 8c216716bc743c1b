// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/diff.h"

#include <dlfcn.h>
#include <git2.h>

#include "base/str.h"

namespace kcrate {

namespace {

/*
 * libgit2 pulls in two dozen libraries, which a plain import would map for
 * nothing; so it is opened when the first diff is asked for.
 */
struct LibGit2 {
	decltype(&git_libgit2_init) init;
	decltype(&git_patch_from_buffers) patch_from_buffers;
	decltype(&git_patch_to_buf) patch_to_buf;
	decltype(&git_patch_free) patch_free;
	decltype(&git_buf_dispose) buf_dispose;
};

template <typename F>
bool find_symbol(void *library, const char *name, F &function)
{
	function = reinterpret_cast<F>(dlsym(library, name));
	return function != nullptr;
}

Result<LibGit2> load_libgit2()
{
	void *const library =
		dlopen("libgit2.so." LIBGIT2_SOVERSION, RTLD_NOW | RTLD_LOCAL);
	LibGit2 git = {};

	if (library && find_symbol(library, "git_libgit2_init", git.init) &&
	    find_symbol(library, "git_patch_from_buffers",
			git.patch_from_buffers) &&
	    find_symbol(library, "git_patch_to_buf", git.patch_to_buf) &&
	    find_symbol(library, "git_patch_free", git.patch_free) &&
	    find_symbol(library, "git_buf_dispose", git.buf_dispose) &&
	    git.init() > 0)
		return git;

	const char *const why = dlerror();
	return Diag(Id::process_failed,
		    str("cannot load libgit2: ", why ? why : "too old"))
		.with_help("install the package libgit2 that kcrate was built "
			   "with");
}

/* To libgit2 null is a file that does not exist. */
const char *bytes_of(std::string_view version)
{
	return version.empty() ? nullptr : version.data();
}

} /* namespace */

Result<std::string> unified_diff(const std::string &path,
				 std::string_view before,
				 std::string_view after)
{
	static Result<LibGit2> loaded = load_libgit2();
	git_patch *patch = nullptr;
	git_buf text = {};
	std::string out;

	if (!loaded)
		return loaded.error();
	if (before == after)
		return out;

	const LibGit2 &git = loaded.value();
	const bool made =
		!git.patch_from_buffers(&patch, bytes_of(before), before.size(),
					path.c_str(), bytes_of(after),
					after.size(), path.c_str(), nullptr) &&
		!git.patch_to_buf(&text, patch);
	if (made)
		out.assign(text.ptr, text.size);
	git.buf_dispose(&text);
	git.patch_free(patch);
	if (!made)
		return Diag(
			Id::process_failed,
			str("libgit2 cannot compare the versions of ", path));
	return out;
}

} /* namespace kcrate */
