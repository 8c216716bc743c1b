// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/assembly.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

/* Whether @word is the name of a register that holds vectors or floats. */
bool is_vector_register(std::string_view word)
{
	if (!word.empty() && std::string_view("xyz").find(word[0]) != word.npos)
		word.remove_prefix(1);
	return word.size() > 2 && word.starts_with("mm") &&
	       std::all_of(word.begin() + 2, word.end(), is_digit);
}

/* Whether an instruction has one among its operands, in either syntax. */
bool has_vector_register(std::string_view instruction)
{
	const auto is_of_word = [](char c) {
		return is_alnum(c) || c == '_' || c == '$' || c == '.';
	};
	auto at = instruction.begin();

	while (at != instruction.end()) {
		const auto begin =
			std::find_if(at, instruction.end(), is_of_word);
		at = std::find_if_not(begin, instruction.end(), is_of_word);
		if (is_vector_register({ begin, at }))
			return true;
	}
	return contains(instruction, "%st") || contains(instruction, "st(");
}

} /* namespace */

std::set<std::string> vector_functions(std::string_view text)
{
	std::set<std::string> out;
	std::string_view function;

	for (std::string_view line : lines(text)) {
		line = trim(line.substr(0, line.find('#')));
		if (line.ends_with(":")) {
			line.remove_suffix(1);
			/* Others are places within it. */
			if (!line.starts_with(".L"))
				function = line;
		} else if (!line.starts_with(".") &&
			   has_vector_register(line)) {
			out.emplace(function);
		}
	}
	return out;
}

} /* namespace kcrate */
