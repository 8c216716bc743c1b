// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/places.h"

#include <algorithm>

namespace kcrate {

namespace {

/* A thousand places in one endless line must not hold it a thousand times. */
constexpr size_t max_line = 512;

} /* namespace */

PlaceFinder::PlaceFinder(const SourceText &source) : source(source), starts{ 0 }
{
	const std::string_view text = source.text;

	for (size_t i = text.find('\n'); i != text.npos;
	     i = text.find('\n', i + 1))
		starts.push_back(i + 1);
}

Place PlaceFinder::place(size_t begin, size_t end) const
{
	const auto next = std::upper_bound(starts.begin(), starts.end(), begin);
	const size_t start = *(next - 1);
	const size_t stop =
		next == starts.end() ? source.text.size() : *next - 1;
	const size_t left = stop - std::min(begin, stop);
	Place place;

	place.file = source.file;
	place.line = static_cast<size_t>(next - starts.begin());
	place.column = begin - start + 1;
	place.width = std::max<size_t>(1, std::min(end - begin, left));
	if (stop - start <= max_line)
		place.text = source.text.substr(start, stop - start);
	return place;
}

} /* namespace kcrate */
