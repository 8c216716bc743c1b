// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/doc_include.h"

namespace kcrate {

namespace {

/* The index after the attribute's `[` when one begins at @i, else 0. */
size_t attribute_body(const TokenFile &file, size_t i)
{
	if (!file.is(i, "#"))
		return 0;
	i += file.is(i + 1, "!") ? 2 : 1;
	return file.is(i, "[") ? i + 1 : 0;
}

/* Whether `doc = include_str!("…")` and the closing bracket stand at @i. */
bool is_doc_include(const TokenFile &file, size_t i)
{
	constexpr std::string_view words[] = { "doc", "=", "include_str", "!",
					       "(" };

	for (const std::string_view word : words)
		if (!file.is(i++, word))
			return false;
	if (i >= file.tokens.size() || file.tokens[i].kind != TokenKind::string)
		return false;
	i += file.is(i + 1, ",") ? 2 : 1;
	return file.is(i, ")") && file.is(i + 1, "]");
}

} /* namespace */

Result<std::vector<DocInclude>> doc_includes(const TokenFile &file)
{
	std::vector<DocInclude> out;

	for (size_t i = 0; i < file.tokens.size(); i++) {
		const size_t body = attribute_body(file, i);
		if (!body || !is_doc_include(file, body))
			continue;
		/* doc = include_str ! ( "path" */
		const size_t string = body + 5;
		const Token &bracket = file.tokens[body - 1];
		out.push_back(
			{ file.head() + file.tokens[i].begin,
			  file.head() + file.tokens[bracket.match()].end(),
			  TRY(string_value(file, string)) });
	}
	return out;
}

} /* namespace kcrate */
