/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <cstddef>
#include <string_view>

namespace kcrate {

/*
 * Where @s stops being UTF-8 (no overlong forms, no surrogates, nothing above
 * U+10FFFF), or npos.
 */
size_t first_not_utf8(std::string_view s);

} /* namespace kcrate */
