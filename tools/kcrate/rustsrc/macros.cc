// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/macros.h"

#include <algorithm>
#include <array>

namespace kcrate {

namespace {

bool is_group(const TokenFile &file, size_t i)
{
	return i < file.tokens.size() && file.tokens[i].kind == TokenKind::open;
}

/* Behind the condition of an arm: the token at which `{` or `=>` begins. */
size_t find_arrow(const TokenFile &file, size_t i, size_t end)
{
	while (i < end && !(file.is(i, "=") && file.tokens[i].joint &&
			    file.is(i + 1, ">")))
		i = is_group(file, i) ? file.tokens[i].match() + 1 : i + 1;
	return i;
}

size_t behind_comma(const TokenFile &file, size_t i, size_t end)
{
	while (i < end && !file.is(i, ","))
		i = is_group(file, i) ? file.tokens[i].match() + 1 : i + 1;
	return i + 1;
}

/* Whether token @i, which is there, is a `!`: asked of all that opens. */
bool is_bang(const TokenFile &file, size_t i)
{
	return file.code[file.tokens[i].begin] == '!';
}

Truth wildcard_or(const TokenFile &file, TokenRange range, const CfgSet &cfgs)
{
	if (is_word(file, range.begin, "_"))
		return Truth::yes;
	return evaluate(cfg_expression(file, range), cfgs);
}

} /* namespace */

bool is_include(const TokenFile &file, size_t i)
{
	return is_word(file, i, "include") || is_word(file, i, "include_str") ||
	       is_word(file, i, "include_bytes");
}

std::vector<Arm> cfg_if_arms(const TokenFile &file, size_t open,
			     const CfgSet &cfgs)
{
	const size_t close = file.tokens[open].match();
	std::vector<Arm> arms;
	Truth otherwise = Truth::yes;

	for (size_t i = open + 1; i < close;) {
		Truth holds = Truth::yes;

		if (is_word(file, i, "else"))
			i++;
		if (is_word(file, i, "if") && is_open(file, i + 2, '[')) {
			std::vector<Attribute> attributes;

			read_attributes(file, i + 2, cfgs, attributes);
			for (const Attribute &attribute : attributes)
				holds = all_of(holds, condition(file, attribute,
								cfgs));
			i = file.tokens[i + 2].match() + 1;
		}
		if (!is_open(file, i, '{'))
			break;
		arms.push_back({ i, all_of(otherwise, holds) });
		otherwise = all_of(otherwise, !holds);
		i = file.tokens[i].match() + 1;
	}
	return arms;
}

std::vector<Arm> cfg_select_arms(const TokenFile &file, size_t open,
				 const CfgSet &cfgs)
{
	const size_t close = file.tokens[open].match();
	std::vector<Arm> arms;
	Truth otherwise = Truth::yes;

	for (size_t i = open + 1; i < close;) {
		const size_t arrow = find_arrow(file, i, close);
		if (arrow + 2 >= close)
			break;

		const Truth holds = wildcard_or(file, { i, arrow }, cfgs);
		if (is_open(file, arrow + 2, '{')) {
			arms.push_back({ arrow + 2, all_of(otherwise, holds) });
			i = file.tokens[arrow + 2].match() + 1;
			if (file.is(i, ","))
				i++;
		} else {
			i = behind_comma(file, arrow + 2, close);
		}
		otherwise = all_of(otherwise, !holds);
	}
	return arms;
}

size_t macro_name(const TokenFile &file, size_t open)
{
	constexpr std::array<std::string_view, 9> operators = {
		"if",	 "while", "return", "match", "in",
		"break", "else",  "let",    "yield"
	};

	if (open < 2)
		return no_token;
	if (open >= 3 && is_bang(file, open - 2))
		return is_word(file, open - 3, "macro_rules") ? open - 3
							      : no_token;
	if (!is_bang(file, open - 1) ||
	    file.tokens[open - 2].kind != TokenKind::identifier)
		return no_token;
	for (const std::string_view word : operators)
		if (is_word(file, open - 2, word))
			return no_token;
	return open - 2;
}

bool is_transparent(std::string_view name)
{
	constexpr std::array<std::string_view, 31> names = { "assert",
							     "assert_eq",
							     "assert_ne",
							     "cfg",
							     "compile_error",
							     "concat",
							     "dbg",
							     "debug_assert",
							     "debug_assert_eq",
							     "debug_assert_ne",
							     "env",
							     "eprint",
							     "eprintln",
							     "file",
							     "format",
							     "format_args",
							     "include",
							     "include_bytes",
							     "include_str",
							     "matches",
							     "option_env",
							     "panic",
							     "print",
							     "println",
							     "thread_local",
							     "todo",
							     "unimplemented",
							     "unreachable",
							     "vec",
							     "write",
							     "writeln" };

	return std::binary_search(names.begin(), names.end(), name);
}

} /* namespace kcrate */
