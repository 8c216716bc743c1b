/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Many texts, and what is found in each. */

#include <string>
#include <string_view>
#include <vector>

#include "testing/test.h"

namespace kcrate {

struct Row {
	std::string text;
	std::string_view found;
};

/* Checks what @look says of each text. */
inline void check(std::string (*look)(const std::string &),
		  const std::vector<Row> &rows)
{
	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(look(row.text) == row.found);
	}
}

} /* namespace kcrate */
