// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "io/diff.h"
#include "io/ignore.h"
#include "report/report.h"

namespace kcrate {

namespace {

Diag locally_modified(const Conflict &conflict)
{
	return Diag(Id::locally_modified,
		    str(conflict.path,
			!conflict.wanted
				? " was changed since it was imported, and "
				  "would be removed"
				: " was changed since it was imported, or was "
				  "never imported"))
		.with_help("state the change in the manifest, as an edit or a "
			   "patch; or use --force to lose it");
}

/* What the user would lose, as a diff on standard output. */
Status show_conflicts(const Options &options, const Comparison &comparison,
		      Console &console, Sink &sink)
{
	for (const Conflict &conflict : comparison.conflicts) {
		sink.report(locally_modified(conflict));
		if (options.format == Format::json)
			continue;
		console.print(TRY(unified_diff(conflict.path, conflict.wanted,
					       conflict.found)));
	}
	return ok();
}

/* With --force, a record that cannot be read is one that is not there. */
Result<Comparison> compare(const Options &options, const OutputDir &dir,
			   const ImportTarget &target, const Wanted &wanted,
			   Sink &sink)
{
	Result<Lock> record = read_record(dir, target.home, wanted);

	if (!record && !options.force)
		return std::move(record.error());
	if (!record) {
		sink.report(std::move(record.error()));
		record = Lock();
	}
	return compare_with(dir, target, record.value(), wanted, sink);
}

/* An empty lock is none that could have been read. */
Result<std::string> diff_of_lock(const Inputs &inputs,
				 const std::string &lock_text)
{
	std::optional<std::string_view> before;

	if (!inputs.lock_text.empty())
		before = inputs.lock_text;
	return unified_diff(std::string(base_name(inputs.lock_path)), before,
			    lock_text);
}

Result<int> check_output(const Options &options, const Inputs &inputs,
			 const Import &import, Console &console, Sink &sink)
{
	const OutputDir dir = TRY(OutputDir::open_to_read(options.out));
	const Wanted wanted(import);
	const Comparison comparison =
		TRY(compare(options, dir, inputs.target, wanted, sink));
	std::string diff = TRY(diff_of(comparison));

	if (!inputs.target.home.keeps_manifest())
		diff += TRY(diff_of_lock(inputs, wanted.lock_text));
	if (!diff.empty())
		sink.report(Diag(Id::drift,
				 str(options.out,
				     " is not what the manifest and its lock "
				     "say"))
				    .with_help("run the same command without "
					       "--check"));
	if (options.format == Format::text)
		console.print(diff);
	console.report(sink.diags, &import.lock);
	return sink.has_errors() ? 1 : 0;
}

Result<int> write_output(const Options &options, const Inputs &inputs,
			 const Import &import, Console &console, Sink &sink)
{
	OutputDir dir =
		TRY(OutputDir::open(options.out, [&](const std::string &text) {
			console.note(text);
		}));
	const Wanted wanted(import);
	const Comparison comparison =
		TRY(compare(options, dir, inputs.target, wanted, sink));

	if (!options.force && !comparison.conflicts.empty()) {
		TRY(show_conflicts(options, comparison, console, sink));
		console.report(sink.diags, nullptr);
		return 1;
	}
	/*
	 * Before the change of the directory, as a lock that fails prevents
	 * it.  In a tree or module the record is the lock.
	 */
	std::optional<Draft> lock;
	if (!inputs.target.home.keeps_manifest()) {
		Draft draft =
			TRY(Draft::write(inputs.lock_path, wanted.lock_text));
		lock.emplace(std::move(draft));
	}
	TRY(dir.apply(comparison.changes));
	if (lock)
		TRY(lock->put());
	console.report(sink.diags, &import.lock);
	console.note(
		comparison.changes.empty()
			? str(options.out, ": nothing to change")
			: str(options.out, ": ",
			      comparison.changes.write.size(), " written, ",
			      comparison.changes.remove.size(), " removed"));
	return 0;
}

/* What git ignores would be missing from the commit. */
Status report_ignored(const Options &options, const Import &import, Sink &sink)
{
	constexpr size_t most = 8;
	std::vector<std::string> paths = { home_of(options.home).record() };

	if (options.home == Home::Kind::directory)
		return ok();
	for (const auto &[path, file] : import.tree)
		paths.push_back(path);
	paths = TRY(ignored_paths(options.out, paths));

	/* A rule that takes whole directories is told once. */
	const size_t more = paths.size() > most ? paths.size() - 1 : 0;
	if (more)
		paths.resize(1);
	for (const std::string &path : paths)
		sink.report(
			Diag(Id::output_ignored,
			     str("git ignores ", path,
				 more ? str(", and ", more, " others,") : "",
				 " in ", options.out))
				.with_help("drop the file from the crate, or "
					   "make an exception in .gitignore"));
	return ok();
}

} /* namespace */

Result<int> import_command(const Options &options, Console &console)
{
	if (!options.check)
		TRY(complete_import(options, console));

	const Inputs inputs = TRY(read_inputs(options));
	Sink sink;
	const Import import = TRY(run_import(
		import_input(inputs, console.progress_notice()), sink));
	TRY(report_ignored(options, import, sink));

	if (options.dry_run) {
		if (options.format == Format::text)
			console.print(plan_to_text(import.lock));
		console.report(sink.diags, &import.lock);
		return sink.has_errors() ? 1 : 0;
	}
	if (sink.has_errors() && !options.force) {
		console.report(sink.diags, nullptr);
		console.note("nothing was written");
		return 1;
	}
	if (options.check)
		return check_output(options, inputs, import, console, sink);
	return write_output(options, inputs, import, console, sink);
}

} /* namespace kcrate */
