/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Files and directories as the user names them. */

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "diag/result.h"
#include "tree/tree.h"

namespace kcrate {

/* A file descriptor that is closed when it goes. */
class Fd {
public:
	explicit Fd(int number = -1) : number(number) {}
	Fd(Fd &&other) noexcept : number(other.release()) {}
	Fd &operator=(Fd &&other) noexcept;
	Fd(const Fd &) = delete;
	Fd &operator=(const Fd &) = delete;
	~Fd();

	int get() const { return number; }
	explicit operator bool() const { return number >= 0; }
	int release();

private:
	int number;
};

/* The text of the current errno: "Permission denied". */
std::string errno_text();

/* Diag file_not_found or file_unreadable. */
Result<std::string> read_file(const std::string &path);

/*
 * No more than the first @max bytes of the regular file @path, for one that may
 * be anything; nothing where there is none that can be read, or a symbolic
 * link.
 */
std::optional<std::string> read_beginning(const std::string &path, size_t max);

/* All of what @fd still has; nothing when reading fails (errno says why). */
std::optional<std::string> read_all(int fd);

/* Whether @bytes is just what @fd still has; false when reading fails. */
bool has_bytes(int fd, std::string_view bytes);

/* False (errno says why) when not all of @bytes could be written. */
bool write_all(int fd, std::string_view bytes);

bool file_exists(const std::string &path);

/* Whether both name one file that exists. */
bool is_same_file(const std::string &a, const std::string &b);

/* @path and the directories above it; Diag write_failed. */
Status make_directories(const std::string &path);

/*
 * What a file is to become, written beside it as PATH.tmp, so that little can
 * go wrong any more when it takes its place.  Two who write a draft of one file
 * at once take turns; one that was not put in its place goes.
 */
class Draft {
public:
	/* Diag write_failed.  A file that has these bytes needs no draft. */
	static Result<Draft> write(const std::string &path,
				   std::string_view bytes);
	Draft(Draft &&) noexcept = default;
	Draft &operator=(Draft &&) = delete;
	~Draft();

	/* Replaces the file as a whole or not at all; Diag write_failed. */
	Status put();

private:
	Draft(std::string path, std::string_view bytes)
		: path(std::move(path)), bytes(bytes)
	{}

	bool is_there() const;
	Diag failure() const;

	std::string path, bytes;
	Fd fd;
};

/*
 * Replaces @path as a whole or not at all, by way of PATH.tmp; two who do so at
 * once take turns.  Leaves a file alone that has these bytes already.  Diag
 * write_failed.
 */
Status write_file(const std::string &path, std::string_view bytes);

/*
 * The regular files below @dir.  Anything else in it (a symbolic link, a
 * socket) is Diag file_unreadable: what it stands for could change unseen.
 */
Result<Tree> read_tree(const std::string &dir);

/*
 * The same of a directory that somebody may work in: what is no source is left
 * out, as symbolic links, cargo's target/, and all that begins with a dot.
 */
Result<Tree> read_source_tree(const std::string &dir);

/* Told what a function waits for or repairs, as a sentence without a stop. */
using Notice = std::function<void(const std::string &)>;

/*
 * Waits until no other process has locked the directory open as @fd, which
 * @path names in what @notice is told.  The lock goes with the descriptor.
 * Diag write_failed.
 */
Status lock_directory(int fd, const std::string &path, const Notice &notice);

/* The same for the directory @path, opened here; the lock goes with the Fd. */
Result<Fd> open_locked(const std::string &path, const Notice &notice);

/* Removes a file, if it is there; Diag write_failed. */
Status remove_file(const std::string &path);

/* @path, or @path below @base when it is relative. */
std::string path_below(const std::string &base, const std::string &path);

/* @path from the root, for programs that run elsewhere; Diag write_failed. */
Result<std::string> absolute_path(const std::string &path);

/*
 * The one name of a file that exists: absolute, without ".", ".." and symbolic
 * links.  Diag file_not_found or file_unreadable.
 */
Result<std::string> real_path(const std::string &path);

/*
 * Where kcrate may keep what can be fetched again: $XDG_CACHE_HOME/kcrate,
 * else $HOME/.cache/kcrate (XDG Base Directory Specification).  Diag usage
 * when neither is set.
 */
Result<std::string> cache_directory();

} /* namespace kcrate */
