/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The archive cache: files named by the SHA-256 of what they hold, below one
 * directory.  Any number of processes may use one at the same time, as an
 * entry appears whole (by rename) and is never changed.  Beside the archives
 * there is what is not pinned and so has to be compared with its origin, copies
 * of indexes and of repositories; and what was derived from archives and
 * manifests, for commands that only look.
 */

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "diag/result.h"

namespace kcrate {

class Cache {
public:
	explicit Cache(std::string directory) : directory(std::move(directory))
	{}

	/* Where an entry is or would be. */
	std::string path_of(std::string_view sha256) const;

	/*
	 * The bytes whose hash is @sha256, or nothing.  An entry that was
	 * damaged is removed, and is then like one that was never there.
	 */
	std::optional<std::string> find(std::string_view sha256) const;

	/* Reads the entry @sha256 now, for the first find() of it. */
	void read_ahead(const std::string &sha256);

	/* Diag write_failed; @sha256 is that of @bytes. */
	Status store(std::string_view sha256, std::string_view bytes) const;

	/*
	 * What keep_derived() was given last for @name, if it was for the same
	 * @what and by this very program; nothing where it was damaged.  It is
	 * believed without a look at what it was derived from.
	 */
	std::optional<std::string> derived(std::string_view name,
					   std::string_view what) const;

	/*
	 * Keeps @bytes in the file @name, if it can.  @what is a line that has
	 * all that they depend on.
	 */
	void keep_derived(std::string_view name, std::string_view what,
			  std::string_view bytes) const;

	/* Where what was read of the index at @url is kept. */
	std::string path_of_index(std::string_view url) const;

	/*
	 * Whether the copy of the index at @url is still to be compared with
	 * its origin: that is done once by each process.
	 */
	bool is_to_be_compared(const std::string &url) const;

	/* Where the copy of the repository at @url is. */
	std::string path_of_repository(std::string_view url) const;

	/* A directory of ours for @purpose; Diag write_failed. */
	Result<std::string> scratch(std::string_view purpose) const;

private:
	struct Ahead {
		std::mutex mutex;
		std::map<std::string, std::string, std::less<>> bytes;
	};

	struct Compared {
		std::mutex mutex;
		std::set<std::string> urls;
	};

	std::optional<std::string> read(std::string_view sha256) const;
	std::string path_of_derived(std::string_view name) const;

	std::string directory;
	std::shared_ptr<Ahead> ahead = std::make_shared<Ahead>();
	std::shared_ptr<Compared> compared = std::make_shared<Compared>();
};

} /* namespace kcrate */
