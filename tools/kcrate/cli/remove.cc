// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>

#include "base/str.h"
#include "cli/commands.h"
#include "cli/output.h"

namespace kcrate {

namespace {

Diag nothing_there(const Options &options)
{
	return Diag(Id::file_not_found,
		    str(options.out, "/", home_of(options.home).record(),
			" is not there: nothing was imported"))
		.with_help("name the place of an import with --out, --tree or "
			   "--module");
}

Result<Lock> read_record_of(const Options &options, const OutputDir &dir)
{
	const Home home = home_of(options.home);
	const std::optional<std::string> text = TRY(dir.read(home.record()));

	if (!text)
		return nothing_there(options);
	return parse_record(home, dir.name_of(home.record()), *text);
}

void print_changes(const Changes &changes, Console &console)
{
	for (const auto &[path, file] : changes.write)
		console.print(str("change ", path, "\n"));
	for (const std::string &path : changes.remove)
		console.print(str("remove ", path, "\n"));
}

/* What stays because somebody wrote it: the manifest and its patches. */
Status name_what_stays(const OutputDir &dir, const Home &home,
		       const Changes &changes, Console &console)
{
	const std::vector<std::string> there =
		TRY(dir.list(home.own.substr(0, home.own.size() - 1)));

	for (const std::string &path : there)
		if (std::find(changes.remove.begin(), changes.remove.end(),
			      path) == changes.remove.end())
			console.note(str("not made by an import, so it stays: ",
					 path));
	return ok();
}

} /* namespace */

Result<int> remove_command(const Options &options, Console &console)
{
	const Notice notice = [&](const std::string &text) {
		console.note(text);
	};
	/* To open it for writing would make it. */
	if (!file_exists(options.out))
		return nothing_there(options);

	OutputDir dir = options.dry_run
				? TRY(OutputDir::open_to_read(options.out))
				: TRY(OutputDir::open(options.out, notice));
	const Lock record = TRY(read_record_of(options, dir));
	const ImportTarget target = TRY(read_place(options));
	Sink sink;
	Comparison comparison =
		TRY(compare_with_nothing(dir, target, record, sink));

	comparison.changes.remove.push_back(target.home.record());
	if (!options.force)
		for (const Conflict &conflict : comparison.conflicts)
			sink.report(Diag(Id::locally_modified,
					 str(conflict.path,
					     " was changed since it was "
					     "imported, and would be removed"))
					    .with_help("save what you need of "
						       "it, then use "
						       "--force"));
	console.report(sink.diags, nullptr);
	if (sink.has_errors())
		return 1;
	if (options.dry_run) {
		if (options.format == Format::text)
			print_changes(comparison.changes, console);
		return 0;
	}
	if (target.home.keeps_manifest())
		TRY(name_what_stays(dir, target.home, comparison.changes,
				    console));
	TRY(dir.apply(comparison.changes));
	console.note(str(options.out, ": ", comparison.changes.write.size(),
			 " changed back, ", comparison.changes.remove.size(),
			 " removed"));
	return 0;
}

} /* namespace kcrate */
