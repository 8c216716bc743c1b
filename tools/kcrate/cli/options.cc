// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/options.h"

#include <algorithm>
#include <map>

#include <CLI/CLI.hpp>

#include "cli/version.h"

namespace kcrate {

namespace {

/* 2 is "could not run"; CLI11's own codes are its own business. */
constexpr int usage_status = 2;

void add_format(CLI::App &app, Options &options)
{
	app.add_option_function<std::string>(
		   "--format",
		   [&options](const std::string &name) {
			   options.format =
				   name == "json" ? Format::json : Format::text;
		   },
		   "How findings and results are printed")
		->check(CLI::IsMember({ "text", "json" }))
		->type_name("FORMAT");
}

void add_common(CLI::App &app, Options &options)
{
	app.add_option("-m,--manifest", options.manifest,
		       "The manifest; its lock and patches are beside it")
		->capture_default_str()
		->type_name("FILE");
	app.add_option("--cache", options.cache,
		       "Archive cache (default: $XDG_CACHE_HOME/kcrate)")
		->type_name("DIR");
	app.add_option("--registry", options.registry,
		       "Another place for .crate files: file:///DIR")
		->type_name("URL");
	app.add_flag("--offline", options.offline,
		     "Open no socket: use the archive cache alone");
	app.add_option("-j,--jobs", options.jobs,
		       "Threads (default: one for each processor)")
		->type_name("N");
	add_format(app, options);
	app.add_flag("-q,--quiet", options.quiet, "No progress");
}

void add_import(CLI::App &app, Options &options)
{
	CLI::App *const import = app.add_subcommand(
		"import", "Write the manifest's crates into a directory");

	add_common(*import, options);
	import->add_option("-o,--out", options.out,
			   "Directory that gets the crates")
		->required()
		->type_name("DIR");
	CLI::Option *const dry =
		import->add_flag("-n,--dry-run", options.dry_run,
				 "Print the plan, write nothing");
	import->add_flag("--check", options.check,
			 "Write nothing; exit 1 with a diff where the "
			 "directory is not what the import would make of it")
		->excludes(dry);
	import->add_flag("--force", options.force,
			 "Write in spite of errors found, and over local "
			 "changes");
}

void add_list(CLI::App &app, Options &options)
{
	CLI::App *const list =
		app.add_subcommand("list", "Show what a directory holds");

	list->add_option("-o,--out", options.out, "Directory of an import")
		->required()
		->type_name("DIR");
	list->add_option("--objects", options.objects,
			 "Directory of the objects built from it")
		->type_name("DIR");
	add_format(*list, options);
}

Command command_of(const CLI::App &app)
{
	const std::map<std::string, Command> commands = {
		{ "import", Command::import }, { "fetch", Command::fetch },
		{ "lock", Command::lock },     { "list", Command::list },
		{ "schema", Command::schema }, { "version", Command::version },
	};

	return commands.at(app.get_subcommands().at(0)->get_name());
}

/* `kcrate help import` is `kcrate import --help`; CLI11 wants them reversed. */
std::vector<std::string> words_of(int argc, char **argv)
{
	std::vector<std::string> words(argv + 1, argv + argc);

	if (!words.empty() && words[0] == "help") {
		words.erase(words.begin());
		words.emplace_back("--help");
	}
	std::reverse(words.begin(), words.end());
	return words;
}

/* As any other Diag, though nothing of it is known to CLI11. */
std::string failure_text(const CLI::App *app, const CLI::Error &e)
{
	const std::vector<std::string> words = app->remaining();
	std::string message = e.what();

	if (e.get_name() == "RequiredError" && app->get_subcommands().empty())
		message = words.empty() ? "there is no command"
					: "'" + words[0] + "' is not a command";
	return "kcrate: error: " + message +
	       " [usage]\n    help: see 'kcrate help' and "
	       "'kcrate help COMMAND'\n";
}

} /* namespace */

int parse_options(int argc, char **argv, Options &options)
{
	CLI::App app("Import third-party Rust crates into the Linux kernel",
		     "kcrate");

	app.set_version_flag("--version", std::string("kcrate ") + version);
	app.failure_message(failure_text);
	app.require_subcommand(1);
	add_import(app, options);
	add_common(*app.add_subcommand("fetch",
				       "Put the manifest's archives into the "
				       "cache"),
		   options);
	add_common(*app.add_subcommand(
			   "lock", "Choose sources anew and write the lock"),
		   options);
	add_list(app, options);
	app.add_subcommand("schema", "Print the manifest's JSON Schema");
	app.add_subcommand("version", "Print the version");
	app.add_subcommand("help", "Print help, for all or for a command");

	try {
		app.parse(words_of(argc, argv));
	} catch (const CLI::ParseError &e) {
		return app.exit(e) ? usage_status : 0;
	}
	options.command = command_of(app);
	return -1;
}

} /* namespace kcrate */
