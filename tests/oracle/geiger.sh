#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What `kcrate audit --geiger-compat` counts, against geiger's rules over syn,
# which is what cargo-geiger is:
#
#   geiger.sh O COUNT
#
# Of each Rust file of the real crates, all counters, or that it is refused; and
# of COUNT files that are made of these with a few tokens changed, by chance, and
# are no longer Rust for the most part.  syn is Debian's, compiled here.  That
# geiger_answers.rs has geiger's rules was seen once, over 32,866 files, with
# geiger's own library (0.5.0).

set -eu
export LC_ALL=C
O=$(realpath "$1") count=$2
rustc=$O/toolchain/rustc
ours=$O/tests/geiger_answers
cd "$(dirname "$0")/../.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM

# Compile crate NAME, version 1 or 2 of it, as a library.
library() # NAME DIRECTORY EDITION [ARGUMENT...]
{
	name=$1 directory=$2 edition=$3
	shift 3
	"$rustc" --crate-name "$name" --crate-type rlib --edition "$edition" \
		--cap-lints allow -O -L "$tmp" -o "$tmp/lib$name.rlib" "$@" \
		"$directory"/src/lib.rs
}

# Prints what differs between theirs and ours, and fails then.
compare() # NUMBER WHAT LIST
{
	"$tmp/theirs" < "$3" > "$tmp/theirs.txt"
	"$ours" < "$3" > "$tmp/ours.txt"
	summary=$(awk -F '\t' '{ n++; refused += $2 == "refused" }
		END { printf "%d files, of which %d are refused", n, refused }' \
		"$tmp/theirs.txt")
	if cmp -s "$tmp/ours.txt" "$tmp/theirs.txt"; then
		echo "ok $1 $2: $summary"
		return
	fi
	diff "$tmp/theirs.txt" "$tmp/ours.txt" | head -30 | sed 's/^/# /'
	echo "not ok $1 $2: $summary"
	status=1
}

status=0
echo 'KTAP version 1'
echo 1..2
[ -d "$O/registry" ] || tests/oracle/unpack_corpus.sh "$O" registry "$O/registry"
library unicode_ident "$O"/registry/unicode-ident-1.* 2018
library proc_macro2 "$O"/registry/proc-macro2-1.* 2021 --cfg span_locations \
	--extern "unicode_ident=$tmp/libunicode_ident.rlib"
library syn "$O"/registry/syn-2.* 2021 \
	--cfg 'feature="full"' --cfg 'feature="parsing"' --cfg 'feature="visit"' \
	--extern "unicode_ident=$tmp/libunicode_ident.rlib" \
	--extern "proc_macro2=$tmp/libproc_macro2.rlib"
"$rustc" --edition 2021 -O -L "$tmp" --extern "syn=$tmp/libsyn.rlib" \
	-o "$tmp/theirs" tests/oracle/geiger_answers.rs

find -L "$O/registry" -name '*.rs' -type f | sort > "$tmp/real"
compare 1 'real files' "$tmp/real"
mkdir "$tmp/mutants"
"$ours" mutate "$count" "$tmp/mutants" < "$tmp/real"
find "$tmp/mutants" -name '*.rs' | sort > "$tmp/changed"
compare 2 'changed files' "$tmp/changed"
exit $status
