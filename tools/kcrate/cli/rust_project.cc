// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/rust_project.h"

#include "base/str.h"
#include "cli/commands.h"

namespace kcrate {

namespace {

/* "1.85.1" as Kbuild counts: 108501; 0 where nothing is known. */
unsigned int count_of_version(const std::string &version)
{
	const Result<Version> parsed = parse_version(version);

	if (!parsed)
		return 0;
	return static_cast<unsigned int>(parsed.value().major * 100000 +
					 parsed.value().minor * 100 +
					 parsed.value().patch);
}

} /* namespace */

Result<int> rust_project_command(const Options &options, Console &console)
{
	const ImportTarget target = TRY(read_target(options));
	const std::string path = str(options.out, "/", project_name);
	const std::string ours =
		str(options.out, "/", target.home.own, project_name);
	Result<std::string> project = read_file(path);
	Result<std::string> units = read_file(ours);
	ProjectFacts facts;

	if (!units)
		return std::move(units.error())
			.with_help("import crates into the module first");
	if (!project)
		return std::move(project.error())
			.with_help(str("let the kernel make it first: make -C "
				       "KERNEL M=",
				       options.out, " rust-analyzer"));
	facts.directory = TRY(real_path(options.out));
	if (target.kernel)
		facts.rustc = count_of_version(target.kernel->min_rustc);
	const std::string merged =
		TRY(merge_project(project.value(), units.value(), facts));
	TRY(write_file(path, merged));
	console.note(str(path, ": has the imported crates"));
	return 0;
}

} /* namespace kcrate */
