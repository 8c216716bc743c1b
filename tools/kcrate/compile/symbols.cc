// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/symbols.h"

#include <algorithm>
#include <vector>

#include "base/one_of.h"
#include "base/str.h"

namespace kcrate {

namespace {

bool is_type_suffix(std::string_view s)
{
	return s == "f" || s == "l" || s == "f16" || s == "f128";
}

/* Whether @s is a function of C's <math.h>. */
bool is_math(std::string_view s)
{
	constexpr std::string_view stems[] = {
		"acos",	 "asin",      "atan",	  "atan2",  "cbrt",  "ceil",
		"cos",	 "cosh",      "exp",	  "exp2",   "expm1", "fabs",
		"fdim",	 "floor",     "fma",	  "fmax",   "fmin",  "fmod",
		"hypot", "ldexp",     "lgamma",	  "log",    "log10", "log1p",
		"log2",	 "pow",	      "rint",	  "round",  "sin",   "sinh",
		"sqrt",	 "tan",	      "tanh",	  "tgamma", "trunc", "frexp",
		"modf",	 "roundeven", "nearbyint"
	};

	return std::any_of(
		std::begin(stems), std::end(stems), [&](std::string_view stem) {
			return s == stem ||
			       (s.starts_with(stem) &&
				is_type_suffix(s.substr(stem.size())));
		});
}

/* A mode of GCC at the start of @s, which is taken off. */
bool take_mode(std::string_view &s, bool &is_float)
{
	constexpr std::string_view modes[] = { "hf", "bf", "sf", "df", "xf",
					       "tf", "hi", "si", "di", "ti" };

	for (const std::string_view mode : modes)
		if (s.starts_with(mode)) {
			is_float |= mode[1] == 'f';
			s.remove_prefix(mode.size());
			return true;
		}
	return false;
}

/* What stands in front of the modes, longest first. */
std::string_view operation_of(std::string_view s)
{
	constexpr std::string_view operations[] = {
		"fixuns", "floatun", "extend", "trunc", "float", "unord", "fix",
		"add",	  "sub",     "mul",    "div",	"neg",	 "powi",  "cmp",
		"eq",	  "ne",	     "ge",     "gt",	"le",	 "lt"
	};

	for (const std::string_view operation : operations)
		if (s.starts_with(operation))
			return operation;
	return {};
}

/* The name that @s begins with, its length in front; false where it is cut. */
bool take_name(std::string_view &s, std::vector<std::string> &names)
{
	size_t length = 0;

	while (!s.empty() && is_digit(s[0]) && length <= s.size()) {
		length = length * 10 + static_cast<size_t>(s[0] - '0');
		s.remove_prefix(1);
	}
	if (s.starts_with("_"))
		s.remove_prefix(1);
	if (length > s.size())
		return false;
	names.emplace_back(length ? s.substr(0, length) : "{closure}");
	s.remove_prefix(length);
	return true;
}

} /* namespace */

bool is_float_routine(std::string_view symbol)
{
	bool is_float = false;

	if (is_math(symbol))
		return true;
	if (!symbol.starts_with("__"))
		return false;
	symbol.remove_prefix(2);
	const std::string_view operation = operation_of(symbol);
	if (operation.empty())
		return false;
	symbol.remove_prefix(operation.size());
	if (!take_mode(symbol, is_float))
		return false;
	take_mode(symbol, is_float);
	return is_float && (symbol.empty() || symbol == "2" || symbol == "3");
}

bool is_wide_routine(std::string_view symbol)
{
	constexpr std::string_view names[] = {
		"__ashlti3",	"__ashrti3", "__divmodti4", "__divti3",
		"__lshrti3",	"__modti3",  "__muloti4",   "__multi3",
		"__udivmodti4", "__udivti3", "__umodti3"
	};

	return is_one_of(names, symbol);
}

bool is_panic_symbol(std::string_view symbol)
{
	return contains(symbol, "4core9panicking") ||
	       contains(symbol, "rust_begin_unwind");
}

std::string readable_symbol(std::string_view symbol)
{
	std::vector<std::string> names;
	std::string_view s = symbol;
	bool good = s.starts_with("_R");

	s.remove_prefix(good ? 2 : 0);
	while (good && !s.empty()) {
		if (is_digit(s[0])) {
			good = take_name(s, names);
		} else if (s[0] == 's' || s[0] == 'B') {
			/* A number, or a place where this was before. */
			const size_t end = s.find('_');
			good = end != s.npos;
			s.remove_prefix(good ? end + 1 : 0);
		} else {
			/* What tells kinds of paths apart; all else is of
			 * types. */
			good = contains("CEIMNXYtv", s.substr(0, 1));
			s.remove_prefix(1);
		}
	}
	return good && !names.empty() ? join(names, "::") : std::string(symbol);
}

std::string plain_symbol(std::string_view symbol)
{
	std::string out;

	if (!symbol.starts_with("_R"))
		return std::string(symbol);
	for (size_t at = 0; at < symbol.size(); at++) {
		out += symbol[at];
		if (!symbol.substr(at).starts_with("Cs"))
			continue;
		/* A number of base 62, and its end. */
		const size_t end =
			std::find_if(symbol.begin() + at + 2, symbol.end(),
				     [](char c) { return !is_alnum(c); }) -
			symbol.begin();
		if (end < symbol.size() && symbol[end] == '_')
			at = end;
	}
	return out;
}

} /* namespace kcrate */
