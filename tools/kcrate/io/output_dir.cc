// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/output_dir.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

namespace kcrate {

namespace {

constexpr char stage_dir[] = ".kcrate";
constexpr char journal_name[] = ".kcrate/journal";
constexpr char journal_draft[] = ".kcrate/journal.new";

std::string staged(const std::string &number)
{
	return str(stage_dir, "/", number);
}

bool write_at(int dir, const std::string &name, std::string_view bytes)
{
	const Fd fd(openat(
		dir, name.c_str(),
		O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666));

	return fd && write_all(fd.get(), bytes);
}

struct CloseDir {
	void operator()(DIR *stream) const { closedir(stream); }
};

std::unique_ptr<DIR, CloseDir> stream_of(Fd fd)
{
	DIR *const stream = fd ? fdopendir(fd.get()) : nullptr;

	if (stream)
		fd.release();
	return std::unique_ptr<DIR, CloseDir>(stream);
}

/* Not every file system says so in its directory. */
bool is_directory(int dir, const dirent &entry)
{
	struct stat st = {};

	if (entry.d_type != DT_UNKNOWN)
		return entry.d_type == DT_DIR;
	return !fstatat(dir, entry.d_name, &st, AT_SYMLINK_NOFOLLOW) &&
	       S_ISDIR(st.st_mode);
}

void list_below(int dir, const std::string &prefix,
		std::vector<std::string> &out)
{
	const auto stream = stream_of(
		Fd(openat(dir, prefix.empty() ? "." : prefix.c_str(),
			  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));

	while (const dirent *entry = stream ? readdir(stream.get()) : nullptr) {
		const std::string_view name = entry->d_name;
		const std::string inner = str(prefix, "/", name);
		if (name == "." || name == "..")
			continue;
		if (is_directory(dirfd(stream.get()), *entry))
			list_below(dir, inner, out);
		else
			out.push_back(inner);
	}
}

} /* namespace */

Diag OutputDir::failure(const std::string &what) const
{
	return Diag(Id::write_failed,
		    str("cannot write ", path, "/", what, ": ", errno_text()))
		.with_help("make room or give access, then run the command "
			   "again");
}

Diag OutputDir::leaves(const std::string &file) const
{
	return Diag(Id::internal, str("'", file, "' leaves ", path));
}

Result<OutputDir> OutputDir::open_to_read(const std::string &path)
{
	Fd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));

	if (!fd && errno == ENOTDIR)
		return Diag(Id::not_a_directory, str(path, ": not a directory"))
			.with_help("name a directory");
	if (!fd && errno != ENOENT)
		return Diag(Id::file_unreadable, str(path, ": ", errno_text()));
	return OutputDir(path, std::move(fd));
}

Result<OutputDir> OutputDir::open(const std::string &path, const Notice &notice)
{
	TRY(make_directories(path));
	OutputDir out = TRY(open_to_read(path));

	TRY(lock_directory(out.dir.get(), path, notice));
	TRY(out.recover(notice));
	return out;
}

Status OutputDir::complete(const std::string &path, const Notice &notice)
{
	if (file_exists(str(path, "/", stage_dir)))
		TRY(open(path, notice));
	return ok();
}

Result<Fd> OutputDir::open_parent(const std::string &file, bool create) const
{
	constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	std::vector<std::string_view> parts = split(parent_of(file), '/');
	Fd at;

	if (resolve_path("", file) != file)
		return leaves(file);
	if (parts == std::vector<std::string_view>{ "" })
		parts = { "." };
	for (size_t i = 0; i < parts.size() && (at || !i); i++) {
		const std::string part(parts[i]);
		const int above = i ? at.get() : dir.get();
		if (create && mkdirat(above, part.c_str(), 0777) &&
		    errno != EEXIST)
			return failure(file);
		at = Fd(openat(above, part.c_str(), flags));
	}
	if (at || errno == ENOENT)
		return at;
	if (errno == ENOTDIR || errno == ELOOP)
		return Diag(Id::not_a_directory,
			    str(path, "/", file,
				": leads through a file or a symbolic link"))
			.with_help("remove it, or import elsewhere");
	return failure(file);
}

Result<Fd> OutputDir::open_file(const std::string &file) const
{
	const Fd parent = TRY(open_parent(file, false));

	if (!parent)
		return Fd();
	return Fd(openat(parent.get(), std::string(base_name(file)).c_str(),
			 O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
}

bool OutputDir::holds(const std::string &file, std::string_view bytes) const
{
	const Result<Fd> fd = dir ? open_file(file) : Fd();

	return fd && fd.value() && has_bytes(fd.value().get(), bytes);
}

Result<std::optional<std::string>>
OutputDir::read(const std::string &file) const
{
	if (!dir)
		return std::optional<std::string>();

	const Fd fd = TRY(open_file(file));

	if (!fd && errno == ENOENT)
		return std::optional<std::string>();
	if (!fd && errno == ELOOP)
		return Diag(Id::not_a_directory,
			    str(path, "/", file, ": is a symbolic link"))
			.with_help("remove it, or import elsewhere");

	std::optional<std::string> bytes;
	if (fd)
		bytes = read_all(fd.get());
	if (!bytes)
		return Diag(Id::file_unreadable,
			    str(path, "/", file, ": ", errno_text()));
	return bytes;
}

Result<std::vector<std::string>> OutputDir::list(const std::string &sub) const
{
	std::vector<std::string> out;

	if (resolve_path("", sub) != sub)
		return leaves(sub);
	if (dir)
		list_below(dir.get(), sub, out);
	std::sort(out.begin(), out.end());
	return out;
}

/* A file that is replaced keeps its mode: a script stays executable. */
Status OutputDir::keep_mode(const std::string &file,
			    const std::string &name) const
{
	const Fd parent = TRY(open_parent(file, false));
	struct stat st = {};

	if (parent &&
	    !fstatat(parent.get(), std::string(base_name(file)).c_str(), &st,
		     AT_SYMLINK_NOFOLLOW) &&
	    fchmodat(dir.get(), name.c_str(), st.st_mode & 07777, 0))
		return failure(file);
	return ok();
}

Status OutputDir::stage(const Changes &changes) const
{
	std::vector<JournalStep> steps;
	std::string journal;

	if (mkdirat(dir.get(), stage_dir, 0777))
		return failure(stage_dir);
	for (const auto &[file, content] : changes.write) {
		const std::string number = str(steps.size());
		if (!write_at(dir.get(), staged(number), content.bytes()))
			return failure(file);
		TRY(keep_mode(file, staged(number)));
		steps.push_back({ number, file });
	}
	for (const std::string &file : changes.remove)
		steps.push_back({ "", file });
	for (const JournalStep &step : steps)
		journal += to_text(step);
	if (!write_at(dir.get(), journal_draft, journal) ||
	    renameat(dir.get(), journal_draft, dir.get(), journal_name))
		return failure(journal_name);
	return carry_out(steps).context(
		"some of it is written; the next run completes it");
}

/* What the next run would not complete is not begun. */
Status OutputDir::check_paths(const Changes &changes) const
{
	std::vector<std::string> files = changes.remove;

	for (const auto &[file, content] : changes.write)
		files.push_back(file);
	for (const std::string &file : files)
		if (!is_output_path(file))
			return Diag(Id::internal,
				    str("'", file,
					"' is not a path to write in ", path));
	return ok();
}

Status OutputDir::apply(const Changes &changes)
{
	if (changes.empty())
		return ok();

	TRY(check_paths(changes));
	Status status = stage(changes);

	if (!status && faccessat(dir.get(), journal_name, F_OK, 0))
		clear_stage();
	return status;
}

/* A step is done already when its staged file or its target is not there. */
Status OutputDir::carry_out_step(const JournalStep &step) const
{
	const bool write = !step.staged.empty();
	const Fd parent = TRY(open_parent(step.file, write));
	const std::string last(base_name(step.file));

	if (!write) {
		if (parent && unlinkat(parent.get(), last.c_str(), 0) &&
		    errno != ENOENT)
			return failure(step.file);
		remove_empty_parents(step.file);
		return ok();
	}
	if (renameat(dir.get(), staged(step.staged).c_str(), parent.get(),
		     last.c_str()) &&
	    errno != ENOENT)
		return failure(step.file);
	return ok();
}

void OutputDir::remove_empty_parents(const std::string &file) const
{
	for (std::string up(parent_of(file)); !up.empty();
	     up = std::string(parent_of(up))) {
		const Result<Fd> parent = open_parent(up, false);
		/* One that is gone went before the process was killed. */
		if (!parent)
			return;
		if (parent.value() &&
		    unlinkat(parent.value().get(),
			     std::string(base_name(up)).c_str(),
			     AT_REMOVEDIR) &&
		    errno != ENOENT)
			return;
	}
}

Status OutputDir::carry_out(const std::vector<JournalStep> &steps) const
{
	for (const JournalStep &step : steps)
		TRY(carry_out_step(step));
	unlinkat(dir.get(), journal_name, 0);
	clear_stage();
	return ok();
}

void OutputDir::clear_stage() const
{
	std::vector<std::string> files;

	list_below(dir.get(), stage_dir, files);
	for (const std::string &file : files)
		unlinkat(dir.get(), file.c_str(), 0);
	unlinkat(dir.get(), stage_dir, AT_REMOVEDIR);
}

Diag OutputDir::damaged() const
{
	return Diag(Id::journal_damaged,
		    str(path, "/", journal_name,
			" is not what an interrupted import leaves"))
		.with_help("find out who wrote it; then remove it, and run the "
			   "command again");
}

Status OutputDir::recover(const Notice &notice) const
{
	struct stat st = {};

	if (fstatat(dir.get(), stage_dir, &st, AT_SYMLINK_NOFOLLOW))
		return ok();
	if (!S_ISDIR(st.st_mode))
		return Diag(Id::not_a_directory,
			    str(path, "/", stage_dir,
				": in the way of kcrate's own directory"))
			.with_help("move it away");

	const std::optional<std::string> journal = TRY(read(journal_name));
	if (journal) {
		const std::optional<std::vector<JournalStep>> steps =
			parse_journal(*journal);
		if (!steps)
			return damaged();
		notice(str(path, ": completing an import that was "
				 "interrupted"));
		return carry_out(*steps);
	}
	notice(str(path, ": removing what an interrupted import left"));
	clear_stage();
	return ok();
}

} /* namespace kcrate */
