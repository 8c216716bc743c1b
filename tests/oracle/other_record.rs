// SPDX-License-Identifier: GPL-2.0-or-later

// Another struct for the JSON sample than its own: tests/oracle/json.sh.

use serde::Serialize;

/// Not the sample's.
#[derive(Serialize)]
#[serde(tag = "kind")]
pub enum Shape {
    /// A point.
    Point {
        /// Left to right.
        x: i16,
        /// Bottom up.
        #[serde(rename = "Y")]
        y: i128,
    },
    /// Nothing at all.
    Empty,
}

/// The value to print.
pub fn record() -> impl Serialize {
    (
        Shape::Point { x: -7, y: i128::MIN },
        Shape::Empty,
        "\u{1}é\\",
        [Some('x'), None],
    )
}
