// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/build_script.h"

#include "base/str.h"

namespace kcrate {

namespace {

/* Both spellings of a directive. */
constexpr std::string_view directives[] = { "cargo:rustc-cfg=",
					    "cargo::rustc-cfg=" };

/* The name of the cfg that @text, behind the `=`, sets; "" for any. */
std::string cfg_name(std::string_view text)
{
	size_t end = 0;

	while (end < text.size() && (is_alnum(text[end]) || text[end] == '_'))
		end++;
	/* `has_{}` is the beginning of many names. */
	if (end < text.size() && text[end] == '{')
		return {};
	return std::string(text.substr(0, end));
}

void read_text(std::string_view text, BuildScript &out)
{
	for (const std::string_view directive : directives)
		for (size_t at = text.find(directive); at != text.npos;
		     at = text.find(directive, at + 1)) {
			const std::string name =
				cfg_name(text.substr(at + directive.size()));
			if (name.empty())
				out.other_cfgs = true;
			else
				out.cfgs.insert(name);
		}
}

} /* namespace */

BuildScript read_build_script(const TokenFile &file)
{
	BuildScript out;

	for (size_t i = 0; i < file.tokens.size(); i++) {
		if (file.tokens[i].kind != TokenKind::string)
			continue;
		const Result<std::string> text = string_value(file, i);
		if (text)
			read_text(text.value(), out);
	}
	return out;
}

} /* namespace kcrate */
