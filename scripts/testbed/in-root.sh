#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Run a command with the test bed's toolchain:
#
#   in-root.sh ROOT COMMAND...
#
# ROOT is a Debian root made by root.sh, or a link to / where the machine has
# what is needed.  Inside, the current directory, this project and the
# directories in BIND (one a line) are where they are outside.  Mounts, /tmp and
# processes live in namespaces of this command's own, and go with it however it
# ends: several can run at a time.

set -eu

die()
{
	printf '%s: %s\n' "${0##*/}" "$1" >&2
	exit 2
}

[ $# -ge 2 ] || die "usage: ${0##*/} ROOT COMMAND..."
root=$(realpath "$1")
shift
# What a Makefile of ours has said is not meant for the kernel's.
[ "$root" != / ] || exec env -u MAKEFLAGS -u MAKELEVEL -u O -u KDIR \
	-u KBUILD_OUTPUT "$@"
[ "$(id -u)" -eq 0 ] || die 'entering the root of the test bed needs root'

top=$(realpath "$(dirname "$0")/../..")
# shellcheck disable=SC2016 # expanded by the inner shells
exec setpriv --pdeathsig KILL \
	unshare --mount --propagation private --pid --fork --kill-child -- \
	sh -eu -c '
	root=$1 top=$2 here=$3
	shift 3
	mount -t proc proc "$root/proc"
	mount --rbind /dev "$root/dev"
	mount -t tmpfs tmpfs "$root/tmp"
	printf "%s\n%s\n%s\n" "$top" "$here" "${BIND-}" | while read -r dir; do
		[ -n "$dir" ] || continue
		mkdir -p "$root$dir"
		mount --bind "$dir" "$root$dir"
	done
	exec chroot "$root" /usr/bin/env -i HOME=/root LC_ALL=C PYTHONDONTWRITEBYTECODE=1 \
		PATH=/usr/sbin:/usr/bin:/sbin:/bin \
		${http_proxy:+http_proxy="$http_proxy"} \
		sh -eu -c "cd \"\$1\"; shift; exec \"\$@\"" sh "$here" "$@"
' sh "$root" "$top" "$PWD" "$@"
