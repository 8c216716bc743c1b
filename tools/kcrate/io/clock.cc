// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/clock.h"

#include <ctime>

namespace kcrate {

int64_t seconds_now()
{
	return time(nullptr);
}

std::string utc_text(int64_t seconds)
{
	const time_t at = seconds;
	char text[sizeof "2025-11-12T19:30:12Z"];
	tm utc = {};

	if (!gmtime_r(&at, &utc) ||
	    !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
		return {};
	return text;
}

} /* namespace kcrate */
