#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What needs no network and no diff loads neither libcurl nor libgit2, which
# pull in two dozen libraries.
#
# Usage: libraries.sh TOOL CACHE

set -e
top=$(cd "$(dirname "$0")/../.." && pwd)
tool=$(realpath "$1") cache=$(realpath "$2")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
cd "$tmp"

# The names of the libraries that COMMAND looks for.
loaded() # COMMAND...
{
	rm -f trace.*
	LD_DEBUG=libs LD_DEBUG_OUTPUT=trace "$@" > out.txt 2> err || {
		cat err >&2
		exit 1
	}
	cat trace.* | sed -n 's/.*find library=\([^ ]*\).*/\1/p'
}

lean() # COMMAND...
{
	loaded "$@" > libraries
	# The trace sees libraries, or it would prove nothing.
	if ! grep -q '^libcrypto' libraries ||
			grep '^libcurl\|^libgit2' libraries >&2; then
		echo "libraries: $*" >&2
		exit 1
	fi
}

# LIBRARY is loaded by COMMAND, which ends with STATUS.
rich() # STATUS LIBRARY COMMAND...
{
	wanted=$1 library=$2 status=0
	shift 2
	rm -f trace.*
	LD_DEBUG=libs LD_DEBUG_OUTPUT=trace "$@" > out.txt 2> err || status=$?
	if [ "$status" -ne "$wanted" ]; then
		cat err >&2
		echo "libraries: $* ended with $status" >&2
		exit 1
	fi
	if ! cat trace.* | grep -q "find library=$library"; then
		echo "libraries: $* does without $library" >&2
		exit 1
	fi
}

cp "$top/vendor/crates.yaml" .
lean "$tool" version
lean "$tool" schema
lean "$tool" tree --offline -q --cache "$cache"
lean "$tool" explain syn --offline -q --cache "$cache"
lean "$tool" import --offline -q --cache "$cache" --out out
lean "$tool" list --out out

printf '# changed\n' >> out/crates/Makefile
rich 1 libgit2 "$tool" import --offline --check --cache "$cache" --out out
cat > network.yaml << 'EOF'
schema: 1
registry: sparse+http://127.0.0.1:9/
crates:
  demo:
    version: 1.0.0
    sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    kernel: {}
EOF
KCRATE_HTTP_RETRIES=0 rich 2 libcurl "$tool" fetch -m network.yaml --cache empty
echo 'libraries: 6 commands, neither libcurl nor libgit2'
