// SPDX-License-Identifier: MIT

#![no_std]
pub const N: u8 = 2;
