/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How the reader of archives says no. */

#include <string>
#include <string_view>

#include "diag/diag.h"

namespace kcrate {

/*
 * @name between quotes, printable whatever it holds: bytes that are not
 * printable ASCII, quotes and backslashes become \xNN.  Of a long name only the
 * beginning is shown.
 */
std::string quoted(std::string_view name);

/* The place that @file is as a whole. */
Place whole(const std::string &file);

/* The Diag that refuses archive @file because of @message. */
Diag refuse(Id id, const std::string &file, std::string message);

} /* namespace kcrate */
