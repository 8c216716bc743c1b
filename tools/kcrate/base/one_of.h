/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Lists of words. */

#include <algorithm>
#include <iterator>
#include <string_view>

namespace kcrate {

/* Whether @list, an array of them, has @word. */
template <typename List>
bool is_one_of(const List &list, std::string_view word)
{
	return std::find(std::begin(list), std::end(list), word) !=
	       std::end(list);
}

} /* namespace kcrate */
