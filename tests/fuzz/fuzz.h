/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What the fuzz targets share.  A target is LLVMFuzzerTestOneInput(), which
 * reads any bytes whatever; what must hold of the result is said by require().
 */

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "base/str.h"
#include "diag/result.h"

namespace kcrate {

inline std::string_view text_of(const uint8_t *data, size_t size)
{
	return { reinterpret_cast<const char *>(data), size };
}

/* Ends the run, with the input kept, unless @holds. */
inline void require(bool holds, std::string_view rule)
{
	if (holds)
		return;
	std::cerr << "not so: " << rule << "\n";
	std::abort();
}

/* A Diag says something, and points into @text if anywhere. */
inline void require_sound(const Diag &diag, std::string_view text)
{
	require(!diag.message.empty(), "a diagnostic has a message");
	if (!diag.where || !diag.where->line)
		return;

	const std::vector<std::string_view> all = split(text, '\n');
	const Place &where = *diag.where;
	require(where.line <= all.size(), "the line is there");
	if (!where.column)
		return;
	require(where.text == all[where.line - 1],
		"the line is quoted as it is");
	require(where.column <= where.text.view().size() + 1,
		"the column is one of the line's");
}

} /* namespace kcrate */
