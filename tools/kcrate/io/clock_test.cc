// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/clock.h"

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("a time is told as an index tells it")
{
	CHECK(utc_text(0) == "1970-01-01T00:00:00Z");
	CHECK(utc_text(1762975812) == "2025-11-12T19:30:12Z");
	CHECK(utc_text(-1) == "1969-12-31T23:59:59Z");
	/* no year of four digits, so no text of an index */
	CHECK(utc_text(int64_t(1) << 40).empty());
	CHECK(utc_text(seconds_now()) > "2025-01-01T00:00:00Z");
}
