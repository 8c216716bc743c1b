#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Versions and requirements, ours against the semver crate that cargo uses:
#
#   semver.sh O COUNT
#
# COUNT generated pairs, some of them no versions at all: what can be read, how
# it is spelt, whether a version meets a requirement, and which one is older.
# The crate is Debian's, compiled here.

set -eu
export LC_ALL=C
O=$1 count=$2
rustc=$O/toolchain/rustc
ours=$O/tests/semver_answers
cd "$(dirname "$0")/../.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM

echo 'KTAP version 1'
echo 1..1
"$O/tools/kcrate/kcrate" fetch -q --cache "$O/cache" \
	--manifest tests/oracle/semver.yaml
sha256=$(sed -n 's/.*sha256: \([0-9a-f]*\)}.*/\1/p' tests/oracle/semver.yaml)
dpkg-deb -x "$O/cache/archives/$sha256" "$tmp/deb"
"$rustc" --crate-name semver --crate-type rlib --edition 2018 --cap-lints allow \
	--cfg 'feature="std"' -O -o "$tmp/libsemver.rlib" \
	"$tmp"/deb/usr/share/cargo/registry/semver-*/src/lib.rs
"$rustc" --edition 2021 -O --extern "semver=$tmp/libsemver.rlib" \
	-o "$tmp/theirs" tests/oracle/semver_answers.rs

"$ours" make 1 "$count" > "$tmp/questions"
"$ours" < "$tmp/questions" > "$tmp/ours"
"$tmp/theirs" < "$tmp/questions" > "$tmp/theirs.txt"
summary=$(awk -F '|' '{ n++; readable += $1 != "-" && $2 != "-"; meets += $4 == "meets" }
	END { printf "%d pairs, %d of them readable, %d of these met", n, readable, meets }' \
	"$tmp/theirs.txt")
if cmp -s "$tmp/ours" "$tmp/theirs.txt"; then
	echo "ok 1 versions and requirements as the semver crate: $summary"
else
	paste "$tmp/questions" "$tmp/ours" "$tmp/theirs.txt" |
		awk -F '\t' '$2 != $3 { print "# " $1 "\n#   ours:   " $2 "\n#   semver: " $3 }' |
		head -30
	echo "not ok 1 versions and requirements as the semver crate: $summary"
	exit 1
fi
