// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/judging_order.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace kcrate {

JudgingOrder::JudgingOrder(const std::vector<AuditedCrate> &crates,
			   size_t first)
	: rounds(crates.size()),
	  places(crates.size() - first),
	  judged(crates.size())
{
	std::vector<size_t> sizes(crates.size());

	std::fill_n(judged.begin(), first, true);
	std::iota(places.begin(), places.end(), first);
	for (size_t i = first; i < crates.size(); i++) {
		sizes[i] = size_of(crates[i]);
		rounds[i] = 1;
		for (const size_t need : crates[i].needs)
			rounds[i] = std::max(rounds[i], rounds[need] + 1);
	}
	std::stable_sort(places.begin(), places.end(), [&](size_t a, size_t b) {
		return std::pair(rounds[a], sizes[b]) <
		       std::pair(rounds[b], sizes[a]);
	});
}

void JudgingOrder::wait_for(size_t index)
{
	std::unique_lock lock(mutex);

	one_more.wait(lock, [&] { return judged[index]; });
}

void JudgingOrder::set_judged(size_t index)
{
	{
		const std::lock_guard lock(mutex);
		judged[index] = true;
	}
	one_more.notify_all();
}

} /* namespace kcrate */
