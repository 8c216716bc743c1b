// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/parallel.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include "io/memory.h"

namespace kcrate {

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
