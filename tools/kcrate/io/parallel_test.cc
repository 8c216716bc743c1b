// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/parallel.h"

#include <atomic>
#include <vector>

#include <sched.h>
#include <unistd.h>

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

namespace {

cpu_set_t processors_of_thread()
{
	cpu_set_t out;

	CPU_ZERO(&out);
	CHECK(sched_getaffinity(0, sizeof(out), &out) == 0);
	return out;
}

/* The threads' own, once each of @jobs has begun; they may be a while less. */
void check_processors(unsigned int jobs, const cpu_set_t &expected)
{
	std::atomic<unsigned int> begun = 0, good = 0;

	parallel_for(jobs, jobs, [&](size_t) {
		begun++;
		for (int i = 0; i < 10000 && begun < jobs; i++)
			usleep(100);
		for (int i = 0; i < 10000; i++) {
			const cpu_set_t own = processors_of_thread();
			if (CPU_EQUAL(&own, &expected)) {
				good++;
				return;
			}
			usleep(100);
		}
	});
	CHECK(begun == jobs);
	CHECK(good == jobs);
}

} /* namespace */

TEST_CASE("threads may use the processors of the one that made them")
{
	const cpu_set_t all = processors_of_thread();
	cpu_set_t one;
	size_t first = 0;

	check_processors(5, all);
	while (!CPU_ISSET(first, &all))
		first++;
	CPU_ZERO(&one);
	CPU_SET(first, &one);
	REQUIRE(sched_setaffinity(0, sizeof(one), &one) == 0);
	check_processors(3, one);
	CHECK(sched_setaffinity(0, sizeof(all), &all) == 0);
}
