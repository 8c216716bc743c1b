// SPDX-License-Identifier: GPL-2.0-or-later

//! What rust/alloc.rs uses of the crate `kernel`, which refuses all memory.

#![no_std]
#![allow(missing_docs)]

pub mod alloc {
    use core::alloc::Layout;
    use core::ops::BitOr;
    use core::ptr::NonNull;

    pub struct AllocError;

    #[derive(Clone, Copy)]
    pub struct Flags(u32);

    impl BitOr for Flags {
        type Output = Flags;
        fn bitor(self, other: Flags) -> Flags {
            Flags(self.0 | other.0)
        }
    }

    pub mod flags {
        use super::Flags;
        pub const GFP_KERNEL: Flags = Flags(1);
        pub const __GFP_ZERO: Flags = Flags(2);
    }

    #[cfg(numa_node)]
    pub struct NumaNode(pub i32);

    #[cfg(numa_node)]
    impl NumaNode {
        pub const NO_NODE: NumaNode = NumaNode(-1);
    }

    type Memory = Result<NonNull<[u8]>, AllocError>;

    #[cfg(numa_node)]
    pub trait Allocator {
        fn alloc(_layout: Layout, _flags: Flags, _nid: NumaNode) -> Memory {
            Err(AllocError)
        }
        /// # Safety
        ///
        /// None is needed.
        unsafe fn realloc(
            _ptr: Option<NonNull<u8>>,
            _layout: Layout,
            _old: Layout,
            _flags: Flags,
            _nid: NumaNode,
        ) -> Memory {
            Err(AllocError)
        }
        /// # Safety
        ///
        /// None is needed.
        unsafe fn free(_ptr: NonNull<u8>, _layout: Layout) {}
    }

    #[cfg(not(numa_node))]
    pub trait Allocator {
        fn alloc(_layout: Layout, _flags: Flags) -> Memory {
            Err(AllocError)
        }
        /// # Safety
        ///
        /// None is needed.
        unsafe fn realloc(
            _ptr: Option<NonNull<u8>>,
            _layout: Layout,
            _old: Layout,
            _flags: Flags,
        ) -> Memory {
            Err(AllocError)
        }
        /// # Safety
        ///
        /// None is needed.
        unsafe fn free(_ptr: NonNull<u8>, _layout: Layout) {}
    }

    pub mod allocator {
        pub struct Kmalloc;
        impl super::Allocator for Kmalloc {}
    }
}
