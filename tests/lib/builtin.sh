# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A manifest for the cases of RFC 3875: demo, which has std as an option, needs
# parts, which is no more than core, and plain, which says nothing.  Their
# sources have no #![no_std], but for plain's.

crate plain 1.0.0
crate parts 1.0.0 '[dependencies]
core.builtin = true'
crate demo 1.0.0 '[dependencies]
parts = "1"
plain = "1"
core.builtin = true
std = { builtin = true, optional = true }
[features]
full = ["std"]
std = ["dep:std"]'
printf 'pub fn f() -> u32 { core::mem::size_of::<u32>() as u32 }\n' |
	tee parts/src/lib.rs > demo/src/lib.rs
manifest_of demo=1.0.0 parts=1.0.0 plain=1.0.0
sed -i '1a rfc3875: true' crates.yaml
