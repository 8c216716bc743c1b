// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

namespace kcrate {

Fd &Fd::operator=(Fd &&other) noexcept
{
	std::swap(number, other.number);
	return *this;
}

Fd::~Fd()
{
	if (number >= 0)
		close(number);
}

int Fd::release()
{
	return std::exchange(number, -1);
}

std::string errno_text()
{
	char buffer[128];

	return strerror_r(errno, buffer, sizeof(buffer));
}

bool has_bytes(int fd, std::string_view bytes)
{
	char buffer[1 << 16];

	for (;;) {
		const ssize_t n = read(fd, buffer, sizeof(buffer));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return !n && bytes.empty();
		const std::string_view part(buffer, static_cast<size_t>(n));
		if (!bytes.starts_with(part))
			return false;
		bytes.remove_prefix(part.size());
	}
}

std::optional<std::string> read_all(int fd)
{
	constexpr size_t step = 1 << 16;
	struct stat st = {};
	std::string out;
	size_t have = 0;

	/* One more than its size, so that the end is seen at once. */
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		out.resize(static_cast<size_t>(st.st_size) + 1);
	for (;;) {
		if (have == out.size())
			out.resize(out.size() + step);
		const ssize_t n =
			read(fd, out.data() + have, out.size() - have);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return {};
		if (n == 0)
			break;
		have += static_cast<size_t>(n);
	}
	out.resize(have);
	return out;
}

std::optional<std::string> read_beginning(const std::string &path, size_t max)
{
	const Fd fd(open(path.c_str(),
			 O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
	struct stat st = {};

	if (!fd || fstat(fd.get(), &st) || !S_ISREG(st.st_mode))
		return {};
	std::string out(std::min(max, static_cast<size_t>(st.st_size)), '\0');
	for (size_t have = 0; have < out.size();) {
		const ssize_t n =
			read(fd.get(), out.data() + have, out.size() - have);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return {};
		if (n == 0)
			out.resize(have);
		have += static_cast<size_t>(n);
	}
	return out;
}

bool write_all(int fd, std::string_view bytes)
{
	while (!bytes.empty()) {
		const ssize_t n = write(fd, bytes.data(), bytes.size());
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes.remove_prefix(static_cast<size_t>(n));
	}
	return true;
}

Result<std::string> read_file(const std::string &path)
{
	const Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));

	if (!fd && (errno == ENOENT || errno == ENOTDIR))
		return Diag(Id::file_not_found, str(path, ": no such file"));
	if (fd) {
		std::optional<std::string> bytes = read_all(fd.get());
		if (bytes)
			return std::move(*bytes);
	}
	return Diag(Id::file_unreadable, str(path, ": ", errno_text()));
}

bool file_exists(const std::string &path)
{
	return access(path.c_str(), F_OK) == 0;
}

bool is_same_file(const std::string &a, const std::string &b)
{
	struct stat one = {}, other = {};

	return !stat(a.c_str(), &one) && !stat(b.c_str(), &other) &&
	       one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

namespace {

/* Leaves errno alone: it says why a directory could not be made. */
bool is_directory(const std::string &path)
{
	const int before = errno;
	struct stat st = {};
	const bool yes = !stat(path.c_str(), &st) && S_ISDIR(st.st_mode);

	errno = before;
	return yes;
}

} /* namespace */

Status make_directories(const std::string &path)
{
	for (size_t slash = path.find('/', 1);;
	     slash = path.find('/', slash + 1)) {
		const std::string part = path.substr(0, slash);
		if (mkdir(part.c_str(), 0777) &&
		    (errno != EEXIST || !is_directory(part)))
			return Diag(Id::write_failed,
				    str("cannot make the directory ", part,
					": ", errno_text()))
				.with_help("name another directory, or make "
					   "room for this one");
		if (slash == path.npos)
			return ok();
	}
}

namespace {

/*
 * The file that @path's next version is written to, locked.  Its name is always
 * the same, so that a killed process leaves nothing that the next writer does
 * not take over; and whoever has renamed it meanwhile has left another one.
 */
Fd open_draft(const std::string &draft)
{
	for (;;) {
		Fd fd(open(draft.c_str(),
			   O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666));
		struct stat mine = {}, there = {};
		if (!fd || flock(fd.get(), LOCK_EX) || fstat(fd.get(), &mine))
			return Fd();
		if (!stat(draft.c_str(), &there) &&
		    there.st_ino == mine.st_ino && there.st_dev == mine.st_dev)
			return fd;
	}
}

} /* namespace */

Result<Draft> Draft::write(const std::string &path, std::string_view bytes)
{
	Draft out(path, bytes);
	const std::string name = path + ".tmp";

	if (out.is_there()) {
		if (file_exists(name) && open_draft(name))
			unlink(name.c_str());
		return out;
	}
	out.fd = open_draft(name);
	if (out.fd && !ftruncate(out.fd.get(), 0) &&
	    write_all(out.fd.get(), bytes))
		return out;
	return out.failure();
}

Draft::~Draft()
{
	if (fd)
		unlink((path + ".tmp").c_str());
}

bool Draft::is_there() const
{
	const Result<std::string> old = read_file(path);

	return old && old.value() == bytes;
}

Diag Draft::failure() const
{
	return Diag(Id::write_failed,
		    str("cannot write ", path, ": ", errno_text()))
		.with_help("make room or give access, then run the command "
			   "again");
}

Status Draft::put()
{
	if (!fd || is_there())
		return ok();
	if (rename((path + ".tmp").c_str(), path.c_str()))
		return failure();
	fd = Fd();
	return ok();
}

Status write_file(const std::string &path, std::string_view bytes)
{
	Draft draft = TRY(Draft::write(path, bytes));

	return draft.put();
}

namespace {

struct CloseDir {
	void operator()(DIR *dir) const { closedir(dir); }
};

enum class Reading { all, source };

Status read_below(const std::string &dir, const std::string &prefix,
		  Reading what, Tree &out)
{
	const std::string path = str(dir, prefix.empty() ? "" : "/", prefix);
	const std::unique_ptr<DIR, CloseDir> stream(opendir(path.c_str()));

	if (!stream)
		return Diag(errno == ENOENT ? Id::file_not_found
					    : Id::file_unreadable,
			    str(path, ": ", errno_text()));
	while (const dirent *entry = readdir(stream.get())) {
		const std::string_view name = entry->d_name;
		if (name == "." || name == "..")
			continue;
		const std::string inner = str(prefix, name);
		if (what == Reading::source &&
		    (name.starts_with(".") || inner == "target"))
			continue;
		struct stat st = {};
		if (fstatat(dirfd(stream.get()), entry->d_name, &st,
			    AT_SYMLINK_NOFOLLOW))
			return Diag(Id::file_unreadable,
				    str(dir, "/", inner, ": ", errno_text()));
		if (S_ISDIR(st.st_mode)) {
			TRY(read_below(dir, inner + "/", what, out));
		} else if (S_ISREG(st.st_mode)) {
			out[inner] = File(TRY(read_file(str(dir, "/", inner))));
		} else if (what == Reading::all) {
			return Diag(Id::file_unreadable,
				    str(dir, "/", inner,
					": neither a file nor a directory"));
		}
	}
	return ok();
}

} /* namespace */

Result<Tree> read_tree(const std::string &dir)
{
	Tree tree;

	TRY(read_below(dir, "", Reading::all, tree));
	return tree;
}

Result<Tree> read_source_tree(const std::string &dir)
{
	Tree tree;

	TRY(read_below(dir, "", Reading::source, tree));
	return tree;
}

namespace {

/*
 * Who holds a lock on @fd's file, in words: the line of /proc/locks with its
 * inode has the process's id.
 */
std::string holder_of(int fd)
{
	const Result<std::string> locks = read_file("/proc/locks");
	struct stat st = {};

	if (!locks || fstat(fd, &st))
		return "another process";
	for (const std::string_view line : lines(locks.value())) {
		std::vector<std::string_view> words;
		for (const std::string_view word : split(line, ' '))
			if (!word.empty())
				words.push_back(word);
		if (words.size() > 5 && words[1] == "FLOCK" &&
		    words[5].ends_with(str(":", st.st_ino)))
			return str("process ", words[4]);
	}
	return "another process";
}

} /* namespace */

Status lock_directory(int fd, const std::string &path, const Notice &notice)
{
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return ok();
	if (errno == EWOULDBLOCK)
		notice(str("waiting for ", holder_of(fd), ", which is using ",
			   path));
	while (flock(fd, LOCK_EX))
		if (errno != EINTR)
			return Diag(Id::write_failed, str("cannot lock ", path,
							  ": ", errno_text()));
	return ok();
}

Result<Fd> open_locked(const std::string &path, const Notice &notice)
{
	Fd fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));

	if (!fd)
		return Diag(Id::file_unreadable, str(path, ": ", errno_text()));
	TRY(lock_directory(fd.get(), path, notice));
	return fd;
}

Status remove_file(const std::string &path)
{
	if (unlink(path.c_str()) && errno != ENOENT)
		return Diag(Id::write_failed,
			    str("cannot remove ", path, ": ", errno_text()));
	return ok();
}

std::string path_below(const std::string &base, const std::string &path)
{
	if (path.starts_with('/') || base.empty())
		return path;
	return str(base, "/", path);
}

Result<std::string> absolute_path(const std::string &path)
{
	const std::unique_ptr<char, decltype(&free)> here(getcwd(nullptr, 0),
							  free);

	if (!here)
		return Diag(Id::write_failed,
			    str("where we are is not known: ", errno_text()));
	return path_below(here.get(), path);
}

Result<std::string> real_path(const std::string &path)
{
	const std::unique_ptr<char, decltype(&free)> real(
		realpath(path.c_str(), nullptr), free);

	if (real)
		return std::string(real.get());
	return Diag(errno == ENOENT ? Id::file_not_found : Id::file_unreadable,
		    str(path, ": ", errno_text()));
}

Result<std::string> cache_directory()
{
	const char *const xdg = getenv("XDG_CACHE_HOME");
	const char *const home = getenv("HOME");

	/* A relative value is invalid by the specification. */
	if (xdg && *xdg == '/')
		return str(xdg, "/kcrate");
	if (home && *home)
		return str(home, "/.cache/kcrate");
	return Diag(Id::usage, "there is no place for the archive cache")
		.with_help("set XDG_CACHE_HOME or HOME, or use --cache");
}

} /* namespace kcrate */
