// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/parallel.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include <pthread.h>
#include <sched.h>

#include "io/memory.h"

namespace kcrate {

namespace {

/* The processors that this thread may use, its own first. */
std::vector<size_t> own_processors(const cpu_set_t &allowed)
{
	const int own = sched_getcpu();
	std::vector<size_t> out;

	for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &allowed))
			out.push_back(cpu);
	const auto at = std::find(out.begin(), out.end(),
				  static_cast<size_t>(std::max(0, own)));
	if (at != out.end())
		std::rotate(out.begin(), at, out.end());
	return out;
}

/*
 * Linux lets a new thread wait behind the one that made it, for as long as ten
 * milliseconds with another processor idle, until its load is balanced.  To
 * allow it no more than one processor takes it there at once, and then it may
 * go where it likes again.  What fails here costs no more than that time.
 */
void spread(std::vector<std::thread> &helpers)
{
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		return;
	const std::vector<size_t> processors = own_processors(allowed);
	if (processors.empty())
		return;
	for (size_t i = 0; i < helpers.size(); i++) {
		const pthread_t thread = helpers[i].native_handle();
		cpu_set_t one;

		CPU_ZERO(&one);
		CPU_SET(processors[(i + 1) % processors.size()], &one);
		pthread_setaffinity_np(thread, sizeof(one), &one);
		pthread_setaffinity_np(thread, sizeof(allowed), &allowed);
	}
}

} /* namespace */

void parallel_for(size_t count, unsigned int jobs,
		  const std::function<void(size_t)> &work)
{
	std::atomic<size_t> next = 0;
	std::vector<std::thread> helpers;
	const auto run = [&] {
		for (size_t i = next++; i < count; i = next++)
			work(i);
	};

	if (!jobs)
		jobs = std::max(1U, std::thread::hardware_concurrency());
	for (size_t i = 1; i < std::min<size_t>(jobs, count); i++)
		helpers.emplace_back([&] {
			prepare_heap_of_thread();
			run();
		});
	if (!helpers.empty())
		spread(helpers);
	run();
	for (std::thread &helper : helpers)
		helper.join();
}

void parallel_by_size(const std::vector<size_t> &sizes, unsigned int jobs,
		      const std::function<void(size_t)> &work)
{
	std::vector<size_t> order(sizes.size());

	std::iota(order.begin(), order.end(), 0);
	std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
		return sizes[a] > sizes[b];
	});
	parallel_for(order.size(), jobs, [&](size_t i) { work(order[i]); });
}

} /* namespace kcrate */
