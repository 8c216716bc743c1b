#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What is rebuilt, and what is not:
#
#   rebuild.sh O [MAKE-VARIABLE...]      O= as for `make run`, which has run
#
# Nothing, without a change; a crate and its users, when one of its files is
# touched; nothing, after an import that changes nothing; no crate that .config
# switches off.

set -eu
export LC_ALL=C
cd "$(dirname "$(realpath "$0")")/../.."
O=$1
shift
trap 'rm -f "$O/.config"' EXIT

# The crates and programs that a build makes, in one line.
build()
{
	make -f rust/Makefile O="$O" "$@" program |
		sed -nE 's/^  (RUSTC [A-Z]+|LINK) +([^ ]*).*/\2/p' |
		sed 's|.*/||' | sort | tr '\n' ' '
}

expect() # what made wanted
{
	[ "$2" = "$3" ] || {
		printf 'rebuild: %s\n  made   %s\n  wanted %s\n' "$1" "$2" "$3"
		exit 1
	}
}

build "$@" > /dev/null
expect "no change" "$(build "$@")" ""
touch "$O/rust/cfg-if/lib.rs"
expect "cfg-if touched" "$(build "$@")" "cfg_if.o crc32fast.o "
touch "$O/rust/serde/ser/fmt.rs"
expect "an inner file of serde touched" "$(build "$@")" \
	"json kcrate_json.o serde.o "
"$O/tools/kcrate/kcrate" import -q --offline --cache "$O/cache" \
	-m vendor/crates.yaml -o "$O/rust"
expect "imported again" "$(build "$@")" ""

grep -v 'RUST_CRATE_HEX *\\*$' "$O/rust/crates/symbols.mk" |
	sed -n 's/^    \(RUST_CRATE_[A-Z0-9_]*\).*/CONFIG_\1=y/p' > "$O/.config"
rm -f "$O/obj/hex.o" "$O/obj/either.o"
expect "hex switched off" "$(build "$@")" "either.o "
rm -f "$O/.config"
build "$@" > /dev/null
echo "rebuild: exactly what must be"
