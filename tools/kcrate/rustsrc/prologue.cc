// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/prologue.h"

#include "base/str.h"
#include "base/utf8.h"
#include "rustsrc/classes.h"

namespace kcrate {

size_t comment_end(std::string_view text, size_t i)
{
	size_t depth = 1;

	for (i += 2; depth && i < text.size(); i++) {
		if (text[i] == '*' && byte_at(text, i + 1) == '/')
			depth--;
		else if (text[i] == '/' && byte_at(text, i + 1) == '*')
			depth++;
		else
			continue;
		i++;
	}
	return depth ? text.npos : i;
}

namespace {

size_t skip_space(std::string_view text, size_t i)
{
	while (class_of(byte_at(text, i)) == Class::space)
		i++;
	return i;
}

/* The first byte from @i on that is neither white space nor comment. */
size_t skip_blank(std::string_view text, size_t i)
{
	while (i < text.size()) {
		i = skip_space(text, i);
		if (text.substr(i, 2) == "//")
			i = line_end(text, i);
		else if (text.substr(i, 2) == "/*")
			i = comment_end(text, i);
		else
			break;
	}
	return i;
}

/* `#!…` is a shebang unless it begins an inner attribute. */
size_t skip_shebang(std::string_view text, size_t i)
{
	if (text.substr(i, 2) != "#!" ||
	    byte_at(text, skip_blank(text, i + 2)) == '[')
		return i;
	return line_end(text, i);
}

Diag bad_frontmatter(const SourceText &source, size_t begin, size_t end)
{
	return Diag(Id::rust_syntax, "the frontmatter does not end")
		.at(source.place(begin, end))
		.with_help(
			"end it with as many dashes as it begins with, alone on their line");
}

} /* namespace */

Result<size_t> prologue_end(const SourceText &source)
{
	const std::string_view text = source.text;
	const size_t mark =
		text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
	const size_t begin = skip_shebang(text, mark);
	const size_t start = skip_space(text, begin);
	size_t body = start;

	while (byte_at(text, body) == '-')
		body++;
	if (body - start < 3 || (start > begin && text[start - 1] != '\n'))
		return begin;

	const std::string fence = "\n" + std::string(body - start, '-');
	const size_t close = text.find(fence, body);
	if (close == text.npos)
		return bad_frontmatter(source, start, body);

	const size_t rest = close + fence.size();
	const size_t end = line_end(text, rest);
	if (!trim(text.substr(rest, end - rest)).empty())
		return bad_frontmatter(source, rest, end);
	return end;
}

} /* namespace kcrate */
