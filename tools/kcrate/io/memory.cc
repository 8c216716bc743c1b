// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/memory.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace kcrate {

namespace {

constexpr int step = 32 << 20; /* mallopt() takes an int */
constexpr ptrdiff_t furthest = 2L * step;
constexpr size_t huge_page = 2 << 20;
constexpr size_t first_growth = 256 << 10; /* the heap has less by itself */

char *huge_page_behind(char *there)
{
	return there + huge_page -
	       reinterpret_cast<uintptr_t>(there) % huge_page;
}

} /* namespace */

/*
 * malloc() writes behind each block where the rest of the heap begins, and a
 * huge page of which a small one was written is none any more.  So the heap
 * grows by a block that ends well before the first of them, and that block then
 * takes all that is in between; it stays.
 */
void prepare_heap()
{
	mallopt(M_TOP_PAD, step);
	mallopt(M_TRIM_THRESHOLD, 8 * step);
	mallopt(M_MMAP_THRESHOLD, step);

	static void *before_huge_pages = malloc(first_growth);
	char *const there = static_cast<char *>(before_huge_pages);
	char *const top = static_cast<char *>(sbrk(0));
	/* Another malloc() than glibc's puts it elsewhere. */
	if (!there || there > top || top - there > furthest)
		return;
	char *const begin = huge_page_behind(there + first_growth);
	if (top <= begin)
		return;
	madvise(begin, static_cast<size_t>(top - begin), MADV_HUGEPAGE);
	before_huge_pages = realloc(there, static_cast<size_t>(begin - there));
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
