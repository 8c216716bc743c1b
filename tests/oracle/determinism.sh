#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# An import depends on its inputs alone, whatever runs it and beside what.
#
# Usage: determinism.sh TOOL CACHE
#
# CACHE holds the archives of vendor/crates.yaml.  Locales that the machine does
# not have are made with localedef, or else said and left out.

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
exec 3>&2
count=0

fail()
{
	echo "determinism: $*" >&3
	exit 1
}

# The manifest and its patches in a directory of their own.
inputs_in() # DIRECTORY
{
	mkdir -p "$1"
	cp "$top/vendor/crates.yaml" "$1"
	cp "$top"/vendor/*.diff "$1" 2> /dev/null || true
}

# COMMAND imports ./m/crates.yaml into ./out; the result is the first one's.
same() # "what varies" COMMAND...
{
	what=$1
	shift
	rm -rf m out
	inputs_in m
	"$@" 2> err || fail "$what: $(cat err)"
	if [ ! -d expected ]; then
		mv out expected
		cp m/crates.lock expected.lock
	fi
	count=$((count + 1))
	[ ! -d out ] || diff -r expected out || fail "$what: another tree"
	cmp expected.lock m/crates.lock || fail "$what: another lock"
}

import()
{
	"$tool" import -q --manifest m/crates.yaml --cache "$cache" --offline \
		--out out "$@"
}

with_umask() # MASK
{
	(umask "$1" && import)
	mode=$(printf '%o' $((0666 & ~0$1)))
	[ -z "$(find out -type f ! -perm "$mode" -print -quit)" ] ||
		fail "umask $1 is not heeded"
}

from_elsewhere()
{
	mkdir -p else/where
	(cd else/where && "$tool" import -q --manifest ../../m/crates.yaml \
		--cache "$cache" --offline --out ../../out)
}

by_absolute_paths()
{
	(cd / && "$tool" import -q --manifest "$tmp/m/crates.yaml" \
		--cache "$cache" --offline --out "$tmp/out")
}

# The same entries in the other order.
entries_reversed()
{
	awk 'BEGIN { n = 0 } /^  [a-z]/ { n++ } { block[n] = block[n] $0 "\n" }
	     END { printf "%s", block[0]
		   for (i = n; i; i--) printf "%s", block[i] }' \
		m/crates.yaml > m/reversed
	mv m/reversed m/crates.yaml
	import
}

# What readdir gives depends on the order in which files were made.
small_crate() # DIRECTORY FILE...
{
	dir=$1
	shift
	mkdir -p "$dir"
	(cd "$dir" && crate demo 1.0.0)
	printf 'pub mod a;\npub mod b;\npub mod c;\npub mod d;\n' \
		>> "$dir/demo/src/lib.rs"
	for file; do
		printf 'pub fn f() {}\n' > "$dir/demo/src/$file.rs"
	done
	(cd "$dir" && manifest_of demo=1.0.0 && "$tool" import -q --out out)
}

directory_order()
{
	small_crate order1 a b c d
	small_crate order2 d b a c
	diff -r order1/out order2/out || fail "directory order: another tree"
	count=$((count + 1))
}

second_run()
{
	import
	{ file_times out && file_times m; } > before
	import
	import --jobs 1
	{ file_times out && file_times m; } | cmp before - ||
		fail "a second run touches files"
}

# Two at once: the second waits and says for whom, and finds nothing to do.
two_at_once()
{
	"$tool" import --manifest m/crates.yaml --cache "$cache" --offline \
		--out out 2> one &
	first=$!
	"$tool" import --manifest m/crates.yaml --cache "$cache" --offline \
		--out out 2> two || fail "the second fails: $(cat two)"
	wait $first || fail "the first fails: $(cat one)"
	[ "$(cat one two | grep -c ' written')" -eq 1 ] ||
		fail "not one of two has written: $(cat one two)"
}

# COMMAND, within half a minute.
wait_for() # COMMAND...
{
	tries=0
	until "$@" 2> /dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || fail "waiting in vain for: $*"
		sleep 0.1
	done
}

# Who comes while another holds the directory waits, and says for whom.
waits_and_says()
{
	mkdir -p out
	rm -f held go
	flock out sh -c ': > held; until [ -e go ]; do sleep 0.1; done' &
	wait_for test -e held
	"$tool" import --manifest m/crates.yaml --cache "$cache" --offline \
		--out out 2> two &
	wait_for grep -q "waiting for process [0-9]*, which is using out" two
	[ -z "$(ls out)" ] || fail "it does not wait"
	: > go
	wait
}

# Two processes fill one empty cache from a registry.
one_empty_cache()
{
	mkdir filling
	cd filling
	{
		printf 'schema: 1\nregistry: file://%s/registry\n' "$PWD"
		printf 'crates:\n'
		for n in 1 2 3 4 5 6 7 8 9; do
			crate "crate$n" 1.0.0
			head -c 300000 /dev/zero | tr '\0' "$n" |
				sed 's|^|// |' >> "crate$n/src/lib.rs"
			printf '  crate%s: {version: 1.0.0, sha256: %s, kernel: {}}\n' \
				$n "$(mkcrate "crate$n" 1.0.0)"
		done
	} > crates.yaml
	for n in 1 2 3 4; do
		mkdir $n
		cp crates.yaml $n
		"$tool" import -q --manifest $n/crates.yaml --cache cache \
			--out $n/out 2> $n/err &
	done
	wait
	for n in 1 2 3 4; do
		diff -r 1/out $n/out || fail "one cache: $(cat ./*/err)"
	done
	[ -f 1/out/crate9/lib.rs ] || fail "one cache: $(cat ./*/err)"
	for archive in cache/archives/*; do
		echo "${archive##*/}  $archive"
	done | sha256sum --check --quiet || fail "one cache: not its hash"
	[ "$(find cache -type f | wc -l)" -eq 9 ] ||
		fail "one cache: $(find cache -type f)"
	cd ..
	count=$((count + 1))
}

# Makes it where it is not there; the exit status says whether it is.
have_locale() # NAME
{
	locale -a | grep -qix "$(echo "$1" | tr -d -)" ||
		localedef -i "${1%.*}" -f UTF-8 "./$1" 2> /dev/null
}

same "nothing" import
for locale in C C.UTF-8 en_US.UTF-8 tr_TR.UTF-8; do
	if ! have_locale $locale; then
		echo "determinism: no locale $locale here"
		continue
	fi
	same "LC_ALL=$locale" env LC_ALL=$locale LOCPATH="$tmp" "$tool" \
		import -q --manifest m/crates.yaml --cache "$cache" --offline \
		--out out
done
for zone in UTC Asia/Kathmandu America/St_Johns; do
	same "TZ=$zone" env TZ=$zone "$tool" import -q \
		--manifest m/crates.yaml --cache "$cache" --offline --out out
done
for mask in 022 077 002; do
	same "umask $mask" with_umask $mask
done
for jobs in 1 2 7; do
	same "--jobs $jobs" import --jobs $jobs
done
same "another directory" from_elsewhere
same "absolute paths" by_absolute_paths
same "entries in another order" entries_reversed
same "an import before it" second_run
same "two at once" two_at_once
same "a directory in use" waits_and_says
directory_order
one_empty_cache
echo "determinism: $count imports, each the same"
