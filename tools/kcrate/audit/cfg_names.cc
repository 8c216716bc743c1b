// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/cfg_names.h"

#include <algorithm>
#include <string_view>

#include "rustsrc/attributes.h"
#include "rustsrc/lexer.h"

namespace kcrate {

namespace {

/* rustc's own (`rustc --print cfg`, its book), cargo's, and those of tools. */
constexpr std::string_view set_by_others[] = {
	"all",
	"any",
	"bootstrap",
	"clippy",
	"debug_assertions",
	"doc",
	"docsrs",
	"doctest",
	"false",
	"feature",
	"fuzzing",
	"kani",
	"loom",
	"miri",
	"not",
	"overflow_checks",
	"panic",
	"proc_macro",
	"rustfmt",
	"sanitize",
	"test",
	"true",
	"ub_checks",
	"unix",
	"windows",
};

bool is_own(std::string_view name)
{
	return std::find(std::begin(set_by_others), std::end(set_by_others),
			 name) == std::end(set_by_others) &&
	       !name.starts_with("target_");
}

/* The names in a predicate, which is @range. */
void collect(const TokenFile &file, TokenRange range,
	     std::set<std::string> &out)
{
	for (size_t i = range.begin; i < range.end; i++) {
		if (file.tokens[i].kind != TokenKind::identifier ||
		    file.is(i + 1, "=") || is_open(file, i + 1, '('))
			continue;
		if (is_own(file.text(i)))
			out.emplace(file.text(i));
	}
}

/* Those of the `cfg(…)`, `cfg!(…)` or `cfg_attr(…, …)` at @i, if it is one. */
void read(const TokenFile &file, size_t i, std::set<std::string> &out)
{
	const bool is_cfg = is_word(file, i, "cfg");
	const bool is_attribute =
		is_word(file, i, "cfg_attr") || (is_cfg && file.is(i - 1, "["));
	const size_t open = is_attribute ? i + 1 : i + 2;

	if (i == 0 || !is_open(file, open, '('))
		return;
	if (!is_attribute && !(is_cfg && file.is(i + 1, "!")))
		return;
	const std::vector<TokenRange> parts = arguments(file, open);
	if (!parts.empty())
		collect(file, parts.front(), out);
}

} /* namespace */

std::set<std::string> own_cfgs(const Tree &files)
{
	std::set<std::string> out;

	for (const auto &[path, bytes] : files) {
		if (!path.ends_with(".rs"))
			continue;
		const Result<TokenFile> file = lex({ path, bytes.bytes() });
		for (size_t i = 0; file && i < file.value().tokens.size(); i++)
			read(file.value(), i, out);
	}
	return out;
}

} /* namespace kcrate */
