/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Only those who write JSON include this. */

#include <nlohmann/json.hpp>

#include "diag/diag.h"

namespace kcrate {

/* { "id", "severity", "message", … }, as Documentation/cli.rst has it. */
nlohmann::ordered_json diag_to_json(const Diag &diag);

} /* namespace kcrate */
