/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>

#include "diag/result.h"
#include "tree/tree.h"

namespace kcrate {

/* Files for another program to read, gone with this. */
class TemporaryFiles {
public:
	/*
	 * Writes @files, which have no directories, into a directory of their
	 * own, below $TMPDIR or /tmp, that others cannot read.  Diag
	 * write_failed.
	 */
	static Result<TemporaryFiles> write(const Tree &files);
	TemporaryFiles(TemporaryFiles &&other) noexcept;
	TemporaryFiles &operator=(TemporaryFiles &&) = delete;
	~TemporaryFiles();

	std::string path_of(const std::string &file) const
	{
		return directory + "/" + file;
	}

private:
	TemporaryFiles() = default;

	std::string directory; /* "" for none */
	Tree files;
};

} /* namespace kcrate */
