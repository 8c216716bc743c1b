/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace kcrate {

/*
 * Calls @work for each of 0 … @count - 1 on up to @jobs threads (0: as many as
 * there are processors) and returns when all are done.  Which comes first is
 * not defined: @work writes its result to a place of its own.
 */
void parallel_for(size_t count, unsigned int jobs,
		  const std::function<void(size_t)> &work);

/*
 * The same for each of @sizes, of which one says how much work it is, in any
 * unit: the largest first, lest all others wait for it in the end.
 */
void parallel_by_size(const std::vector<size_t> &sizes, unsigned int jobs,
		      const std::function<void(size_t)> &work);

} /* namespace kcrate */
