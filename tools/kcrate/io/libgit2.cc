// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/libgit2.h"

#include "base/str.h"
#include "io/symbols.h"

namespace kcrate {

namespace {

Result<LibGit2> load()
{
	Symbols symbols("libgit2.so." LIBGIT2_SOVERSION);
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
	symbols.find("git_transport_smart", git.transport_smart);
	symbols.find("git_repository_open_bare", git.repository_open_bare);
	symbols.find("git_repository_init", git.repository_init);
	symbols.find("git_repository_odb", git.repository_odb);
	symbols.find("git_odb_read_header", git.odb_read_header);
	symbols.find("git_odb_free", git.odb_free);
	symbols.find("git_remote_create_anonymous",
		     git.remote_create_anonymous);
	symbols.find("git_remote_fetch", git.remote_fetch);
	symbols.find("git_remote_url", git.remote_url);
	symbols.find("git_remote_free", git.remote_free);
	symbols.find("git_reference_name_to_id", git.reference_name_to_id);
	symbols.find("git_oid_fromstr", git.oid_fromstr);
	symbols.find("git_oid_tostr", git.oid_tostr);
	symbols.find("git_commit_lookup", git.commit_lookup);
	symbols.find("git_commit_tree", git.commit_tree);
	symbols.find("git_commit_free", git.commit_free);
	symbols.find("git_tree_lookup", git.tree_lookup);
	symbols.find("git_tree_id", git.tree_id);
	symbols.find("git_tree_free", git.tree_free);
	symbols.find("git_tree_entrycount", git.tree_entrycount);
	symbols.find("git_tree_entry_byindex", git.tree_entry_byindex);
	symbols.find("git_tree_entry_bypath", git.tree_entry_bypath);
	symbols.find("git_tree_entry_free", git.tree_entry_free);
	symbols.find("git_tree_entry_name", git.tree_entry_name);
	symbols.find("git_tree_entry_id", git.tree_entry_id);
	symbols.find("git_tree_entry_filemode", git.tree_entry_filemode);
	symbols.find("git_blob_lookup", git.blob_lookup);
	symbols.find("git_blob_rawcontent", git.blob_rawcontent);
	symbols.find("git_blob_rawsize", git.blob_rawsize);
	symbols.find("git_blob_free", git.blob_free);
	if (symbols.complete && git.init() > 0)
		return git;

	return Diag(Id::process_failed,
		    str("cannot load libgit2: ", Symbols::why()))
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
