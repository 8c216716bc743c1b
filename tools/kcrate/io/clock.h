/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <cstdint>
#include <string>

namespace kcrate {

/* Since the epoch. */
int64_t seconds_now();

/* As in an index: "2025-11-12T19:30:12Z". */
std::string utc_text(int64_t seconds);

} /* namespace kcrate */
