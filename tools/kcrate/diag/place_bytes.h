/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "base/bytes.h"
#include "diag/diag.h"

namespace kcrate {

auto members_of(Is<Place> auto &place)
{
	auto &[file, line, column, width, text] = place;

	return std::tie(file, line, column, width, text);
}

} /* namespace kcrate */
