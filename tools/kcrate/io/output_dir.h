/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A directory that is changed as a whole or not at all.
 *
 * Everything new is first written below `.kcrate/` in the directory itself,
 * then a journal of the renames and removals to do; the rename that puts the
 * journal in its place is the moment of the change.  A process killed before
 * it has changed nothing; one killed after it leaves a journal, which the next
 * open() carries out.  Nothing is synced to the disk: an import compares every
 * file with what it should be, so what a power failure took is seen and
 * written again.
 */

#include <optional>
#include <string>
#include <vector>

#include "diag/result.h"
#include "io/files.h"
#include "io/journal.h"
#include "tree/tree.h"

namespace kcrate {

/* What to do to a directory. */
struct Changes {
	Tree write;
	std::vector<std::string> remove; /* files */

	bool empty() const { return write.empty() && remove.empty(); }
};

class OutputDir {
public:
	/*
	 * Opens @path, makes it if it is not there, and waits until no other
	 * process has it open (@notice is told for whom).  Completes what an
	 * interrupted apply() left, and tells @notice.  Diag write_failed,
	 * not_a_directory, journal_damaged.
	 */
	static Result<OutputDir> open(const std::string &path,
				      const Notice &notice);

	/*
	 * The same for one that only looks: no lock, nothing made, nothing
	 * completed.  A directory that does not exist is an empty one.
	 */
	static Result<OutputDir> open_to_read(const std::string &path);

	/*
	 * Completes what an interrupted apply() left in @path, where one did:
	 * for those who read what is there long before they open it.  Diags of
	 * open().
	 */
	static Status complete(const std::string &path, const Notice &notice);

	/*
	 * The file @file, nothing when there is none.  Symbolic links are
	 * not followed: one anywhere in the path is Diag not_a_directory.
	 */
	Result<std::optional<std::string>> read(const std::string &file) const;

	/*
	 * Whether read() would give @bytes, without keeping what it reads.
	 */
	bool holds(const std::string &file, std::string_view bytes) const;

	/* How messages call @file. */
	std::string name_of(const std::string &file) const
	{
		return path + "/" + file;
	}

	/* The paths of all that is below @sub but directories, sorted. */
	Result<std::vector<std::string>> list(const std::string &sub) const;

	/* Diag write_failed, and then nothing has changed. */
	Status apply(const Changes &changes);

private:
	OutputDir(std::string path, Fd dir)
		: path(std::move(path)), dir(std::move(dir))
	{}

	Result<Fd> open_parent(const std::string &file, bool create) const;
	Result<Fd> open_file(const std::string &file) const;
	Diag failure(const std::string &what) const;
	Diag leaves(const std::string &file) const;
	Status keep_mode(const std::string &file,
			 const std::string &name) const;
	Status stage(const Changes &changes) const;
	Status check_paths(const Changes &changes) const;
	Status carry_out(const std::vector<JournalStep> &steps) const;
	Status carry_out_step(const JournalStep &step) const;
	void remove_empty_parents(const std::string &file) const;
	void clear_stage() const;
	Diag damaged() const;
	Status recover(const Notice &notice) const;

	std::string path;
	Fd dir;
};

} /* namespace kcrate */
