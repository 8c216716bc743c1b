# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# For benchmarks that measure programs in turn, to be read by bash.

# The time in at, in microseconds, by the shell itself: a process would be
# measured as well.
# shellcheck disable=SC2034 # it is for who calls
now()
{
	at=${EPOCHREALTIME/./}
}

# The median of the ratios of the first column to the second, a line a round: as
# a machine is not as fast in one round as in another, each has its own.
median_ratio() # FILE
{
	awk '{ print $1 / $2 }' "$1" | sort -g |
		awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
