// SPDX-License-Identifier: GPL-2.0-or-later

#include "rewrite/edits.h"

#include "base/str.h"

namespace kcrate {

namespace {

Diag not_kept(const Edit &edit, const Selection &selection)
{
	const auto dropped = selection.dropped.find(edit.file);
	std::vector<std::string> names;

	for (const auto &[path, facts] : selection.facts)
		names.push_back(facts.upstream);
	const std::string meant = nearest(edit.file, names);
	return Diag(Id::file_not_found,
		    dropped == selection.dropped.end()
			    ? str("the crate has no file '", edit.file, "'")
			    : str("'", edit.file,
				  "' is not kept: ", dropped->second))
		.at(edit.where)
		.with_help(meant.empty() ? "remove the edit"
					 : str("did you mean '", meant, "'?"));
}

std::string times(size_t count)
{
	return count == 1 ? "once" : str(count, " times");
}

Diag mismatch(const Edit &edit, size_t found)
{
	return Diag(Id::edit_mismatch,
		    found ? str("the text to find occurs ", times(found),
				" in ", edit.file, ", not ", times(edit.count))
			  : str("the text to find does not occur in ",
				edit.file))
		.at(edit.where)
		.with_help(found ? "give more of the text around it, or the "
				   "right 'count'"
				 : "copy it from this version of the crate, "
				   "white space included");
}

} /* namespace */

Result<size_t> apply_edits(const CrateEntry &entry, Selection &selection)
{
	size_t places = 0;

	for (const Edit &edit : entry.edits) {
		const std::string path = selection.path_of(edit.file);
		if (path.empty())
			return not_kept(edit, selection);

		File &file = selection.files.at(path);
		const size_t found = count_of(file.bytes(), edit.find);
		if (found != edit.count)
			return mismatch(edit, found);
		file.replace(
			replace_all(file.bytes(), edit.find, edit.replace));
		places += found;
	}
	return places;
}

} /* namespace kcrate */
