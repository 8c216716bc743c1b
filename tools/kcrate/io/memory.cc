// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/memory.h"

#include <cstdint>
#include <cstdlib>

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace kcrate {

namespace {

constexpr int step = 32 << 20;
constexpr size_t huge_page = 2 << 20;

} /* namespace */

void prepare_heap()
{
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

void prepare_heap_of_thread()
{
	/* The first allocation maps a heap, of which a step is for use. */
	void *volatile first = malloc(1);
	char *const there = static_cast<char *>(first);
	char *const begin =
		there - reinterpret_cast<uintptr_t>(there) % huge_page;

	madvise(begin, step - huge_page, MADV_HUGEPAGE);
	free(first);
}

} /* namespace kcrate */
