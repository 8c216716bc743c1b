// SPDX-License-Identifier: GPL-2.0-or-later

#include "rewrite/rewrite.h"

#include <algorithm>

#include "base/str.h"
#include "io/digest.h"
#include "rewrite/edits.h"
#include "rewrite/spdx_header.h"
#include "tree/patch.h"

namespace kcrate {

namespace {

size_t take_out_doc_includes(Selection &selection)
{
	size_t places = 0;

	for (const auto &[path, facts] : selection.facts) {
		if (facts.doc_includes.empty())
			continue;
		File &file = selection.files.at(path);
		std::string text(file.bytes());
		for (auto include = facts.doc_includes.rbegin();
		     include != facts.doc_includes.rend(); ++include)
			text.erase(include->begin,
				   include->end - include->begin);
		file.replace(std::move(text));
		places += facts.doc_includes.size();
	}
	return places;
}

struct HeaderCounts {
	size_t added = 0, tweaked = 0;
};

Result<HeaderCounts> set_headers(const std::string &tag, Selection &selection)
{
	HeaderCounts counts;

	/* Without a licence (a finding of its own) there is nothing to tag. */
	if (tag.empty())
		return counts;
	for (const auto &[path, facts] : selection.facts) {
		/* What is read as data is somebody's data. */
		if (facts.role == FileRole::embedded)
			continue;
		File &file = selection.files.at(path);
		const std::string_view before = file.bytes();
		TaggedText tagged =
			TRY(with_spdx_header({ path, before }, tag));
		counts.added += tagged.change == HeaderChange::added;
		counts.tweaked += tagged.change == HeaderChange::tweaked;
		if (tagged.change != HeaderChange::none)
			file.replace(std::move(tagged.text));
	}
	return counts;
}

std::string header_phrase(const HeaderCounts &counts)
{
	if (counts.added && counts.tweaked)
		return "add and tweak the SPDX license identifiers";
	if (counts.tweaked)
		return "tweak the SPDX license identifiers";
	return counts.added ? "add the SPDX license identifiers" : "";
}

/*
 * A file that a patch adds is like one that was selected, and what
 * set_headers() gave to a file stays there.
 */
Status check_patched(const FilePatch &patch, const std::string &tag,
		     const Selection &selection)
{
	const std::string &path = patch.new_path;
	const auto file = selection.files.find(path);
	const auto facts = selection.facts.find(path);
	const bool rust = facts == selection.facts.end()
				  ? path.ends_with(".rs")
				  : facts->second.role != FileRole::embedded;

	if (patch.old_path.empty() && !taken_name(path).empty())
		return Diag(Id::name_collision,
			    str("'", path, "' would take a name that ",
				taken_name(path)))
			.at(patch.where)
			.with_help("let the patch add it under another name");
	if (!rust || tag.empty() || file == selection.files.end())
		return ok();
	const std::string_view text = file->second.bytes();
	const TaggedText tagged = TRY(with_spdx_header({ path, text }, tag));
	if (tagged.change != HeaderChange::added)
		return ok();
	return Diag(Id::patch_without_licence,
		    str("after this patch ", path,
			" does not begin with an SPDX-License-Identifier"))
		.at(patch.where)
		.with_help(str("let its first line be '// SPDX-License-"
			       "Identifier: ",
			       tag, "'"));
}

Result<size_t> apply_patches(const CrateEntry &entry,
			     const std::map<std::string, std::string> &patches,
			     const std::string &tag, Selection &selection)
{
	size_t hunks = 0;

	for (const Word &name : entry.patches) {
		const SourceText source = { name.text, patches.at(name.text) };
		const Patch patch = TRY(parse_patch(source));
		TRY(apply_patch(patch, Placement::recorded_line,
				selection.files));
		for (const FilePatch &file : patch) {
			TRY(check_patched(file, tag, selection));
			hunks += file.hunks.size();
		}
	}
	return hunks;
}

/*
 * What a patch is for stands in its own subject; without one its name must
 * do: crate-0001-remove-float-formatting.diff.
 */
std::string patch_phrase(const std::string &name, std::string_view text)
{
	for (std::string_view line : lines(text)) {
		if (line.starts_with("--- "))
			break;
		if (!line.starts_with("Subject: "))
			continue;
		line.remove_prefix(9);
		if (line.starts_with("[") && line.find("] ") != line.npos)
			line.remove_prefix(line.find("] ") + 2);
		if (!trim(line).empty())
			return std::string(trim(line));
	}
	return str("apply `", name, "`");
}

void add_phrase(std::string phrase, std::vector<std::string> &out)
{
	if (!phrase.empty() &&
	    std::find(out.begin(), out.end(), phrase) == out.end())
		out.push_back(std::move(phrase));
}

} /* namespace */

Result<Rewritten> rewrite(const CrateEntry &entry, const std::string &tag,
			  const std::map<std::string, std::string> &patches,
			  Selection selection)
{
	Rewritten out;

	const size_t includes = take_out_doc_includes(selection);
	const size_t edits = TRY(apply_edits(entry, selection));
	const HeaderCounts headers = TRY(set_headers(tag, selection));
	out.rewritten_hash = tree_hash(selection.files);
	const size_t hunks = TRY(apply_patches(entry, patches, tag, selection));
	out.files = std::move(selection.files);

	add_phrase(header_phrase(headers), out.changes);
	for (const auto &[name, why] : entry.drop_dependencies)
		add_phrase(str("remove the `", name, "` dependency"),
			   out.changes);
	for (const Edit &edit : entry.edits)
		add_phrase(edit.why, out.changes);
	for (const Word &name : entry.patches)
		add_phrase(patch_phrase(name.text, patches.at(name.text)),
			   out.changes);
	if (includes)
		add_phrase("remove the documentation that was included from "
			   "other files",
			   out.changes);
	out.modifications =
		includes + edits + headers.added + headers.tweaked + hunks;
	return out;
}

} /* namespace kcrate */
