/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Many places in one text, each without counting its lines from the top. */

#include <vector>

#include "diag/diag.h"

namespace kcrate {

class PlaceFinder {
public:
	explicit PlaceFinder(const SourceText &source);

	/* What source.place() says, but no line of more than 512 bytes. */
	Place place(size_t begin, size_t end) const;

private:
	SourceText source;
	std::vector<size_t> starts; /* of lines */
};

} /* namespace kcrate */
