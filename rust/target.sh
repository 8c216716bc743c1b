#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Print the target specification that Linux uses on x86_64, for this compiler:
#
#   target.sh RUSTC > target.json
#
# What changes from one compiler to the next (the data layout, how wide a
# pointer is written, whether there is an rustc-abi and what it is called) is
# asked of the compiler's own bare x86_64 target; the rest is the kernel's, as
# scripts/generate_rust_target.rs has it without mitigations.

set -eu

spec=$(MAKEFLAGS='' RUSTC_BOOTSTRAP=1 "$1" -Zunstable-options --print target-spec-json \
	--target x86_64-unknown-none)

# The line of the compiler's own target that sets key $1, if it has one.
own()
{
	printf '%s\n' "$spec" | sed -n "s/^  \"$1\": \(.*[^,]\),*\$/    \"$1\": \1,/p"
}

[ -n "$(own data-layout)" ] || {
	echo "${0##*/}: '$1' does not tell the data layout of x86_64-unknown-none" >&2
	exit 2
}

cat << JSON
{
    "arch": "x86_64",
$(for key in rustc-abi data-layout target-pointer-width; do own $key; done)
    "features": "-mmx,+soft-float",
    "llvm-target": "x86_64-linux-gnu",
    "supported-sanitizers": ["kcfi", "kernel-address"],
    "emit-debug-gdb-scripts": false,
    "frame-pointer": "may-omit",
    "stack-probes": {"kind": "none"}
}
JSON
