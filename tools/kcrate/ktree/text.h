/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A kernel's file to be searched for what is known of others, for probe.cc. */

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"
#include "tree/tree.h"

namespace kcrate {

/* Diag tree_unsupported: @file does not have @wanted, as a reader says it. */
Diag unsupported(const std::string &file, std::string_view wanted);

class Text {
public:
	/* The lines of @file in @files, none where it is not there. */
	Text(std::string file, const Tree &files);

	size_t size() const { return list.size(); }
	std::string_view line(size_t i) const { return list[i]; }

	/* The first line from @from on that contains @what. */
	std::optional<size_t> find(std::string_view what,
				   size_t from = 0) const;

	/* The first line from @from on that is @what. */
	std::optional<size_t> find_line(std::string_view what,
					size_t from = 0) const;

	/* As find(), or unsupported(). */
	Result<size_t> need(std::string_view what, std::string_view wanted,
			    size_t from = 0) const;

	/* The words of the variable @name, continued lines included. */
	std::vector<std::string> words_of(const std::string &name) const;

	const std::string file;

private:
	std::vector<std::string_view> list;
};

} /* namespace kcrate */
