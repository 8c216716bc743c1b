// SPDX-License-Identifier: GPL-2.0-or-later

//! What the compiler expects to be there, without the real thing.
//!
//! Code of `core` that the kernel never calls asks for arithmetic that the
//! kernel does not have: floating point, and division of 128-bit integers.
//! In `core.o` the names are prefixed with `__rust`, so that C cannot come to
//! depend on them, and each is defined here to panic. Any other crate that
//! wants one stays undefined and does not link.
//!
//! rust/Makefile reads the names from this file: one a line.

#![allow(internal_features)]
#![feature(compiler_builtins)]
#![compiler_builtins]
#![no_builtins]
#![no_std]

macro_rules! absent {
    ($kind:literal: $($name:ident)*) => {$(
        #[export_name = concat!("__rust", stringify!($name))]
        extern "C" fn $name() -> ! {
            panic!(concat!("no ", $kind, " in the kernel: ", stringify!($name)));
        }
    )*};
}

absent! { "f32":
    __addsf3
    __eqsf2
    __extendsfdf2
    __gesf2
    __lesf2
    __ltsf2
    __mulsf3
    __nesf2
    __truncdfsf2
    __unordsf2
}

absent! { "f64":
    __adddf3
    __eqdf2
    __ledf2
    __ltdf2
    __muldf3
    __unorddf2
}

absent! { "128-bit multiplication":
    __muloti4
    __multi3
}

absent! { "128-bit division":
    __udivmodti4
    __udivti3
    __umodti3
}
