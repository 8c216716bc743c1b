// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/yaml_text.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

/* Behind the quoted text that begins at @at, or npos. */
size_t end_of_quoted(std::string_view text, size_t at)
{
	const char quote = text[at];

	for (size_t i = at + 1; i < text.size(); i++) {
		if (quote == '"' ? text[i] == '\\'
				 : text.substr(i).starts_with("''"))
			i++;
		else if (text[i] == quote)
			return i + 1;
	}
	return text.npos;
}

} /* namespace */

size_t offset_of(std::string_view text, const Place &place)
{
	size_t at = 0;

	for (size_t line = 1; line < place.line; line++) {
		const size_t newline = text.find('\n', at);
		if (newline == text.npos)
			return text.size();
		at = newline + 1;
	}
	return std::min(at + place.column - 1, text.size());
}

size_t start_of_line(std::string_view text, size_t at)
{
	const size_t newline = at ? text.rfind('\n', at - 1) : text.npos;

	return newline == text.npos ? 0 : newline + 1;
}

std::optional<size_t> end_of_scalar(std::string_view text, const YamlNode &node)
{
	const size_t at = offset_of(text, node.where);

	if (node.kind != YamlNode::Kind::scalar || at >= text.size())
		return std::nullopt;
	if (!node.quoted)
		return text.substr(at).starts_with(node.scalar)
			       ? std::optional(at + node.scalar.size())
			       : std::nullopt;
	if (text[at] != '"' && text[at] != '\'')
		return std::nullopt;
	const size_t end = end_of_quoted(text, at);
	if (end == text.npos || end > next_line(text, at))
		return std::nullopt;
	return end;
}

bool is_flow(std::string_view text, const YamlNode &mapping)
{
	const size_t at = offset_of(text, mapping.where);

	return at < text.size() && text[at] == '{';
}

LineEnd line_end(std::string_view text, size_t at)
{
	const size_t end = next_line(text, at);

	return { end, end && text[end - 1] != '\n' };
}

Change insert_lines(std::string_view text, const LineEnd &end,
		    std::string lines)
{
	const std::string_view newline = newline_of(text);

	lines = replace_all(lines, "\n", newline);
	if (end.open) {
		lines.insert(0, newline);
		lines.erase(lines.size() - newline.size());
	}
	return { end.at, 0, std::move(lines) };
}

std::string apply(std::string_view text, std::vector<Change> changes)
{
	std::string out;
	size_t at = 0;

	std::stable_sort(
		changes.begin(), changes.end(),
		[](const Change &a, const Change &b) { return a.at < b.at; });
	for (const Change &change : changes) {
		out += str(text.substr(at, change.at - at), change.with);
		at = change.at + change.length;
	}
	return out.append(text.substr(at));
}

bool is_blank(std::string_view line)
{
	return trim(line).empty();
}

size_t with_comments(std::string_view text, size_t at)
{
	size_t start = start_of_line(text, at);

	while (start) {
		const size_t above = start_of_line(text, start - 1);
		if (!trim(text.substr(above, start - above)).starts_with('#'))
			break;
		start = above;
	}
	return start;
}

LineEnd end_of_block(std::string_view text, const YamlNode &crates)
{
	const YamlNode::Entry &last = crates.entries.back();
	LineEnd end = line_end(text, offset_of(text, last.where));
	size_t at = end.at;

	/* What is indented by more than the names belongs to the last one. */
	while (at < text.size()) {
		const size_t next = next_line(text, at);
		const std::string_view line = text.substr(at, next - at);
		const size_t indent = line.find_first_not_of(' ');
		if (!is_blank(line) && indent < crates.where.column)
			break;
		if (!is_blank(line))
			end = line_end(text, at);
		at = next;
	}
	return end;
}

size_t end_of_flow(std::string_view text, size_t at)
{
	size_t depth = 0;
	char before = '{';

	for (; at < text.size(); at++) {
		const char c = text[at];
		const bool begins = contains("{[,:", { &before, 1 });
		if ((c == '"' || c == '\'') && begins) {
			at = end_of_quoted(text, at);
			if (at == text.npos)
				return at;
			at--;
		} else if (c == '#' && is_blank(text.substr(at - 1, 1))) {
			at = next_line(text, at) - 1;
			continue;
		}
		if (c == '{' || c == '[')
			depth++;
		if ((c == '}' || c == ']') && !--depth)
			return at;
		if (!is_blank({ &c, 1 }))
			before = c;
	}
	return text.npos;
}

} /* namespace kcrate */
