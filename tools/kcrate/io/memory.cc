// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/memory.h"

#include <cstdint>
#include <cstdlib>

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace kcrate {

void prepare_heap()
{
	constexpr int step = 32 << 20;
	constexpr size_t huge_page = 2 << 20;
	const auto top = [] { return static_cast<char *>(sbrk(0)); };

	mallopt(M_TOP_PAD, step);
	mallopt(M_TRIM_THRESHOLD, 8 * step);
	mallopt(M_MMAP_THRESHOLD, step);

	char *const before = top();
	char *const begin =
		before + (-reinterpret_cast<uintptr_t>(before) % huge_page);
	void *volatile first_step = malloc(huge_page);
	free(first_step);
	if (top() > begin)
		madvise(begin, static_cast<size_t>(top() - begin),
			MADV_HUGEPAGE);
}

} /* namespace kcrate */
