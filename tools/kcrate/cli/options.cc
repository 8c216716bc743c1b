// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/options.h"

#include <algorithm>
#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>

#include "base/str.h"
#include "cli/subcommands.h"
#include "cli/version.h"

namespace kcrate {

namespace {

/* 2 is "could not run"; CLI11's own codes are its own business. */
constexpr int usage_status = 2;
constexpr char usage_help[] = " [usage]\n    help: see 'kcrate help' and "
			      "'kcrate help COMMAND'\n";

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

/* A tree and a module have their manifest at a place of its own. */
std::string default_manifest(const Options &options)
{
	const Home home = home_of(options.home);

	return home.keeps_manifest() ? options.out + "/" + home.manifest()
				     : "crates.yaml";
}

/* How many of --out, --tree and --module a command wants; none for some. */
std::string home_error(const Options &options)
{
	const bool optional = options.command == Command::fetch ||
			      options.command == Command::lock ||
			      options.command == Command::export_crates ||
			      options.command == Command::add ||
			      options.command == Command::update ||
			      options.command == Command::audit ||
			      options.command == Command::tree ||
			      options.command == Command::explain ||
			      options.command == Command::schema ||
			      options.command == Command::version;

	if (options.homes > 1)
		return "only one of --out, --tree and --module can be given";
	if (!options.kernel.empty() && options.home != Home::Kind::module)
		return "--kernel goes with --module";
	if (options.homes > 0 || optional)
		return {};
	if (options.command == Command::rust_project)
		return "--module is required";
	if (options.command == Command::available)
		return "one of --tree and --module is required";
	return "one of --out, --tree and --module is required";
}

void print_usage_error(const std::string &message)
{
	std::cerr << "kcrate: error: " << message << usage_help;
}

/* As any other Diag, though nothing of it is known to CLI11. */
std::string failure_text(const CLI::App *app, const CLI::Error &e)
{
	const std::vector<std::string> words = app->remaining();
	std::string message = e.what();

	if (e.get_name() == "RequiredError" && app->get_subcommands().empty())
		message = words.empty() ? "there is no command"
					: "'" + words[0] + "' is not a command";
	return "kcrate: error: " + message + usage_help;
}

} /* namespace */

int parse_options(int argc, char **argv, Options &options)
{
	CLI::App app("Import third-party Rust crates into the Linux kernel",
		     "kcrate");

	app.set_version_flag("--version", std::string("kcrate ") + version);
	app.failure_message(failure_text);
	app.require_subcommand(1);
	add_subcommands(app, options);

	try {
		app.parse(words_of(argc, argv));
	} catch (const CLI::ParseError &e) {
		std::ostringstream out;
		const bool failed = app.exit(e, out, std::cerr) != 0;
		/* Versions of CLI11 end a text in different ways. */
		if (!out.str().empty())
			std::cout << trim(out.str()) << "\n";
		return failed ? usage_status : 0;
	}
	const std::string wrong = home_error(options);
	if (!wrong.empty()) {
		print_usage_error(wrong);
		return usage_status;
	}
	if (options.manifest.empty())
		options.manifest = default_manifest(options);
	return -1;
}

} /* namespace kcrate */
