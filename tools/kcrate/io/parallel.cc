// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/parallel.h"

#include <algorithm>
#include <atomic>
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

} /* namespace kcrate */
