# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced by scripts that build what is wrong into our code, one thing at a time,
# and see whether a comparison with cargo notices:
#
#   begin_mutants O GRAPHS PROGRAM COUNT
#   mutant SOURCE WHAT-IS-WRONG SED-SCRIPT      COUNT times
#   exit $status
#
# Compiles SOURCE, a file of tools/kcrate, changed by the sed script, links
# PROGRAM, one of tests/oracle, with that, and runs it until the first
# difference.  A mutant fails that is not noticed in GRAPHS graphs, or that does
# not change the source.

status=0
number=0

begin_mutants() # O GRAPHS PROGRAM COUNT
{
	O=$1 graphs=$2 program=$3
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 2' HUP INT TERM
	libs=$(pkg-config --libs libcrypto yaml-cpp libdeflate)
	echo 'KTAP version 1'
	echo "1..$4"
}

not_ok()
{
	echo "not ok $number $1"
	status=1
}

# PROGRAM with the mutant in the place of $1's object.
# shellcheck disable=SC2086 # lists of words
build_mutant()
{
	objects=$(find "$O/tools/kcrate" -name '*.o' ! -name '*_test.o' \
		! -path "*/${1%.cc}.o" ! -path '*/cli/main.o' \
		! -path '*/testing/*')
	g++ -std=c++20 -O1 -Itools/kcrate -c -o "$tmp/mutant.o" \
		"$tmp/mutant.cc" &&
		g++ -o "$tmp/$program" "$O/tests/$program.o" \
			"$tmp/mutant.o" $objects $libs -ldl -pthread
}

mutant() # SOURCE WHAT-IS-WRONG SED-SCRIPT
{
	number=$((number + 1))
	sed "$3" "tools/kcrate/$1" > "$tmp/mutant.cc"
	if cmp -s "tools/kcrate/$1" "$tmp/mutant.cc"; then
		not_ok "$2: the source has no such place"
	elif ! build_mutant "$1" > "$tmp/log" 2>&1; then
		cat "$tmp/log"
		not_ok "$2: does not compile"
	elif "$tmp/$program" "$O/toolchain/cargo" "$O/toolchain/rustc" \
			"$tmp/scratch" 1 "$graphs" --stop > "$tmp/log" 2>&1; then
		not_ok "$2: not noticed in $graphs graphs"
	elif ! grep -q '^  kcrate: \|^  cargo: ' "$tmp/log"; then
		cat "$tmp/log"
		not_ok "$2: failed otherwise"
	else
		echo "ok $number $2: noticed at $(sed -n 's/:$//;1p' "$tmp/log")"
	fi
}
