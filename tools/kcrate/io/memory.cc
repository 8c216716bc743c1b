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
	constexpr uintptr_t huge_page = 2 << 20;
	const auto top = [] { return reinterpret_cast<uintptr_t>(sbrk(0)); };

	mallopt(M_TOP_PAD, step);
	mallopt(M_TRIM_THRESHOLD, 8 * step);
	mallopt(M_MMAP_THRESHOLD, step);

	const uintptr_t begin = (top() + huge_page - 1) & ~(huge_page - 1);
	void *volatile first_step = malloc(huge_page);
	free(first_step);
	if (top() > begin)
		madvise(reinterpret_cast<void *>(begin), top() - begin,
			MADV_HUGEPAGE);
}

} /* namespace kcrate */
