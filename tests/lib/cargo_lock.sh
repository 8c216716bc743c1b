# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A Cargo.lock, package by package.

# Begins ./Cargo.lock in version VERSION of its format.
cargo_lock() # VERSION
{
	printf 'version = %s\n' "$1" > Cargo.lock
}

# A package of a registry; the checksum is one digit, or a hash.
locked() # NAME VERSION CHECKSUM
{
	printf '\n[[package]]\nname = "%s"\nversion = "%s"\n' "$1" "$2"
	printf 'source = "registry+https://example.org/index"\n'
	if [ ${#3} -eq 1 ]; then
		printf 'checksum = "%064d"\n' 0 | tr 0 "$3"
	else
		printf 'checksum = "%s"\n' "$3"
	fi
} >> Cargo.lock
