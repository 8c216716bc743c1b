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
# shellcheck source=tests/lib/case.sh
. "$top/tests/lib/case.sh"
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
	status=0
	strace -f -qq -e signal=none -e trace=socket,connect -o trace "$@" \
		> out.txt 2> err || status=$?
}

# COMMAND ends with STATUS and opens no socket.
none() # STATUS COMMAND...
{
	wanted=$1
	shift
	sockets "$@"
	if [ "$status" -ne "$wanted" ] || [ -s trace ]; then
		echo "no_socket: $*: exit status $status" >&2
		cat trace err >&2
		exit 1
	fi
}

# The trace sees sockets, or it would prove nothing.
sockets getent hosts kcrate.invalid
if [ ! -s trace ]; then
	echo "no_socket: SKIP strace does not see sockets here"
	exit 4
fi

none 0 "$tool" import --offline --cache "$cache" --out out
[ -f out/crates/Makefile ] || { cat err >&2; exit 1; }
none 0 "$tool" import --offline --check --cache "$cache" --out out
none 2 "$tool" import --offline --cache empty --out out2
grep -q source-unreachable err
none 2 "$tool" fetch --offline --cache empty
none 0 "$tool" lock --offline --cache "$cache"
none 0 "$tool" list --out out
none 0 "$tool" schema
none 0 "$tool" version

# Sources on the network: what is in the cache, and nothing else.
crate demo 1.0.0
cat > network.yaml << EOF
schema: 1
registry: sparse+http://127.0.0.1:9/
crates:
  demo: {version: 1.0.0, sha256: $(mkcrate demo 1.0.0), kernel: {}}
  at-commit:
    version: 1.0.0
    git:
      url: http://127.0.0.1:9/demo.git
      commit: "0123456789012345678901234567890123456789"
      tree-sha256: $(tree_sha256 demo)
    kernel: {}
EOF
none 2 "$tool" fetch --offline --manifest network.yaml --cache empty
grep -q source-unreachable err
echo "no_socket: 9 commands without a socket"
