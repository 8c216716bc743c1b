// SPDX-License-Identifier: GPL-2.0

//! A struct goes through the imported serde into a kernel buffer and back.

use kernel::prelude::*;
use serde::{Deserialize, Serialize};

mod ktap;
mod wire;

module! {
    type: Sample,
    name: "kcrate_serde",
    description: "A struct through the imported serde and back",
    license: "GPL",
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
enum Link<'a> {
    Down,
    Cable { speed: u32, duplex: bool },
    Wireless(&'a str, i8),
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Interface<'a> {
    name: &'a str,
    index: u32,
    mtu: Option<u16>,
    address: [u8; 6],
    #[serde(borrow)]
    links: (Link<'a>, Link<'a>, Link<'a>),
    packets: (u64, i64),
}

const INTERFACE: Interface<'static> = Interface {
    name: "wlan0",
    index: 3,
    mtu: Some(1500),
    address: [2, 0, 0x5e, 0x10, 0, 0xff],
    links: (
        Link::Wireless("café", -61),
        Link::Cable {
            speed: 10_000,
            duplex: true,
        },
        Link::Down,
    ),
    packets: (u64::MAX, i64::MIN),
};

// What the fields above are in the format of `wire`, written by hand.
const BYTES: &[u8] = &[
    5, 0, 0, 0, b'w', b'l', b'a', b'n', b'0', // name
    3, 0, 0, 0, // index
    1, 0xdc, 0x05, // mtu
    2, 0, 0x5e, 0x10, 0, 0xff, // address
    2, 0, 0, 0, 5, 0, 0, 0, b'c', b'a', b'f', 0xc3, 0xa9, 0xc3, // Wireless
    1, 0, 0, 0, 0x10, 0x27, 0, 0, 1, // Cable
    0, 0, 0, 0, // Down
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, // packets.0
    0, 0, 0, 0, 0, 0, 0, 0x80, // packets.1
];

fn with_byte(at: usize, byte: u8) -> Result<KVec<u8>> {
    let mut bytes = KVec::with_capacity(BYTES.len(), GFP_KERNEL)?;
    bytes.extend_from_slice(BYTES, GFP_KERNEL)?;
    bytes[at] = byte;
    Ok(bytes)
}

fn run() -> Result {
    let mut ktap = ktap::Ktap::new(7);
    let mut buffer = KVec::with_capacity(BYTES.len(), GFP_KERNEL)?;

    ktap.check(
        "serialize",
        wire::write(&INTERFACE, &mut buffer) == Ok(()) && buffer[..] == *BYTES,
    );
    ktap.check(
        "deserialize",
        wire::read::<Interface<'_>>(BYTES) == Ok(INTERFACE),
    );
    ktap.check(
        "round trip",
        wire::read::<Interface<'_>>(&buffer) == Ok(INTERFACE),
    );

    // `with_capacity` may give more than it was asked for; this is too little.
    let mut small = KVec::with_capacity(8, GFP_KERNEL)?;
    ktap.check(
        "a full buffer is an error",
        wire::write(&INTERFACE, &mut small) == Err(wire::Error::Full),
    );
    ktap.check(
        "truncated bytes are an error",
        (0..BYTES.len())
            .all(|n| wire::read::<Interface<'_>>(&BYTES[..n]) == Err(wire::Error::Truncated)),
    );
    ktap.check(
        "an unknown variant is an error",
        wire::read::<Interface<'_>>(&with_byte(22, 9)?) == Err(wire::Error::Invalid),
    );
    ktap.check(
        "text that is not UTF-8 is an error",
        wire::read::<Interface<'_>>(&with_byte(4, 0xff)?) == Err(wire::Error::Invalid),
    );
    ktap.finish()
}

struct Sample;

impl kernel::Module for Sample {
    fn init(_module: &'static ThisModule) -> Result<Self> {
        run()?;
        Ok(Sample)
    }
}
