// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "cli/commands.h"
#include "report/report.h"

namespace kcrate {

namespace {

/*
 * rust/Makefile leaves UNIT.stat beside each object: one line, the unit, the
 * bytes of its object and the seconds that compiling it took.
 */
std::map<std::string, BuildStat> read_stats(const Lock &lock,
					    const std::string &objects)
{
	std::map<std::string, BuildStat> out;

	for (const auto &[name, crate] : lock.crates) {
		const std::string unit = crate_identifier(name);
		const Result<std::string> text =
			read_file(str(objects, "/", unit, ".stat"));
		if (!text)
			continue;
		const std::vector<std::string_view> words =
			split(trim(text.value()), ' ');
		if (words.size() == 3)
			out[unit] = { std::string(words[1]),
				      std::string(words[2]) };
	}
	return out;
}

/* Without it all crates would look as if they had not been built. */
Status check_objects(const std::string &objects)
{
	if (objects.empty() || file_exists(objects))
		return ok();
	return Diag(Id::file_not_found, str(objects, ": no such directory"))
		.with_help("compile the crates first, or name the directory of "
			   "their objects with --objects");
}

} /* namespace */

Result<int> list_command(const Options &options, Console &console)
{
	const Home home = home_of(options.home);
	const std::string path = str(options.out, "/", home.record());
	Result<std::string> text = read_file(path);

	if (!text)
		return std::move(text.error())
			.with_help("name the place of an import with --out, "
				   "--tree or --module");
	const Lock lock = TRY(parse_record(home, path, text.value()));

	TRY(check_objects(options.objects));
	if (options.format == Format::json)
		console.report({}, &lock);
	else if (options.objects.empty())
		console.print(plan_to_text(lock));
	else
		console.print(
			list_to_text(lock, read_stats(lock, options.objects)));
	return 0;
}

} /* namespace kcrate */
