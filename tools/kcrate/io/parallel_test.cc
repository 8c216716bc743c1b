// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/parallel.h"

#include <atomic>
#include <vector>

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("each index is worked on once, however many threads there are")
{
	for (const unsigned int jobs : { 0U, 1U, 2U, 7U, 100U }) {
		CAPTURE(jobs);
		std::vector<std::atomic<int>> seen(50);
		parallel_for(seen.size(), jobs, [&](size_t i) { seen[i]++; });
		for (const std::atomic<int> &count : seen)
			CHECK(count == 1);
	}
}

TEST_CASE("one job works in order, and no work is none")
{
	std::vector<size_t> order;

	parallel_for(3, 1, [&](size_t i) { order.push_back(i); });
	CHECK(order == std::vector<size_t>{ 0, 1, 2 });
	parallel_for(0, 4, [&](size_t i) { order.push_back(i); });
	CHECK(order.size() == 3);
}

TEST_CASE("the largest is the first")
{
	std::vector<size_t> order;

	parallel_by_size({ 3, 9, 3, 12 }, 1,
			 [&](size_t i) { order.push_back(i); });
	CHECK(order == std::vector<size_t>{ 3, 1, 0, 2 });
	parallel_by_size({}, 2, [&](size_t i) { order.push_back(i); });
	CHECK(order.size() == 4);
}
