// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/output.h"

#include "base/str.h"
#include "io/diff.h"
#include "io/digest.h"
#include "io/parallel.h"

namespace kcrate {

namespace {

/* A file as it is in a directory, if it is. */
using Found = Result<std::optional<std::string>>;

class Comparer {
public:
	Comparer(const OutputDir &dir, const Home &home, const Lock &record)
		: dir(dir), home(home), record(record)
	{}

	/* Reading is most of the work of an import that changes nothing. */
	Status want_all(const Tree &tree)
	{
		std::vector<Tree::const_iterator> list;
		std::vector<std::optional<Found>> found(tree.size());

		list.reserve(tree.size());
		for (auto at = tree.begin(); at != tree.end(); ++at)
			list.push_back(at);
		parallel_for(list.size(), 0, [&](size_t i) {
			const auto &[path, file] = *list[i];
			if (!dir.holds(path, file.bytes()))
				found[i] = dir.read(path);
		});
		for (size_t i = 0; i < list.size(); i++)
			if (found[i])
				TRY(want(list[i]->first, list[i]->second,
					 std::move(*found[i])));
		return ok();
	}

	Status want(const std::string &path, const File &file)
	{
		return want(path, file, dir.read(path));
	}

	Status want(const std::string &path, const File &file, Found there)
	{
		std::optional<std::string> found = TRY(std::move(there));

		if (found && *found == file.bytes())
			return ok();
		if (found && !is_ours(path, *found))
			out.conflicts.push_back(
				{ path, *found, std::string(file.bytes()) });
		out.changes.write[path] = file;
		if (found)
			out.before[path] = File(std::move(*found));
		return ok();
	}

	/*
	 * A file of the kernel tree's own, which was @before when the hooks
	 * in it were decided.
	 */
	Status want_hooked(const std::string &path, const File &before,
			   const File &after)
	{
		std::optional<std::string> found = TRY(dir.read(path));

		if (!found || *found != before.bytes())
			return Diag(Id::file_unreadable,
				    str(path, " changed while it was read"))
				.with_help("run the command again");
		if (*found == after.bytes())
			return ok();
		out.changes.write[path] = after;
		out.before[path] = before;
		return ok();
	}

	/* What the last import wrote and this one does not. */
	Status remove_others(const Tree &wanted)
	{
		for (const auto &[path, digest] : record.files) {
			if (wanted.count(path))
				continue;
			std::optional<std::string> found = TRY(dir.read(path));
			if (!found)
				continue;
			if (!is_ours(path, *found))
				out.conflicts.push_back({ path, *found, {} });
			out.changes.remove.push_back(path);
			out.before[path] = File(std::move(*found));
		}
		return ok();
	}

	Status report_foreign(const Lock &lock, Sink &sink) const
	{
		for (const auto &[name, crate] : lock.crates) {
			if (!crate.provided_by.empty())
				continue;
			const std::vector<std::string> files =
				TRY(dir.list(home.crates + name));
			for (const std::string &path : files)
				if (!lock.files.count(path) &&
				    !record.files.count(path))
					sink.report(foreign(path, name));
		}
		return ok();
	}

	Comparison take() { return std::move(out); }

private:
	static Diag foreign(const std::string &path, const std::string &crate)
	{
		Diag diag(Id::foreign_file,
			  str(path, " was not made by an import"));

		diag.crate = crate;
		return std::move(diag).with_help(
			"move it out of the crate's directory");
	}

	/* The record itself has nobody but us to write it. */
	bool is_ours(const std::string &path, const std::string &bytes) const
	{
		const auto at = record.files.find(path);

		return path == home.record() ||
		       (at != record.files.end() &&
			at->second == sha256_of(bytes));
	}

	const OutputDir &dir;
	const Home &home;
	const Lock &record;
	Comparison out;
};

} /* namespace */

Result<Lock> read_record(const OutputDir &dir, const Home &home,
			 const Wanted &wanted)
{
	const std::string path = home.record();
	const std::optional<std::string> text = TRY(dir.read(path));

	if (!text)
		return Lock();
	if (*text == wanted.lock_text)
		return wanted.import.lock;
	return parse_record(home, dir.name_of(path), *text);
}

Result<Comparison> compare_with(const OutputDir &dir,
				const ImportTarget &target, const Lock &record,
				const Wanted &wanted, Sink &sink)
{
	const Import &import = wanted.import;
	Comparer comparer(dir, target.home, record);

	TRY(comparer.want_all(import.tree));
	TRY(comparer.want(target.home.record(), File(wanted.lock_text)));
	for (const auto &[file, before] : target.found) {
		const auto hooked = import.hooked.find(file);
		TRY(comparer.want_hooked(file, before,
					 hooked == import.hooked.end()
						 ? target.pristine.at(file)
						 : hooked->second));
	}
	TRY(comparer.remove_others(import.tree));
	TRY(comparer.report_foreign(import.lock, sink));
	return comparer.take();
}

Result<Comparison> compare_with_nothing(const OutputDir &dir,
					const ImportTarget &target,
					const Lock &record, Sink &sink)
{
	Comparer comparer(dir, target.home, record);

	for (const auto &[file, before] : target.found)
		TRY(comparer.want_hooked(file, before,
					 target.pristine.at(file)));
	TRY(comparer.remove_others({}));
	TRY(comparer.report_foreign(record, sink));
	return comparer.take();
}

Result<std::string> diff_of(const Comparison &comparison)
{
	std::string out;

	for (const auto &[path, file] : comparison.changes.write) {
		const auto at = comparison.before.find(path);
		std::optional<std::string_view> before;
		if (at != comparison.before.end())
			before = at->second.bytes();
		out += TRY(unified_diff(path, before, file.bytes()));
	}
	for (const std::string &path : comparison.changes.remove)
		out += TRY(unified_diff(
			path, comparison.before.at(path).bytes(), {}));
	return out;
}

} /* namespace kcrate */
