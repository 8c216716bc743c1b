// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/journal.h"

#include <algorithm>

#include "base/str.h"
#include "tree/tree.h"

namespace kcrate {

namespace {

bool is_number(std::string_view word)
{
	return !word.empty() && std::all_of(word.begin(), word.end(), is_digit);
}

std::optional<JournalStep> parse_step(std::string_view line)
{
	const std::vector<std::string_view> words = split(line, ' ');

	if (words.size() < 3)
		return {};
	const std::string_view verb = words[0], staged = words[1];
	const std::string_view file =
		line.substr(verb.size() + staged.size() + 2);
	if (!is_output_path(file))
		return {};
	if (verb == "write" && is_number(staged))
		return JournalStep{ std::string(staged), std::string(file) };
	if (verb == "remove" && staged == "-")
		return JournalStep{ "", std::string(file) };
	return {};
}

} /* namespace */

bool is_output_path(std::string_view file)
{
	/* A file system may not tell '.git' from '.Git'. */
	const std::string top = to_lower(file.substr(0, file.find('/')));

	return !file.empty() && resolve_path("", file) == file &&
	       file.find('\n') == file.npos && top != ".git" &&
	       top != ".kcrate";
}

std::string to_text(const JournalStep &step)
{
	if (step.staged.empty())
		return str("remove - ", step.file, "\n");
	return str("write ", step.staged, " ", step.file, "\n");
}

std::optional<std::vector<JournalStep>> parse_journal(std::string_view text)
{
	std::vector<JournalStep> out;

	if (!text.ends_with('\n'))
		return {};
	for (const std::string_view line : lines(text)) {
		std::optional<JournalStep> step = parse_step(line);
		if (!step)
			return {};
		out.push_back(std::move(*step));
	}
	return out;
}

} /* namespace kcrate */
