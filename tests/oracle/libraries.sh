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

lean "$tool" version
lean "$tool" schema
lean "$tool" tree --offline -q --cache "$cache" -m "$top/vendor/crates.yaml"
lean "$tool" explain syn --offline -q --cache "$cache" \
	-m "$top/vendor/crates.yaml"
echo 'libraries: 4 commands, neither libcurl nor libgit2'
