// SPDX-License-Identifier: GPL-2.0

//! The kernel's allocator, for the crate `alloc` that is built beside this file.
//!
//! rustc expects these functions of whoever links a program; the kernel's own
//! crates never call them.  Memory comes from `kmalloc()` with `GFP_KERNEL`: code
//! that allocates through `alloc` must be allowed to sleep.  What is asked for may
//! be refused, and `alloc` is built such that only its fallible functions exist.
//!
//! How the symbols are called depends on the compiler (since 1.88 the names are
//! mangled), so the attribute of the standard library names them.

#![no_std]
#![allow(internal_features, missing_docs, non_upper_case_globals)]
#![feature(rustc_attrs)]

use core::alloc::Layout;
use core::ptr::{self, NonNull};
use kernel::alloc::{allocator::Kmalloc, flags, AllocError, Allocator, Flags};

#[cfg(numa_node)]
use kernel::alloc::NumaNode;

type Memory = Result<NonNull<[u8]>, AllocError>;

fn alloc(layout: Layout, flags: Flags) -> Memory {
    #[cfg(numa_node)]
    return Kmalloc::alloc(layout, flags, NumaNode::NO_NODE);
    #[cfg(not(numa_node))]
    return Kmalloc::alloc(layout, flags);
}

/// # Safety
///
/// As [`Allocator::realloc`], and there is memory at `ptr`.
unsafe fn realloc(ptr: NonNull<u8>, new: Layout, old: Layout) -> Memory {
    let flags = flags::GFP_KERNEL;

    // SAFETY: As promised by the caller.
    #[cfg(numa_node)]
    return unsafe { Kmalloc::realloc(Some(ptr), new, old, flags, NumaNode::NO_NODE) };
    // SAFETY: As promised by the caller.
    #[cfg(not(numa_node))]
    return unsafe { Kmalloc::realloc(Some(ptr), new, old, flags) };
}

fn address(memory: Memory) -> *mut u8 {
    memory.map_or(ptr::null_mut(), |memory| memory.cast().as_ptr())
}

/// # Safety
///
/// `size` and `align` are those of a [`Layout`].
unsafe fn layout(size: usize, align: usize) -> Layout {
    // SAFETY: As promised by the caller.
    unsafe { Layout::from_size_align_unchecked(size, align) }
}

#[rustc_std_internal_symbol]
unsafe fn __rust_alloc(size: usize, align: usize) -> *mut u8 {
    // SAFETY: `alloc` calls this with those of a layout.
    address(alloc(unsafe { layout(size, align) }, flags::GFP_KERNEL))
}

#[rustc_std_internal_symbol]
unsafe fn __rust_alloc_zeroed(size: usize, align: usize) -> *mut u8 {
    // SAFETY: `alloc` calls this with those of a layout.
    let layout = unsafe { layout(size, align) };

    address(alloc(layout, flags::GFP_KERNEL | flags::__GFP_ZERO))
}

#[rustc_std_internal_symbol]
unsafe fn __rust_dealloc(ptr: *mut u8, size: usize, align: usize) {
    // SAFETY: `alloc` calls this with what it has been given by the above.
    unsafe { Kmalloc::free(NonNull::new_unchecked(ptr), layout(size, align)) }
}

#[rustc_std_internal_symbol]
unsafe fn __rust_realloc(ptr: *mut u8, old: usize, align: usize, new: usize) -> *mut u8 {
    // SAFETY: `alloc` calls this with what it has been given by the above.
    address(unsafe {
        realloc(
            NonNull::new_unchecked(ptr),
            layout(new, align),
            layout(old, align),
        )
    })
}

// `alloc` refers to one of these, so that nothing links without an allocator.
#[rustc_std_internal_symbol]
static __rust_no_alloc_shim_is_unstable: u8 = 0;

#[rustc_std_internal_symbol]
fn __rust_no_alloc_shim_is_unstable_v2() {}
