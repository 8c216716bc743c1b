/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What nearly every file includes of the standard library, compiled once for
 * all of them; a file still includes what it needs, and clang-tidy compiles it
 * without this one.
 */

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
