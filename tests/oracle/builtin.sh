#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Crates that name crates of the standard library (RFC 3875), compiled:
#
#   builtin.sh O [MAKE-VARIABLE...]      O= as for `make run`, which has run
#
# kcrate accepts a crate exactly where rustc compiles what was imported; those
# that it refuses are imported in spite of it, to hear what rustc says.

set -eu
export LC_ALL=C
cd "$(dirname "$(realpath "$0")")/../.."
top=$PWD
O=$(realpath "$1")
shift
# shellcheck source-path=SCRIPTDIR/..
. tests/lib/case.sh
dir=$O/tests/builtin
count=0
rm -rf "$dir"
mkdir -p "$dir"
trap 'rm -f "$O"/obj/*kcrate_t*' EXIT

# Compares what kcrate and rustc make of TEXT, the source of the crate NAME.
judge() # NAME EDITION TARGET ok|refused CARGO-TOML TEXT [MAKE-VARIABLE...]
{
	name=kcrate_t_$1 edition=$2 target=$3 wanted=$4 source=$6
	cd "$dir"
	crate "$name" 1.0.0 "$5"
	sed -i "s/^edition = .*/edition = \"$edition\"/" "$name/Cargo.toml"
	printf '%s\n' "$source" > "$name/src/lib.rs"
	manifest_of "$name=1.0.0"
	sed -i "1a rfc3875: true
		s/kernel: {}/$target: {}/" crates.yaml
	shift 6
	ours=ok theirs=ok
	"$O/tools/kcrate/kcrate" import -q --cache "$dir/cache" --out out \
		2> log || ours=refused
	[ $ours = ok ] || "$O/tools/kcrate/kcrate" import -q --force \
		--cache "$dir/cache" --out out 2>> log || ours=failed
	make -s -C "$top" -f rust/Makefile O="$O" CRATES="$dir/out" "$@" \
		objects >> log 2>&1 || theirs=refused
	[ "$ours $theirs" = "$wanted $wanted" ] || {
		cat log
		echo "builtin: $name: kcrate: $ours, rustc: $theirs, wanted: $wanted"
		exit 1
	}
	rm -rf out "$name"
	count=$((count + 1))
	cd "$top"
}

core='[dependencies]
core.builtin = true'
alloc='[dependencies]
alloc.builtin = true'
option='[dependencies]
core.builtin = true
std = { builtin = true, optional = true }
[features]
default = ["std"]
std = ["dep:std"]'
macro='[lib]
proc-macro = true'

for edition in 2015 2018 2021 2024; do
	judge "core$edition" $edition kernel ok "$core" \
		'pub fn f(n: u32) -> Option<u32> { n.checked_add(1) }' "$@"
done
judge attribute 2021 kernel ok "$core" \
	'#![no_std] pub fn f(n: &u8) -> u8 { core::mem::replace(&mut n.clone(), 1) }' "$@"
judge alloc 2021 kernel ok "$alloc" \
	'use alloc::vec::Vec; pub fn f() -> Vec<u8> { Vec::new() }' "$@"
judge alloc2015 2015 kernel ok "$alloc" \
	'extern crate alloc; pub fn f() -> ::alloc::vec::Vec<u8> { ::alloc::vec::Vec::new() }' "$@"
judge option 2021 kernel ok "$option" \
	'#[cfg(feature = "std")] extern crate std; pub fn f() {}' "$@"
judge host 2021 host ok "$alloc" \
	'pub fn f() -> alloc::string::String { alloc::string::String::new() }' "$@"
judge host_std 2021 host ok '[dependencies]
std.builtin = true' 'pub fn f() -> String { std::env::args().collect() }' "$@"
judge macro 2021 host ok "$macro
$core" 'extern crate proc_macro;
#[proc_macro] pub fn same(t: proc_macro::TokenStream) -> proc_macro::TokenStream { t }' "$@"

judge implicit 2021 kernel refused '' 'pub fn f() {}' "$@"
judge undeclared 2021 kernel refused "$core" \
	'pub fn f() -> alloc::vec::Vec<u8> { alloc::vec::Vec::new() }' "$@"
judge undeclared_std 2021 kernel refused "$core" \
	'pub fn f() { std::process::abort() }' "$@"
judge std 2021 kernel refused '[dependencies]
std.builtin = true' 'pub fn f() {}' "$@"
judge prelude 2021 kernel refused "$alloc" \
	'pub fn f() -> Vec<u8> { Vec::new() }' "$@"
judge println 2021 host refused "$core" \
	'pub fn f() { println!("") }' "$@"
judge host_undeclared 2021 host refused "$core" \
	'pub fn f() -> std::string::String { std::string::String::new() }' "$@"
echo "builtin: rustc agrees on $count crates"
