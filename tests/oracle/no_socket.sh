#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What must not use the network opens no socket: `import --offline`, with all
# archives and without them, and all commands that need none.
#
# Usage: no_socket.sh TOOL CACHE
#
# Exits with 4, and says why, where strace is not there or may not trace.

set -e
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
tool=$(realpath "$1") cache=$(realpath "$2")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
cd "$tmp"

if ! strace -qq -o /dev/null true 2> /dev/null; then
	echo "no_socket: SKIP there is no strace, or it may not trace"
	exit 4
fi
cp "$top/vendor/crates.yaml" .
cp "$top"/vendor/*.diff . 2> /dev/null || true

sockets() # COMMAND...
{
	strace -f -qq -e signal=none -e trace=socket,connect -o trace "$@" \
		> out.txt 2> err || true
	cat trace
}

none() # COMMAND...
{
	if [ -n "$(sockets "$@")" ]; then
		echo "no_socket: $*:" >&2
		cat trace >&2
		exit 1
	fi
}

# The trace sees sockets, or it would prove nothing.
if [ -z "$(sockets getent hosts kcrate.invalid)" ]; then
	echo "no_socket: SKIP strace does not see sockets here"
	exit 4
fi

none "$tool" import --offline --cache "$cache" --out out
[ -f out/crates/Makefile ] || { cat err >&2; exit 1; }
none "$tool" import --offline --check --cache "$cache" --out out
none "$tool" import --offline --cache empty --out out2
grep -q source-unreachable err
none "$tool" fetch --offline --cache empty
none "$tool" lock --offline --cache "$cache"
none "$tool" list --out out
none "$tool" schema
none "$tool" version
echo "no_socket: 8 commands, no socket"
