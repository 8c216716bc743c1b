# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the scripts of the kernel test bed share.  Sourced, not run.

set -eu
export LC_ALL=C
progname=${0##*/}

die()
{
	printf '%s: %s\n' "$progname" "$1" >&2
	[ $# -lt 2 ] || printf '    help: %s\n' "$2" >&2
	exit 2
}

# Run a command, print what is done and how long it took.  Its output goes to
# $testbed/log/STEP.log, the end of which is shown where it fails.
timed() # STEP TITLE COMMAND...
{
	step=$1 title=$2
	shift 2
	log=$testbed/log/$step.log
	mkdir -p "$testbed/log"
	start=$(date +%s)
	if ! "$@" > "$log" 2>&1 < /dev/null; then
		tail -n 40 "$log" >&2
		die "failed: $title" "all of its output is in $log"
	fi
	printf '  %-7s %s (%d s)\n' TESTBED "$title" \
		$(($(date +%s) - start))
}

# The mirror of Debian's main archive that the machine's apt has.
debian_mirror()
{
	apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(SITE)' \
		'Created-By: Packages' | awk -F '|' '
		$1 == "Debian" && $2 == "Debian" && !best { best = $3 }
		$3 !~ /security/ && !other { other = $3 }
		END { print best ? best : other }'
}
