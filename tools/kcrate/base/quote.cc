// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/quote.h"

#include <algorithm>
#include <iterator>

#include "base/str.h"

namespace kcrate {

namespace {

/* @word itself, if it has nothing but letters, digits and @harmless. */
std::optional<std::string> only(std::string_view word,
				std::string_view harmless)
{
	if (word.empty())
		return {};
	for (const char c : word)
		if (!is_alnum(c) && harmless.find(c) == harmless.npos)
			return {};
	return std::string(word);
}

} /* namespace */

std::optional<std::string> quote_make(std::string_view word)
{
	return only(word, "-_.+/=\"@");
}

std::optional<std::string> quote_make_path(std::string_view word)
{
	return only(word, "-_.+/=@");
}

std::optional<std::string> quote_make_env(std::string_view word)
{
	return only(word, "-_.+/=@:,");
}

std::string kconfig_symbol(std::string_view crate)
{
	std::string out = to_upper(crate_identifier(crate));

	return "RUST_CRATE_" + out;
}

std::optional<std::string> quote_kconfig(std::string_view text)
{
	/* '\' and '"' could be escaped, but no name or version has them. */
	for (const char c : text)
		if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '$')
			return {};
	return std::string(text);
}

namespace {

/* A plain scalar that no reader of YAML 1.1 or 1.2 takes for something else. */
bool is_plain(std::string_view text)
{
	constexpr std::string_view inside = "-_./+@:";
	constexpr std::string_view words[] = { "true", "false", "null",
					       "yes",  "no",	"on",
					       "off",  "y",	"n" };

	if (text.empty() || !is_alpha(text[0]) || text.ends_with(':'))
		return false;
	for (const char c : text)
		if (!is_alnum(c) && inside.find(c) == inside.npos)
			return false;
	const std::string lower = to_lower(text);
	return std::find(std::begin(words), std::end(words), lower) ==
	       std::end(words);
}

/* Double quotes with escapes; a control character has @escape and two digits.
 */
std::string in_quotes(std::string_view text, std::string_view escape)
{
	std::string out = "\"";

	for (const char c : text) {
		const auto byte = static_cast<unsigned char>(c);
		if (c == '"' || c == '\\')
			out += str('\\', c);
		else if (byte < 0x20 || byte == 0x7f)
			out += str(escape, hex(std::string_view(&c, 1)));
		else
			out += c;
	}
	return out + "\"";
}

} /* namespace */

std::string quote_rust(std::string_view text)
{
	return in_quotes(text, "\\x");
}

std::string quote_toml(std::string_view text)
{
	return in_quotes(text, "\\u00");
}

std::string quote_yaml(std::string_view text)
{
	return is_plain(text) ? std::string(text) : in_quotes(text, "\\x");
}

} /* namespace kcrate */
