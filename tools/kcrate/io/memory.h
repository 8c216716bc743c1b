/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <list>
#include <utility>

namespace kcrate {

/*
 * To be called once, at the start: makes the heap grow in large steps, keep
 * what it has, and lie in huge pages where the kernel has them.  A command is
 * short and touches each page for the first time, which otherwise is a sixth
 * of all its time.  Nothing depends on it.
 */
void prepare_heap();

/* The same for the heap that a thread has of its own: at the thread's start. */
void prepare_heap_of_thread();

/*
 * Keeps @value until the process ends, which frees many small things at once
 * where each by itself would take its time.
 */
template <typename T>
const T &until_exit(T value)
{
	static auto &all = *new std::list<T>;

	return all.emplace_back(std::move(value));
}

} /* namespace kcrate */
