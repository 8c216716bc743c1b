#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Kills imports and looks at what they leave.
#
# Usage: import_kill.sh TOOL CACHE [N] [SEED]
#
# The example set is imported as it is (A) and with crates left out and edits
# changed (B), in turn, N times; each import is killed at a random moment.  The
# tree must then be exactly A, exactly B, or --check or the next import must say
# that it is neither; and the next import must make it right and leave nothing
# else behind.  A quarter of the moments are spread over the time in which
# nothing is written yet, a quarter over that after the end, and a half over the
# writing, counted from when it is seen to begin.
#
# Where strace is there, imports of two small crates are then killed at each
# single system call that changes a directory.

set -e
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
tool=$(realpath "$1") cache=$(realpath "$2") count=${3:-200} seed=${4:-1}
# shellcheck source=tests/lib/case.sh
. "$top/tests/lib/case.sh"
LC_ALL=C TZ=UTC
export LC_ALL TZ
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
cd "$tmp"
failed=0

fail()
{
	echo "import_kill: $*" >&2
	exit 1
}

now()
{
	date +%s.%N
}

# The import of the manifest $1 into ./out; ./crates.lock is A's or B's.
import_of() # A|B [OPTION]...
{
	cp "$1/crates.yaml" crates.yaml
	shift
	"$tool" import --cache "$cache" --offline --out out "$@"
}

# Whether ./out is exactly what the import of $1 made.
is_exactly() # A|B
{
	diff -r --no-dereference "$1.out" out > /dev/null
}

# Nothing but the tree and the lock, whatever it was before.
must_be() # A|B where
{
	is_exactly "$1" || fail "$2: the tree is not what $1 makes"
	cmp crates.lock "$1.lock" || fail "$2: the lock is not that of $1"
	left=$(find . -name '*.tmp' -o -name '.kcrate*')
	[ -n "$left" ] || return 0
	echo "import_kill: $2: left behind: $left" >&2
	echo "$left" | xargs rm -r
	failed=1
}

# What one kill left, then the next import; counts into the globals.
judge() # old new where
{
	if [ -e out/.kcrate ]; then
		within=$((within + 1))
	elif is_exactly "$1"; then
		before=$((before + 1))
	elif is_exactly "$2"; then
		after=$((after + 1))
	else
		within=$((within + 1))
	fi
	neither=
	if ! is_exactly "$1" && ! is_exactly "$2"; then
		neither=y
		check=0
		import_of "$2" --check -q > /dev/null 2>&1 || check=$?
	fi
	import_of "$2" 2> err || fail "$3: the next import fails: $(cat err)"
	if [ "$neither" ] && [ "$check" -ne 1 ] && ! grep -q interrupted err; then
		fail "$3: neither tree, and nobody says so"
	fi
	must_be "$2" "$3"
}

# Makes both trees and locks, to compare with.
make_expected()
{
	for state in A B; do
		rm -rf out
		import_of $state -q
		mv out $state.out
		cp crates.lock $state.lock
	done
	! diff -rq A.out B.out > /dev/null || fail "A and B are one"
	before=0 within=0 after=0
}

# Entries of the example set that B does not have; what it edits otherwise.
example_set()
{
	mkdir A B
	cp "$top/vendor/crates.yaml" A
	cp "$top"/vendor/*.diff . 2> /dev/null || true
	awk '/^  [a-z]/ { drop = /^  (arrayvec|hex|subtle|zeroize):/ }
	     !drop' A/crates.yaml |
		sed 's/c\.is_ascii_alphabetic()/(&)/' > B/crates.yaml
}

# Seconds to wait, one a line: since the start, or since the writing began.
moments() # seconds-before-writing seconds-in-all
{
	awk -v n="$count" -v seed="$seed" -v dry="$1" -v all="$2" '
	function between(from, to)
	{
		return from + rand() * (to - from)
	}
	BEGIN {
		srand(seed)
		for (i = 0; i < n; i++)
			if (i % 4 == 0)
				printf "start %.4f\n", 0.001 + between(0, dry)
			else if (i % 4 == 1)
				printf "start %.4f\n", between(all, 1.3 * all)
			else
				printf "writing %.4f\n", i % 8 == 2 ? 0 : between(0, 0.03)
	}'
}

# The median of five, for a machine that does other things, too.
seconds_of() # COMMAND...
{
	for _ in 1 2 3 4 5; do
		start=$(now)
		"$@" > /dev/null 2>&1
		echo "$start $(now)"
	done | awk '{ print $2 - $1 }' | sort -n | sed -n 3p
}

# shellcheck disable=SC2317 # called by seconds_of
change_back_and_forth()
{
	import_of B -q
	import_of A -q
}

# An import of ./crates.yaml, killed so many seconds after it began.
kill_after_start() # seconds
{
	timeout -s KILL "$1" "$tool" import -q --cache "$cache" --offline \
		--out out > /dev/null 2>&1 || true
}

# The same, after it began to write: it makes out/.kcrate first of all.
kill_after_writing() # seconds
{
	"$tool" import -q --cache "$cache" --offline --out out \
		> /dev/null 2>&1 &
	pid=$!
	until [ -e out/.kcrate ] || ! kill -0 "$pid" 2> /dev/null; do
		:
	done
	# A sleep of nothing takes a moment, too.
	[ "$1" = 0.0000 ] || sleep "$1"
	kill -KILL "$pid" 2> /dev/null || true
	wait "$pid" 2> /dev/null || true
}

random_kills()
{
	example_set
	make_expected
	import_of A -q
	dry=$(seconds_of import_of B -q --dry-run)
	both=$(seconds_of change_back_and_forth)
	all=$(echo "$both" | awk '{ print $1 / 2 }')
	echo "import_kill: seed $seed, an import takes ${all}s," \
		"without writing ${dry}s"

	old=A new=B done=0
	moments "$dry" "$all" > moments.txt
	while read -r how moment; do
		done=$((done + 1))
		cp $new/crates.yaml crates.yaml
		if [ "$how" = start ]; then
			kill_after_start "$moment"
		else
			kill_after_writing "$moment"
		fi
		judge $old $new "kill $done, $new, $moment after $how"
		swap=$old old=$new new=$swap
	done < moments.txt
	echo "import_kill: $done kills: $before before the writing," \
		"$within within, $after after it"
	if [ $done -ge 40 ] && [ $within -eq 0 ]; then
		fail "no kill met the writing"
	fi
}

small_set()
{
	mkdir A B
	crate a 1.0.0
	crate gone 1.0.0
	crate b 1.0.0
	printf 'pub mod x;\n' >> b/src/lib.rs
	cp -R b b2
	printf 'pub fn f() {}\n' > b/src/x.rs
	mkdir b2/src/x
	cp b/src/x.rs b2/src/x/mod.rs
	manifest_of a=1.0.0 b=1.0.0 gone=1.0.0
	mv crates.yaml A
	manifest_of a=1.0.0
	cat >> crates.yaml << END
  b:
    version: 1.0.0
    directory: {path: b2, tree-sha256: $(tree_sha256 b2)}
    kernel: {}
END
	mv crates.yaml B
}

every_call()
{
	calls=mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir
	small_set
	make_expected
	done=0
	for call in $(echo "$calls,openat,write" | tr , ' '); do
		nth=0 killed=y
		while [ "$killed" ]; do
			nth=$((nth + 1))
			import_of A -q
			status=0
			cp B/crates.yaml crates.yaml
			strace -f -qq -o /dev/null -e trace="$call" \
				-e inject="$call:signal=KILL:when=$nth" \
				"$tool" import -q --cache "$cache" --offline \
				--out out > /dev/null 2>&1 || status=$?
			[ $status -ne 0 ] || killed=
			judge A B "killed in $call number $nth"
			done=$((done + 1))
		done
	done
	echo "import_kill: $done kills at system calls:" \
		"$before before the writing, $within within, $after after it"
}

mkdir random && cd random
random_kills
cd "$tmp"
if strace -qq -o /dev/null true 2> /dev/null; then
	mkdir calls && cd calls
	every_call
else
	echo "import_kill: no strace, so no kills at single system calls"
fi
exit $failed
