/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Ranges of tokens, half open. */

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace kcrate {

using Ranges = std::vector<std::pair<size_t, size_t>>;

/* Whether @token is in one of @ranges, which are sorted and disjoint. */
inline bool is_in(const Ranges &ranges, size_t token)
{
	const auto at = std::upper_bound(ranges.begin(), ranges.end(), token,
					 [](size_t value, const auto &range) {
						 return value < range.first;
					 });

	return at != ranges.begin() && token < std::prev(at)->second;
}

/* Makes @ranges disjoint, in their order. */
inline void merge(Ranges &ranges)
{
	Ranges out;

	std::sort(ranges.begin(), ranges.end());
	for (const auto &range : ranges)
		if (!out.empty() && range.first <= out.back().second)
			out.back().second =
				std::max(out.back().second, range.second);
		else
			out.push_back(range);
	ranges = std::move(out);
}

/* Goes through tokens and leaves out ranges that are sorted. */
class Skipper {
public:
	/* What is asked for is @from or behind it. */
	explicit Skipper(const Ranges &ranges, size_t from = 0)
		: at(std::partition_point(ranges.begin(), ranges.end(),
					  [&](const auto &range) {
						  return range.second <= from;
					  })),
		  end(ranges.end())
	{}

	/* @i, or the first token behind the range that it is in. */
	size_t next(size_t i)
	{
		for (; at != end && at->first <= i; ++at)
			i = std::max(i, at->second);
		return i;
	}

private:
	Ranges::const_iterator at, end;
};

} /* namespace kcrate */
