// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree/patch.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/str.h"

namespace kcrate {

namespace {

/* Extended headers of git that ask for more than a change of bytes. */
constexpr std::string_view refused_headers[] = {
	"rename from ", "rename to ", "copy from ",    "copy to ",
	"old mode ",	"new mode ",  "Binary files ", "GIT binary patch",
};

class Reader {
public:
	explicit Reader(const SourceText &source)
		: source(source), all(lines(source.text))
	{}

	Result<Patch> read()
	{
		Patch patch;

		for (; at < all.size(); at++) {
			for (const std::string_view header : refused_headers)
				if (all[at].starts_with(header))
					return refuse("a rename, a mode or a "
						      "binary file cannot be "
						      "patched here");
			if (all[at].starts_with("@@ "))
				return refuse("a hunk without a file");
			if (!all[at].starts_with("--- ") ||
			    at + 1 == all.size() ||
			    !all[at + 1].starts_with("+++ "))
				continue;
			patch.push_back(TRY(read_file()));
		}
		if (patch.empty())
			return Diag(Id::patch_syntax,
				    str(source.file, ": no change in it"))
				.with_help("a patch has ---, +++ and @@ lines");
		return patch;
	}

private:
	Place place() const
	{
		if (at >= all.size())
			return source.place(source.text.size(),
					    source.text.size());
		const size_t begin = static_cast<size_t>(all[at].data() -
							 source.text.data());
		return source.place(begin, begin + all[at].size());
	}

	Diag refuse(const std::string &message) const
	{
		return Diag(Id::patch_syntax, message).at(place());
	}

	/* "--- a/src/lib.rs\t2024-…" → "src/lib.rs", /dev/null → "". */
	Result<std::string> read_path() const
	{
		std::string_view path = all[at].substr(4);

		path = trim(path.substr(0, path.find('\t')));
		if (path == "/dev/null")
			return std::string();
		const size_t slash = path.find('/');
		const std::string inner(
			slash == path.npos ? "" : path.substr(slash + 1));
		if (inner.empty() || resolve_path("", inner) != inner)
			return refuse(str("'", path,
					  "' is not a path with one leading "
					  "component below the crate"));
		return inner;
	}

	Result<FilePatch> read_file()
	{
		FilePatch file;

		file.where = place();
		file.old_path = TRY(read_path());
		at++;
		file.new_path = TRY(read_path());
		if (!file.old_path.empty() && !file.new_path.empty() &&
		    file.old_path != file.new_path)
			return refuse("a rename cannot be patched here");
		if (file.old_path.empty() && file.new_path.empty())
			return refuse("a patch from nothing to nothing");
		while (at + 1 < all.size() && all[at + 1].starts_with("@@ ")) {
			at++;
			file.hunks.push_back(TRY(read_hunk()));
		}
		if (file.hunks.empty())
			return refuse("no hunk follows");
		return file;
	}

	/* "12,3" or "12": a line and a count. */
	static bool read_range(std::string_view text, size_t &line,
			       size_t &count)
	{
		const char *const end = text.data() + text.size();
		std::from_chars_result r =
			std::from_chars(text.data(), end, line);

		count = 1;
		if (r.ec != std::errc())
			return false;
		if (r.ptr == end)
			return true;
		if (*r.ptr != ',')
			return false;
		r = std::from_chars(r.ptr + 1, end, count);
		return r.ec == std::errc() && r.ptr == end;
	}

	Result<Hunk> read_hunk()
	{
		const std::vector<std::string_view> words = split(all[at], ' ');
		size_t old_left = 0, new_left = 0;
		Hunk hunk;

		hunk.where = place();
		if (words.size() < 4 || !words[1].starts_with('-') ||
		    !words[2].starts_with('+') || words[3] != "@@" ||
		    !read_range(words[1].substr(1), hunk.old_line, old_left) ||
		    !read_range(words[2].substr(1), hunk.new_line, new_left))
			return refuse("not a hunk's header");
		while (old_left || new_left) {
			at++;
			PatchLine line = TRY(read_line());
			const bool in_old = line.op != '+';
			const bool in_new = line.op != '-';
			if (in_old > old_left || in_new > new_left)
				return refuse("the hunk has more lines than "
					      "its header says");
			old_left -= in_old;
			new_left -= in_new;
			hunk.lines.push_back(std::move(line));
			if (at + 1 < all.size() &&
			    all[at + 1].starts_with('\\')) {
				at++;
				hunk.lines.back().text.pop_back();
			}
		}
		return hunk;
	}

	Result<PatchLine> read_line() const
	{
		if (at >= all.size())
			return refuse("the hunk has fewer lines than its "
				      "header says");
		/* Editors strip the blank of an empty context line. */
		if (all[at].empty())
			return PatchLine{ ' ', "\n" };
		if (all[at][0] != ' ' && all[at][0] != '-' && all[at][0] != '+')
			return refuse("the hunk has fewer lines than its "
				      "header says");
		return PatchLine{ all[at][0], str(all[at].substr(1), "\n") };
	}

	const SourceText &source;
	std::vector<std::string_view> all;
	size_t at = 0;
};

/* Lines that keep their newlines, so that a missing last one is seen. */
std::vector<std::string> whole_lines(std::string_view text)
{
	std::vector<std::string> out;

	while (!text.empty()) {
		const size_t newline = text.find('\n');
		const size_t size =
			newline == text.npos ? text.size() : newline + 1;
		out.emplace_back(text.substr(0, size));
		text.remove_prefix(size);
	}
	return out;
}

std::vector<std::string> side(const Hunk &hunk, char other)
{
	std::vector<std::string> out;

	for (const PatchLine &line : hunk.lines)
		if (line.op != other)
			out.push_back(line.text);
	return out;
}

bool stands_at(const std::vector<std::string> &file, size_t at,
	       const std::vector<std::string> &what)
{
	return at <= file.size() && what.size() <= file.size() - at &&
	       std::equal(what.begin(), what.end(),
			  file.begin() + static_cast<std::ptrdiff_t>(at));
}

/* The only index not before @from where @what stands. */
std::optional<size_t> find_unique(const std::vector<std::string> &file,
				  size_t from,
				  const std::vector<std::string> &what)
{
	std::optional<size_t> found;

	if (what.empty())
		return {};
	for (size_t at = from; at + what.size() <= file.size(); at++) {
		if (!stands_at(file, at, what))
			continue;
		if (found)
			return {};
		found = at;
	}
	return found;
}

Result<std::string> apply_to_text(const FilePatch &patch, Placement placement,
				  std::string_view text)
{
	const std::vector<std::string> file = whole_lines(text);
	std::string out;
	size_t next = 0; /* first line not yet copied */

	for (const Hunk &hunk : patch.hunks) {
		const std::vector<std::string> before = side(hunk, '+');
		/* A side without lines names the line after which it stands. */
		std::optional<size_t> at =
			before.empty() ? hunk.old_line : hunk.old_line - 1;

		if (*at < next || !stands_at(file, *at, before))
			at = placement == Placement::unique_match
				     ? find_unique(file, next, before)
				     : std::nullopt;
		if (!at)
			return Diag(Id::patch_mismatch,
				    str("the lines of this hunk do not stand "
					"in ",
					patch.old_path, " at line ",
					hunk.old_line))
				.at(hunk.where)
				.with_help("make the patch anew against the "
					   "imported file");
		for (; next < *at; next++)
			out += file[next];
		for (const std::string &line : side(hunk, '-'))
			out += line;
		next = *at + before.size();
	}
	for (; next < file.size(); next++)
		out += file[next];
	return out;
}

Status apply_to_file(const FilePatch &patch, Placement placement, Tree &tree)
{
	const std::string &path =
		patch.old_path.empty() ? patch.new_path : patch.old_path;
	const auto old = tree.find(path);

	if (patch.old_path.empty() == (old != tree.end()))
		return Diag(Id::patch_mismatch,
			    str(path, patch.old_path.empty()
					      ? " exists already"
					      : " does not exist"))
			.at(patch.where);

	std::string text = TRY(apply_to_text(
		patch, placement,
		old == tree.end() ? std::string_view() : old->second.bytes()));
	if (!patch.new_path.empty())
		tree[path].replace(std::move(text));
	else if (text.empty())
		tree.erase(path);
	else
		return Diag(Id::patch_mismatch,
			    str(path, " has more in it than is removed"))
			.at(patch.where);
	return ok();
}

} /* namespace */

Result<Patch> parse_patch(const SourceText &source)
{
	return Reader(source).read();
}

Patch reversed(const Patch &patch)
{
	Patch out = patch;

	for (FilePatch &file : out) {
		std::swap(file.old_path, file.new_path);
		for (Hunk &hunk : file.hunks) {
			std::swap(hunk.old_line, hunk.new_line);
			for (PatchLine &line : hunk.lines)
				if (line.op != ' ')
					line.op = line.op == '-' ? '+' : '-';
		}
	}
	return out;
}

Status apply_patch(const Patch &patch, Placement placement, Tree &tree)
{
	Tree result = tree;

	for (const FilePatch &file : patch)
		TRY(apply_to_file(file, placement, result));
	tree = std::move(result);
	return ok();
}

} /* namespace kcrate */
