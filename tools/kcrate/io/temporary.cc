// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/temporary.h"

#include <cstdlib>
#include <utility>

#include <unistd.h>

#include "base/str.h"
#include "io/files.h"

namespace kcrate {

Result<TemporaryFiles> TemporaryFiles::write(const Tree &files)
{
	const char *const where = getenv("TMPDIR");
	const std::string parent = where && *where ? where : "/tmp";
	std::string directory = parent + "/kcrate-XXXXXX";
	TemporaryFiles out;

	if (!mkdtemp(directory.data()))
		return Diag(Id::write_failed, str("cannot make a directory in ",
						  parent, ": ", errno_text()))
			.with_help("name another directory with TMPDIR");
	out.directory = std::move(directory);
	for (const auto &[name, file] : files) {
		out.files[name] = file;
		TRY(write_file(out.path_of(name), file.bytes()));
	}
	return out;
}

TemporaryFiles::TemporaryFiles(TemporaryFiles &&other) noexcept
	: directory(std::exchange(other.directory, {})),
	  files(std::exchange(other.files, {}))
{}

TemporaryFiles::~TemporaryFiles()
{
	if (directory.empty())
		return;
	for (const auto &[name, file] : files)
		unlink(path_of(name).c_str());
	rmdir(directory.c_str());
}

} /* namespace kcrate */
