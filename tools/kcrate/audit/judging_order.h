/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* In which order crates get their verdicts, by several threads. */

#include <condition_variable>
#include <mutex>
#include <vector>

#include "audit/crate_audit.h"

namespace kcrate {

/*
 * A crate is of a round behind those of all that it needs.  Its verdict may go
 * by those of earlier rounds and by no others, lest it depend on which thread
 * was faster.
 */
class JudgingOrder {
public:
	/* Those of @crates before @first have their verdicts. */
	JudgingOrder(const std::vector<AuditedCrate> &crates, size_t first);

	/* The others, by round, and of a round the largest first.  Threads that
	 * take them as they come here do not wait for each other in vain. */
	const std::vector<size_t> &order() const { return places; }

	/* Whether the verdict of @index may go by that of @other. */
	bool is_before(size_t other, size_t index) const
	{
		return rounds[other] < rounds[index];
	}

	/* Returns when the one at @index has its verdict. */
	void wait_for(size_t index);

	void set_judged(size_t index);

private:
	std::vector<size_t> rounds; /* 0 for what is judged already */
	std::vector<size_t> places;
	std::mutex mutex;
	std::condition_variable one_more;
	std::vector<bool> judged;
};

} /* namespace kcrate */
