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
			return Diag(Id::edit_mismatch,
				    str("the text to find occurs ", found,
					" times in ", edit.file, ", not ",
					edit.count))
				.at(edit.where)
				.with_help("give more of the text around it, "
					   "or the right 'count'");
		file.replace(
			replace_all(file.bytes(), edit.find, edit.replace));
		places += found;
	}
	return places;
}

} /* namespace kcrate */
