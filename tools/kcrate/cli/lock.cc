// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "cli/commands.h"

namespace kcrate {

namespace {

bool has_files(const Lock &record, const std::string &directory)
{
	const auto at = record.files.lower_bound(directory + "/");

	return at != record.files.end() &&
	       at->first.starts_with(directory + "/");
}

/*
 * In a tree the lock is also the record of what is there now: its files, and
 * whatever crate they are of, should no manifest name it any more.
 */
void keep_record(const Home &home, const Lock &record, Lock &lock)
{
	lock.files = record.files;
	for (const auto &[name, crate] : record.crates)
		if (!lock.find(name) && record.find(name) &&
		    has_files(record, home.crates + name))
			lock.crates[name] = crate;
}

/* In a tree it is the record, which an import may be about to replace. */
Status write_record(const Options &options, const Inputs &inputs,
		    const std::string &text, const Notice &notice)
{
	const std::string path = inputs.target.home.record();
	OutputDir dir = TRY(OutputDir::open(options.out, notice));
	const std::string found = TRY(dir.read(path)).value_or("");

	if (found != inputs.lock_text)
		return Diag(Id::file_unreadable,
			    str(dir.name_of(path),
				" changed while it was read"))
			.with_help("run the command again");
	if (found == text)
		return ok();
	return dir.apply({ { { path, File(text) } }, {} });
}

} /* namespace */

Result<int> lock_command(const Options &options, Console &console)
{
	if (!options.against.empty())
		return compare_cargo_pins(options, console);

	const Home home = home_of(options.home);
	const Notice notice = [&](const std::string &text) {
		console.note(text);
	};
	TRY(complete_import(options, console));

	const Inputs inputs = TRY(read_inputs(options));
	Sink sink;
	ImportInput input = import_input(inputs, console.progress_notice());

	input.lock = nullptr;
	Import import = TRY(run_import(input, sink));
	if (home.keeps_manifest() && inputs.lock)
		keep_record(home, *inputs.lock, import.lock);

	console.report(sink.diags, &import.lock);
	if (sink.has_errors()) {
		console.note("nothing was written");
		return 1;
	}
	if (!options.from.empty())
		TRY(write_cargo_pins(options, inputs.manifest_text));
	if (home.keeps_manifest() && !inputs.manifest_copied)
		TRY(write_record(options, inputs, to_text(import.lock),
				 notice));
	else
		TRY(write_file(inputs.lock_path, to_text(import.lock)));
	return 0;
}

} /* namespace kcrate */
