/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A directory of directories that are made once, and can be made again.  Each
 * appears as a whole, by a rename, and is never changed; so any number of
 * processes may use one at the same time.
 */

#include <functional>
#include <string>

#include "diag/result.h"
#include "tree/tree.h"

namespace kcrate {

class WorkDir {
public:
	/* Makes @path if it is not there.  Diag write_failed. */
	static Result<WorkDir> open(const std::string &path);

	/* Where the directory @name is or would be; absolute. */
	std::string path_of(const std::string &name) const
	{
		return path + "/" + name;
	}

	/*
	 * The directory @name, a path in this one.  Where it is not there,
	 * @fill is called for a new one, which then takes its place.  Diags of
	 * @fill, which leave nothing behind; write_failed.
	 */
	Result<std::string>
	make(const std::string &name,
	     const std::function<Status(const std::string &draft)> &fill) const;

	/* The same with @files in it. */
	Result<std::string> make(const std::string &name,
				 const Tree &files) const;

private:
	explicit WorkDir(std::string path) : path(std::move(path)) {}

	Result<std::string> draft() const;

	std::string path;
};

} /* namespace kcrate */
