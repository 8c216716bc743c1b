// SPDX-License-Identifier: GPL-2.0-or-later

#include <cstdio>
#include <exception>

#include "base/str.h"
#include "cli/commands.h"
#include "cli/version.h"
#include "io/files.h"
#include "io/memory.h"
#include "manifest/schema.h"

using namespace kcrate;

namespace {

/* Exit statuses: 0 clean, 1 findings or drift, 2 could not run. */
constexpr int could_not_run = 2;

/* Where the user writes "$DIR" and has not set it, all paths would be of /. */
Status check_place(const Options &options)
{
	const bool needed = options.command == Command::import ||
			    options.command == Command::list ||
			    options.command == Command::remove ||
			    options.home != Home::Kind::directory;

	if (!needed || !options.out.empty())
		return ok();
	return Diag(Id::usage, "the name of the directory is empty")
		.with_help("name one behind --out, --tree or --module");
}

Result<int> run(const Options &options, Console &console)
{
	TRY(check_place(options));
	switch (options.command) {
	case Command::import:
		return import_command(options, console);
	case Command::remove:
		return remove_command(options, console);
	case Command::fetch:
		return fetch_command(options, console);
	case Command::lock:
		return lock_command(options, console);
	case Command::export_crates:
		return export_command(options, console);
	case Command::add:
		return add_command(options, console);
	case Command::update:
		return update_command(options, console);
	case Command::audit:
		return audit_command(options, console);
	case Command::list:
		return list_command(options, console);
	case Command::tree:
		return tree_command(options, console);
	case Command::explain:
		return explain_command(options, console);
	case Command::available:
		return available_command(options, console);
	case Command::rust_project:
		return rust_project_command(options, console);
	case Command::schema:
		console.print(
			options.schema_of_policy
				? to_json_schema(policy_schema(),
						 "kcrate's policy, policy.yaml")
				: to_json_schema(
					  manifest_schema(),
					  "kcrate's manifest, crates.yaml"));
		return 0;
	case Command::version:
		console.print(str("kcrate ", version, "\n"));
		return 0;
	}
	return could_not_run;
}

int run_command_line(int argc, char **argv)
{
	Options options;
	const int status = parse_options(argc, argv, options);

	if (status >= 0)
		return status;

	Console console(options);
	const Result<int> result = run(options, console);
	if (!result)
		console.report(unfolded(result.error()), nullptr);
	if (!console.flush()) {
		console.report({ Diag(Id::write_failed,
				      str("cannot write standard output: ",
					  errno_text())) },
			       nullptr);
		return could_not_run;
	}
	return result ? result.value() : could_not_run;
}

} /* namespace */

/* Nothing of ours throws; memory may be short, and libraries have bugs. */
int main(int argc, char **argv)
{
	prepare_heap();
	try {
		return run_command_line(argc, argv);
	} catch (const std::exception &e) {
		fprintf(stderr, "kcrate: error: %s [%s]\n", e.what(),
			name_of(Id::internal).data());
	} catch (...) {
		fputs("kcrate: error: an unknown exception\n", stderr);
	}
	return could_not_run;
}
