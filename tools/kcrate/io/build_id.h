/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>

namespace kcrate {

/*
 * What no other program has, be it only another version of this one: the
 * linker's build id, in hexadecimal digits, and "" where it made none.
 */
const std::string &build_id();

} /* namespace kcrate */
