// SPDX-License-Identifier: GPL-2.0

//! One look at each of ten imported crates.

use arrayvec::{ArrayString, ArrayVec};
use core::cell::Cell;
use core::fmt::Write;
use either::Either;
use kernel::prelude::*;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

mod ktap;

module! {
    type: Sample,
    name: "kcrate_crates",
    description: "One look at each of ten imported crates",
    license: "GPL",
}

bitflags::bitflags! {
    #[derive(Debug, Clone, Copy, PartialEq)]
    struct Mode: u32 {
        const READ = 1;
        const WRITE = 2;
        const EXECUTE = 4;
    }
}

cfg_if::cfg_if! {
    if #[cfg(CONFIG_64BIT)] {
        const BITS: u32 = 64;
    } else {
        const BITS: u32 = 32;
    }
}

fn arrayvec_keeps_its_bounds() -> bool {
    let mut list = ArrayVec::<u32, 3>::new();
    let mut text = ArrayString::<8>::new();

    (1..=4)
        .map(|n| list.try_push(n).is_ok())
        .eq([true, true, true, false])
        && list.iter().sum::<u32>() == 6
        && write!(text, "{:>4}", 42).is_ok()
        && write!(text, "too long").is_err()
        && &text == "  42"
}

fn bitflags_are_a_set() -> bool {
    let mode = Mode::READ | Mode::EXECUTE;

    mode.contains(Mode::READ)
        && !mode.contains(Mode::WRITE)
        && mode.complement() == Mode::WRITE
        && Mode::from_bits(8).is_none()
}

fn either_is_one_of_two() -> bool {
    let sum = |up: bool| -> u32 {
        let numbers = if up {
            Either::Left(1..4)
        } else {
            Either::Right([10, 20].into_iter())
        };
        numbers.sum()
    };

    sum(true) == 6 && sum(false) == 30
}

fn hex_goes_both_ways() -> bool {
    let mut text = [0; 8];
    let mut bytes = [0; 4];

    hex::encode_to_slice([0xde, 0xad, 0xbe, 0xef], &mut text).is_ok()
        && &text == b"deadbeef"
        && hex::decode_to_slice("0123aBcD", &mut bytes).is_ok()
        && bytes == [0x01, 0x23, 0xab, 0xcd]
        && hex::decode_to_slice("0123aBcX", &mut bytes).is_err()
}

fn itoa_writes_the_largest() -> bool {
    let mut buffer = itoa::Buffer::new();

    buffer.format(u128::MAX) == "340282366920938463463374607431768211455"
        && buffer.format(i64::MIN) == "-9223372036854775808"
        && buffer.format(0u8) == "0"
}

fn memchr_finds() -> bool {
    let text = b"a needle in a haystack, a needle";

    memchr::memchr(b'n', text) == Some(2)
        && memchr::memrchr(b'n', text) == Some(26)
        && memchr::memchr3(b'x', b'y', b'z', text) == Some(16)
        && memchr::memmem::find_iter(text, b"needle").eq([2, 26])
        && memchr::memmem::find(text, b"nail").is_none()
}

fn scopeguard_runs_at_the_end() -> bool {
    let order = Cell::new(0);

    {
        scopeguard::defer! { order.set(order.get() * 10 + 2); }
        let _guard = scopeguard::guard(&order, |order| order.set(order.get() * 10 + 1));
    }
    order.get() == 12
}

fn subtle_selects() -> bool {
    let (a, b) = (0x1111_u16, 0x2222_u16);

    bool::from([1u8, 2, 3].ct_eq(&[1, 2, 3]))
        && !bool::from([1u8, 2, 3].ct_eq(&[1, 2, 4]))
        && u16::conditional_select(&a, &b, Choice::from(0)) == a
        && u16::conditional_select(&a, &b, Choice::from(1)) == b
}

fn run() -> Result {
    let mut ktap = ktap::Ktap::new(10);

    ktap.check("arrayvec", arrayvec_keeps_its_bounds());
    ktap.check("bitflags", bitflags_are_a_set());
    ktap.check("cfg-if", BITS == usize::BITS);
    // The check value of CRC-32/ISO-HDLC.
    ktap.check("crc32fast", crc32fast::hash(b"123456789") == 0xcbf4_3926);
    ktap.check("either", either_is_one_of_two());
    ktap.check("hex", hex_goes_both_ways());
    ktap.check("itoa", itoa_writes_the_largest());
    ktap.check("memchr", memchr_finds());
    ktap.check("scopeguard", scopeguard_runs_at_the_end());
    ktap.check("subtle", subtle_selects());
    ktap.finish()
}

struct Sample;

impl kernel::Module for Sample {
    fn init(_module: &'static ThisModule) -> Result<Self> {
        run()?;
        Ok(Sample)
    }
}
