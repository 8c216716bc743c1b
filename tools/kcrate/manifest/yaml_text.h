/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Where things are in a YAML text, and changes of that text, for edit.cc alone.
 * yaml-cpp says where a key or a value begins; where it ends is found here.
 * None of this is sure: edit.cc parses what comes of it.
 */

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diag.h"
#include "manifest/yaml.h"

namespace kcrate {

/* Where @place begins in @text. */
size_t offset_of(std::string_view text, const Place &place);

size_t start_of_line(std::string_view text, size_t at);

/* Where the line of @at begins, or the comments above it. */
size_t with_comments(std::string_view text, size_t at);

bool is_blank(std::string_view line);

/* Whether @mapping is written `{…}`. */
bool is_flow(std::string_view text, const YamlNode &mapping);

/* Behind the scalar @node, which is one line of @text; none if it is not. */
std::optional<size_t> end_of_scalar(std::string_view text,
				    const YamlNode &node);

/* Where the flow mapping that begins at @at is closed, or npos. */
size_t end_of_flow(std::string_view text, size_t at);

/* Behind the line of @at, which may be the last and have no newline. */
struct LineEnd {
	size_t at;
	bool open; /* nothing ends the line */
};

LineEnd line_end(std::string_view text, size_t at);

/* Behind the last line of the value that ends the block mapping @crates. */
LineEnd end_of_block(std::string_view text, const YamlNode &crates);

/* Some bytes of a text that become others. */
struct Change {
	size_t at, length;
	std::string with;
};

/* @lines, which end with a newline each, put at @end into @text. */
Change insert_lines(std::string_view text, const LineEnd &end,
		    std::string lines);

/* @text with all of @changes, of which none touches another. */
std::string apply(std::string_view text, std::vector<Change> changes);

} /* namespace kcrate */
