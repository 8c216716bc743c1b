/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Values as bytes that something has happened to. */

#include <random>
#include <string>

#include "testing/test.h"

namespace kcrate {

/*
 * Checks what @read, which returns an optional value, makes of @whole with a
 * few bytes changed at random: nothing, or what to_bytes() makes the same bytes
 * of. In @whole there is text, which may be anything, so that many are values.
 */
template <typename Read>
void check_damaged(const std::string &whole, Read read)
{
	constexpr size_t rounds = 20000;
	std::mt19937 random(20261126);
	size_t values = 0;

	for (size_t round = 0; round < rounds; round++) {
		std::string bytes = whole;
		for (size_t n = 1 + random() % 3; n; n--)
			bytes[random() % bytes.size()] =
				static_cast<char>(random());
		const auto value = read(bytes);
		if (!value)
			continue;
		CHECK(to_bytes(*value) == bytes);
		values++;
	}
	CHECK(values > rounds / 20);
	CHECK(values < rounds - rounds / 20);
}

} /* namespace kcrate */
