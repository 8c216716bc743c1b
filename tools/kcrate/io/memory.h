/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

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

} /* namespace kcrate */
