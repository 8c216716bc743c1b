// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/work_dir.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/str.h"
#include "io/files.h"

namespace kcrate {

namespace {

/* A draft that is of no use is no error. */
void remove_draft(const std::string &directory)
{
	std::error_code ignored;

	std::filesystem::remove_all(directory, ignored);
}

} /* namespace */

Result<WorkDir> WorkDir::open(const std::string &path)
{
	TRY(make_directories(path));
	return WorkDir(TRY(real_path(path)));
}

Result<std::string> WorkDir::draft() const
{
	std::string out = path_of("draft-XXXXXX");

	if (!mkdtemp(out.data()))
		return Diag(Id::write_failed, str("cannot make a directory in ",
						  path, ": ", errno_text()))
			.with_help("name another one with --work");
	return out;
}

Result<std::string>
WorkDir::make(const std::string &name,
	      const std::function<Status(const std::string &draft)> &fill) const
{
	std::string place = path_of(name);

	if (file_exists(place))
		return place;
	const std::string directory = TRY(draft());
	Status done = fill(directory);
	if (done)
		done = make_directories(std::string(parent_of(place)));
	/* Somebody else may have made it meanwhile, with the same in it. */
	if (done && rename(directory.c_str(), place.c_str()) &&
	    !file_exists(place))
		done = Diag(Id::write_failed, str(place, ": ", errno_text()));
	remove_draft(directory);
	TRY(std::move(done));
	return place;
}

Result<std::string> WorkDir::make(const std::string &name,
				  const Tree &files) const
{
	return make(name, [&](const std::string &draft) -> Status {
		for (const auto &[file, content] : files) {
			const std::string whole = str(draft, "/", file);
			TRY(make_directories(std::string(parent_of(whole))));
			TRY(write_file(whole, content.bytes()));
		}
		return ok();
	});
}

} /* namespace kcrate */
