#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Run each fuzz target from an empty corpus, and compare the edges that it
# reached with those recorded in tests/fuzz/coverage: less than 98 % of them is
# a failure, as is any input that ends the target.  That input is kept below
# O/fuzz.
#
#   run.sh O [SECONDS]           a minute each, unless told otherwise
#   UPDATE=1 run.sh O [SECONDS]  runs each three times and records the least
#
# How many edges there are depends on the compiler, so each version of clang has
# its own record, and one without a record fails.  In less than a minute nothing
# is compared.

set -eu
export LC_ALL=C
cd "$(dirname "$(realpath "$0")")/../.."
O=$1 time=${2:-60}
record=tests/fuzz/coverage
clang=$(${FUZZ_CXX:-clang++} -dumpversion | cut -d . -f 1)
status=0 number=0

# The stack of each allocation can be had when what was found is run again; and
# of what an input frees, a few megabytes are enough to notice its use.  The time
# is for more inputs.
asan=malloc_context_size=1:quarantine_size_mb=8

# Print the edges that TARGET reached; fails where it found something.
fuzz() # TARGET
{
	rm -rf "$O/fuzz/targets/$1.corpus"
	mkdir "$O/fuzz/targets/$1.corpus"
	ASAN_OPTIONS=$asan "$O/fuzz/targets/$1" -max_total_time="$time" \
		-timeout=10 -max_len=1024 -len_control=0 \
		-dict="tests/fuzz/$1.dict" -artifact_prefix="$O/fuzz/targets/$1." \
		"$O/fuzz/targets/$1.corpus" > "$O/fuzz/targets/$1.log" 2>&1 || return 1
	sed -n 's/.*DONE *cov: \([0-9]*\) .*/\1/p' "$O/fuzz/targets/$1.log"
}

recorded() # TARGET
{
	awk -v clang="$clang" -v target="$1" \
		'$1 == "clang-" clang && $2 == target { print $3 }' "$record"
}

not_ok()
{
	echo "not ok $number - $1"
	status=1
}

check() # TARGET
{
	if ! edges=$(fuzz "$1"); then
		tail -n 40 "$O/fuzz/targets/$1.log"
		not_ok "$1: see $O/fuzz/targets/$1.log"
	elif [ "$time" -lt 60 ]; then
		echo "ok $number - $1 # SKIP $edges edges in $time s, not compared"
	elif [ -z "$(recorded "$1")" ]; then
		not_ok "$1: no figure for clang $clang; 'make fuzz UPDATE=1' records one"
	elif [ $((edges * 100)) -lt $(($(recorded "$1") * 98)) ]; then
		not_ok "$1: $edges edges, recorded are $(recorded "$1")"
	else
		echo "ok $number - $1: $edges edges, recorded are $(recorded "$1")"
	fi
}

update() # TARGET
{
	least=
	for _ in 1 2 3; do
		edges=$(fuzz "$1")
		[ -n "$least" ] && [ "$edges" -ge "$least" ] || least=$edges
	done
	sed -i "/^clang-$clang $1 /d" "$record"
	echo "clang-$clang $1 $least" >> "$record"
	echo "ok $number - $1: $least edges recorded"
}

set -- tests/fuzz/*.cc
echo 'KTAP version 1'
echo "1..$#"
for source; do
	number=$((number + 1))
	target=$(basename "$source" .cc)
	if [ -n "${UPDATE:-}" ]; then
		update "$target"
	else
		check "$target"
	fi
done
exit $status
