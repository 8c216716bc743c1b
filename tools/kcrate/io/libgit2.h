/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* libgit2, for io/ alone. */

#include <git2.h>
#include <git2/sys/repository.h>

#include "diag/result.h"

namespace kcrate {

/*
 * libgit2 pulls in two dozen libraries, which a plain import would map for
 * nothing; so it is opened when it is first asked for.
 */
struct LibGit2 {
	decltype(&git_libgit2_init) init;
	decltype(&git_patch_from_buffers) patch_from_buffers;
	decltype(&git_patch_to_buf) patch_to_buf;
	decltype(&git_patch_free) patch_free;
	decltype(&git_buf_dispose) buf_dispose;
	decltype(&git_repository_new) repository_new;
	decltype(&git_repository_set_workdir) repository_set_workdir;
	decltype(&git_repository_free) repository_free;
	decltype(&git_ignore_path_is_ignored) ignore_path_is_ignored;
	decltype(&git_error_last) error_last;
};

/* Diag process_failed. */
Result<LibGit2> libgit2();

} /* namespace kcrate */
