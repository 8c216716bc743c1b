#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Install the packages of a group in scripts/packages that are missing:
#
#   setup.sh run      what `make run` needs
#   setup.sh check    that, and what `make check` needs
#   setup.sh kernel   the same for `make check-kernel`
#
# Says nothing and asks the network nothing where none is missing.

set -eu
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

progname=${0##*/}
list=$(dirname "$0")/packages

die()
{
	printf '%s: %s\n' "$progname" "$1" >&2
	printf '    help: %s\n' "$2" >&2
	exit 2
}

# The packages of group $1: those below its heading, up to the next.
packages()
{
	awk -v group="[$1]" '
		/^\[/ { inside = $1 == group; next }
		inside && NF && !/^#/ { print $1 }' "$list"
}

is_installed()
{
	dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2> /dev/null | grep -q '^.i'
}

# Run as root; the environment is named, since sudo drops it.
as_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo env DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"
	fi
}

# A quiet apt-get that waits for another one to end; its output is kept for a
# failure.
apt()
{
	as_root apt-get -q -q -o DPkg::Lock::Timeout=120 "$@" > "$log" 2>&1
}

install()
{
	apt install --yes --no-install-recommends "$@"
}

# Print those of the packages "$@" that cannot be installed one by one.
culprits()
{
	for package in "$@"; do
		install "$package" || printf '%s ' "$package"
	done
}

case ${1-} in
run) groups='run' ;;
check) groups='run check' ;;
kernel) groups='run kernel' ;;
*) die "unknown group '${1-}'" "usage: $progname run|check|kernel" ;;
esac

missing=
for group in $groups; do
	for package in $(packages "$group"); do
		is_installed "$package" || missing="$missing $package"
	done
done
[ -n "$missing" ] || exit 0

manually="as root: apt-get update && apt-get install$missing"
[ "$(id -u)" -eq 0 ] || command -v sudo > /dev/null ||
	die "packages are missing, and this is neither root nor is there sudo:$missing" "$manually"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM HUP

echo '  APT     update'
apt update || cat "$log" >&2
echo "  APT     install$missing"
# shellcheck disable=SC2086 # one word for each package
if ! install $missing; then
	cat "$log" >&2
	failed=$(culprits $missing)
	[ -z "$failed" ] ||
		die "cannot install the package(s) ${failed% }" "see above; then $manually"
fi
