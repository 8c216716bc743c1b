/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string_view>

#include "cfg/cfg.h"

namespace kcrate {

/* KEY or KEY="VALUE", as rustc takes and prints them. */
inline void set_cfg(CfgSet &cfgs, std::string_view text)
{
	const size_t equals = text.find('=');

	if (equals == text.npos)
		cfgs.set(text);
	else
		cfgs.set(text.substr(0, equals),
			 text.substr(equals + 2, text.size() - equals - 3));
}

} /* namespace kcrate */
