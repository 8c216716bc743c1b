// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/inflate.h"

#include <memory>

#include <libdeflate.h>

namespace kcrate {

namespace {

struct FreeDecompressor {
	void operator()(libdeflate_decompressor *d) const
	{
		libdeflate_free_decompressor(d);
	}
};

} /* namespace */

Inflated inflate(std::string_view stream, uint64_t expected, uint64_t limit)
{
	Inflated out;

	if (expected > limit) {
		out.outcome = Inflated::Outcome::too_large;
		return out;
	}

	const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> d(
		libdeflate_alloc_decompressor());
	size_t produced = 0;

	if (!d)
		return out;
	out.bytes.resize(expected);
	switch (libdeflate_deflate_decompress_ex(
		d.get(), stream.data(), stream.size(), out.bytes.data(),
		out.bytes.size(), &out.consumed, &produced)) {
	case LIBDEFLATE_SUCCESS:
		out.bytes.resize(produced);
		out.outcome = Inflated::Outcome::good;
		break;
	case LIBDEFLATE_INSUFFICIENT_SPACE:
		out.outcome = Inflated::Outcome::too_large;
		break;
	default:
		break;
	}
	return out;
}

uint32_t crc32_of(std::string_view bytes)
{
	return libdeflate_crc32(0, bytes.data(), bytes.size());
}

} /* namespace kcrate */
