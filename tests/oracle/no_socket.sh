#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What must not use the network opens no socket: `import --offline`, with all
# archives and without them, and all commands that need none.  What needs neither
# a network nor a diff loads neither libcurl nor libgit2.
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

# Those two libraries, as far as COMMAND loads them.
libraries() # COMMAND...
{
	strace -f -qq -e signal=none -e trace=openat -o trace "$@" \
		> out.txt 2> err || true
	grep -v ENOENT trace | grep -oE 'lib(curl|git2)\.so[^"]*' | sort -u
}

loads_none() # COMMAND...
{
	if [ -n "$(libraries "$@")" ]; then
		echo "no_socket: $*: loads $(libraries "$@")" >&2
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
none "$tool" fetch --offline --manifest network.yaml --cache empty
grep -q source-unreachable err

loads_none "$tool" import --offline --cache "$cache" --out out3
loads_none "$tool" tree --offline --cache "$cache"
loads_none "$tool" explain syn --offline --cache "$cache"
loads_none "$tool" list --out out
loads_none "$tool" version
# The trace sees libraries, or it would prove nothing.
printf '# changed\n' >> out/crates/Makefile
libraries "$tool" import --offline --check --cache "$cache" --out out |
	grep -q libgit2
sed -i '/^  at-commit/,$d' network.yaml
KCRATE_HTTP_RETRIES=0 libraries "$tool" fetch --manifest network.yaml \
	--cache empty | grep -q libcurl
echo "no_socket: 9 commands without a socket, 5 without libcurl and libgit2"
