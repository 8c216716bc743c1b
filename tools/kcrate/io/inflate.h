/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kcrate {

struct Inflated {
	enum class Outcome { good, corrupt, too_large };

	Outcome outcome = Outcome::corrupt;
	std::string bytes;
	size_t consumed = 0; /* bytes of the deflate stream */
};

/*
 * Inflates the raw deflate stream at the start of @stream.  @expected bytes
 * are allocated at once (a gzip trailer's ISIZE); more than @limit is
 * too_large, and so is a stream that yields more than @expected.
 */
Inflated inflate(std::string_view stream, uint64_t expected, uint64_t limit);

/* CRC-32 as gzip has it. */
uint32_t crc32_of(std::string_view bytes);

} /* namespace kcrate */
