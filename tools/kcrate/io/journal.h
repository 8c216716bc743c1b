/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The journal of an OutputDir: what is still to be done to a directory. */

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kcrate {

/* Puts the staged file @staged in the place of @file; "" removes @file. */
struct JournalStep {
	std::string staged;
	std::string file;
};

/* Whether an import may write or remove @file: never git's, nor our own. */
bool is_output_path(std::string_view file);

/* @step as a line, with its newline. */
std::string to_text(const JournalStep &step);

/*
 * The steps of @text, nothing where any of it is not what to_text() makes of
 * an output path: a journal lies in a tree, so anybody may have written it.
 */
std::optional<std::vector<JournalStep>> parse_journal(std::string_view text);

} /* namespace kcrate */
