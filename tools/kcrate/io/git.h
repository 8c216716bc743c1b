/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Copies of git repositories, by libgit2.  They are bare: what is in them is
 * read from the objects, so that no hook, filter or attribute of theirs is ever
 * heeded, and nothing is checked out.
 */

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diag/result.h"
#include "io/files.h"

namespace kcrate {

/* What is in a tree, by its path from the top; directories are not told. */
struct GitEntry {
	enum class Kind { file, link, submodule, other };

	std::string path;
	Kind kind;
	std::string id; /* of the object */
};

class GitRepository {
public:
	/* The bare repository in @directory; nothing where there is none. */
	static Result<std::optional<GitRepository>>
	open(const std::string &directory);

	/* The same, made where there is none. */
	static Result<GitRepository> open_or_make(const std::string &directory);

	/*
	 * Gets what @refspecs say from @url, as `git fetch` would.  Diag
	 * source_unreachable.
	 */
	Status fetch(const std::string &url,
		     const std::vector<std::string> &refspecs,
		     const Notice &progress) const;

	bool has_commit(const std::string &commit) const;

	/* The commit that a reference of the repository is at, "" for none. */
	std::string commit_at(const std::string &reference) const;

	/*
	 * All that the tree of @commit holds.  Trees lie: more than @most
	 * entries, or directories one in another as no crate has them, are
	 * Diag archive_too_many_entries or path_too_deep.
	 */
	Result<std::vector<GitEntry>> list(const std::string &commit,
					   size_t most) const;

	/* The bytes of a file; Diag archive_too_large for more than @limit. */
	Result<std::string> read(const std::string &id, uint64_t limit) const;

	/* The file @path of @commit, or nothing; Diags of read(). */
	Result<std::optional<std::string>> read_path(const std::string &commit,
						     const std::string &path,
						     uint64_t limit) const;

private:
	struct Handle; /* libgit2's, and what it is freed by */

	explicit GitRepository(std::shared_ptr<Handle> handle)
		: handle(std::move(handle))
	{}

	std::shared_ptr<Handle> handle;
};

} /* namespace kcrate */
