// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * What an import would need is resolved as an import does it, and then asked of
 * the script that an import installs: there is one list of checks.
 */

#include <cstdlib>

#include "base/str.h"
#include "cli/commands.h"
#include "emit/emit.h"
#include "io/process.h"
#include "io/temporary.h"

namespace kcrate {

namespace {

/* "NAME=value", the user's or else @otherwise. */
std::string variable(const char *name, const char *otherwise)
{
	const char *const value = getenv(name);

	return str(name, "=", value && *value ? value : otherwise);
}

/* The source of the kernel whose build directory is @build. */
std::string source_of(const std::string &build)
{
	const std::string source = build + "/source";

	return !build.empty() && file_exists(source) ? source : build;
}

/* Where the last import left its record, "" before the first one. */
std::string earlier_import(const Options &options, const Home &home)
{
	return file_exists(str(options.out, "/", home.record()))
		       ? str(options.out, "/", parent_of(home.record()))
		       : "";
}

/* The script's command line; env(1) gives it what Kbuild would export. */
std::vector<std::string> script_command(const Options &options,
					const Home &home,
					const TemporaryFiles &files)
{
	const bool tree = home.kind == Home::Kind::kernel_tree;
	std::vector<std::string> argv = {
		"env",
		variable("RUSTC", "rustc"),
		variable("HOSTCC", "cc"),
		str("srctree=", tree ? options.out : source_of(options.kernel)),
		str("objtree=", tree ? options.out : options.kernel),
		"sh",
		files.path_of(available_name),
		"--import",
		earlier_import(options, home),
	};

	if (options.all)
		argv.emplace_back("--all");
	return argv;
}

Result<int> run_script(const Options &options, const Home &home,
		       const Import &import, Console &console)
{
	const TemporaryFiles files = TRY(TemporaryFiles::write(
		{ { available_name, import.tree.at(home.own + available_name) },
		  { needs_name, import.tree.at(home.own + needs_name) } }));
	const Ended ended =
		TRY(run_to_end(script_command(options, home, files)));

	console.tell(ended.errors);
	return ended.status == 0 ? 0 : 1;
}

} /* namespace */

Result<int> available_command(const Options &options, Console &console)
{
	const Inputs inputs = TRY(read_inputs(options));
	Sink sink;
	const Import import = TRY(run_import(
		import_input(inputs, console.progress_notice()), sink));

	console.report(sink.diags, nullptr);
	if (sink.has_errors() && !options.all)
		return 1;
	const int status =
		TRY(run_script(options, inputs.target.home, import, console));
	if (sink.has_errors() || status)
		return 1;
	console.note(str(options.out, ": the crates can be built"));
	return 0;
}

} /* namespace kcrate */
