/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* libgit2, for io/ alone. */

#include <git2.h>
#include <git2/sys/repository.h>
#include <git2/sys/transport.h>

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
	decltype(&git_transport_smart) transport_smart;
	decltype(&git_repository_open_bare) repository_open_bare;
	decltype(&git_repository_init) repository_init;
	decltype(&git_repository_odb) repository_odb;
	decltype(&git_odb_read_header) odb_read_header;
	decltype(&git_odb_free) odb_free;
	decltype(&git_remote_create_anonymous) remote_create_anonymous;
	decltype(&git_remote_fetch) remote_fetch;
	decltype(&git_remote_url) remote_url;
	decltype(&git_remote_free) remote_free;
	decltype(&git_reference_name_to_id) reference_name_to_id;
	decltype(&git_oid_fromstr) oid_fromstr;
	decltype(&git_oid_tostr) oid_tostr;
	decltype(&git_commit_lookup) commit_lookup;
	decltype(&git_commit_tree) commit_tree;
	decltype(&git_commit_free) commit_free;
	decltype(&git_tree_lookup) tree_lookup;
	decltype(&git_tree_id) tree_id;
	decltype(&git_tree_free) tree_free;
	decltype(&git_tree_entrycount) tree_entrycount;
	decltype(&git_tree_entry_byindex) tree_entry_byindex;
	decltype(&git_tree_entry_bypath) tree_entry_bypath;
	decltype(&git_tree_entry_free) tree_entry_free;
	decltype(&git_tree_entry_name) tree_entry_name;
	decltype(&git_tree_entry_id) tree_entry_id;
	decltype(&git_tree_entry_filemode) tree_entry_filemode;
	decltype(&git_blob_lookup) blob_lookup;
	decltype(&git_blob_rawcontent) blob_rawcontent;
	decltype(&git_blob_rawsize) blob_rawsize;
	decltype(&git_blob_free) blob_free;
};

/* Diag process_failed. */
Result<LibGit2> libgit2();

} /* namespace kcrate */
