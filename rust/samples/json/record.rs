// SPDX-License-Identifier: GPL-2.0-or-later

// The struct and the values that the JSON sample prints.  It is included by
// json.rs, or another file like it: make program RECORD=path.

use serde::Serialize;

/// A network device, more or less.
#[derive(Serialize)]
pub struct Device {
    name: &'static str,
    index: u32,
    mtu: Option<u16>,
    alias: Option<&'static str>,
    up: bool,
    address: [u8; 6],
    link: Link,
    queues: &'static [Queue],
    #[serde(rename = "temperature (m°C)")]
    temperature: i64,
}

/// One queue of a device.
#[derive(Serialize)]
pub struct Queue {
    cpu: usize,
    packets: u64,
}

/// What a device is connected by.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// Nothing.
    Down,
    /// A cable of that many Mbit/s.
    Cable(u32),
    /// The air.
    Wireless {
        /// Name of the network.
        network: &'static str,
        /// Signal in dBm.
        signal: i8,
    },
}

/// The value to print.
pub fn record() -> impl Serialize {
    (
        Device {
            name: "wlan0",
            index: 3,
            mtu: Some(1500),
            alias: None,
            up: true,
            address: [0x02, 0, 0x5e, 0x10, 0, 0xff],
            link: Link::Wireless {
                network: "a \"quoted\" name\n",
                signal: -61,
            },
            queues: &[
                Queue {
                    cpu: 0,
                    packets: u64::MAX,
                },
                Queue { cpu: 1, packets: 0 },
            ],
            temperature: -1250,
        },
        [Link::Down, Link::Cable(10000)],
    )
}
