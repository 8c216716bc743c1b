#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Configure and build a kernel with the test bed's toolchain:
#
#   kernel.sh TESTBED KDIR OUTPUT [FRAGMENT...]
#
# The fragments are added to OUTPUT/.config, which is made by tinyconfig where
# there is none; each symbol that a fragment sets must then be as it says.
# LLVM=1 bzImage and modules are built.

# shellcheck source=scripts/testbed/common.sh
. "$(dirname "$0")/common.sh"

[ $# -ge 3 ] || die "usage: $progname TESTBED KDIR OUTPUT [FRAGMENT...]"
testbed=$(realpath "$1")
kdir=$(realpath "$2")
mkdir -p "$3"
output=$(realpath "$3")
shift 3
here=$(realpath "$(dirname "$0")")
name=${output##*/}
jobs=$(nproc)

kmake()
{
	BIND=$(printf '%s\n%s\n' "$kdir" "$output") "$here/in-root.sh" \
		"$testbed/root" make -C "$kdir" LLVM=1 O="$output" "$@"
}

configure()
{
	[ -e "$output/.config" ] || kmake -s tinyconfig
	cat "$@" /dev/null >> "$output/.config"
	kmake -s olddefconfig
}

# What olddefconfig took away is said, symbol by symbol.
check_config()
{
	lost=
	for line in $(grep -hE '^CONFIG_|^# CONFIG_.* is not set' "$@" /dev/null |
			sed 's/^# \(.*\) is not set$/\1=n/'); do
		case $line in
		*=n) ! grep -q "^${line%=n}=" "$output/.config" ;;
		*) grep -qxF "$line" "$output/.config" ;;
		esac || lost="$lost $line"
	done
	[ -z "$lost" ] || die "$output/.config lacks:$lost" \
		'see what these symbols depend on'
}

rust_available()
{
	kmake -s rustavailable
}

timed "$name-config" "configure $name" configure "$@"
timed "$name-rustavailable" "is Rust available" rust_available
check_config "$@"
grep -qx CONFIG_RUST=y "$output/.config" ||
	die "$output/.config has no CONFIG_RUST"
timed "$name-build" "build $name" kmake -j"$jobs" bzImage modules
