#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Boot a kernel with the samples, show what they print, and judge it:
#
#   judge.sh --boot OUTPUT TAINT SAMPLES [MODULE.ko...]
#   judge.sh LOG TAINT SAMPLES
#
# SAMPLES are those that must have run, separated by commas.  Each must have
# printed the results that its plan announces, all of them good; the kernel must
# have printed no oops, warning or missing symbol, be tainted by TAINT and
# nothing else, and have come to its end.

set -eu
export LC_ALL=C
cd "$(dirname "$(realpath "$0")")/../.."

usage()
{
	echo "usage: ${0##*/} [--boot OUTPUT | LOG] TAINT SAMPLES [MODULE...]" >&2
	exit 2
}

[ $# -ge 3 ] || usage
if [ "$1" = --boot ]; then
	output=$2
	shift 2
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	taint=$1 samples=$2
	shift 2
	scripts/testbed/boot.sh "$output/arch/x86/boot/bzImage" "$@" > "$log"
else
	log=$1 taint=$2 samples=$3
fi

grep -E '^(kcrate_|init: )' "$log" || :
awk -v taint="$taint" -v samples="$samples" '
	function bad(what) { print "judge: " what; failed = 1 }
	# The kernel says these, whoever is at fault.
	/Oops|BUG:|WARNING:|Call Trace|Kernel panic|general protection|Unable to handle|UBSAN|KASAN|Unknown symbol|self-detected stall|not tainted by/ {
		bad("the kernel says: " $0)
	}
	/^kcrate_[a-z]+: / {
		name = substr($1, 8, length($1) - 8)
		if ($2 ~ /^1\.\.[0-9]+$/) {
			planned[name] = substr($2, 4)
			count[name] = 0
		}
		if ($2 == "ok" && $3 == count[name] + 1)
			count[name]++
		if ($2 == "not")
			bad("a result of " name ": " $0)
	}
	/^init: (insmod|rmmod) / && $NF != 0 { bad("module: " $0) }
	/^init: leaks: / && $3 != 0 { bad("memory: " $0) }
	/^init: taint / {
		if ($3 != taint)
			bad("the taint is " $3 ", not " taint)
		tainted = 1
	}
	/^init: end/ { end = 1 }
	END {
		n = split(samples, list, ",")
		for (i = 1; i <= n; i++) {
			name = list[i]
			if (!planned[name])
				bad(name " has not run")
			else if (count[name] != planned[name])
				bad(name " gave " count[name] " of " \
				    planned[name] " results")
		}
		if (!tainted)
			bad("the taint was not told")
		if (!end)
			bad("the boot came to no end")
		exit failed
	}' "$log"
