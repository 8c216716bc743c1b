#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The test bed itself: what it must notice, and what it must not leave behind.
#
#   testbed.sh O KDIR KBUILD_OUTPUT

# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"

bed=$top/scripts/testbed

# Whoever enters the root is killed, or who has called for that, and with it all
# that it started; the mounts are its own and never seen outside.
killed() # SIGNAL WRAPPER...
{
	signal=$1
	shift
	root=$(realpath "$testbed/root")
	[ "$root" != / ] || return 0
	"$@" "$bed/in-root.sh" "$testbed/root" \
		sh -c "mount -t tmpfs tmpfs /mnt; sleep 9$$" &
	pid=$!
	tries=0
	until pgrep -f "^sleep 9$$\$" > "$work/inner"; do
		tries=$((tries + 1))
		[ $tries -lt 50 ] || return 1
		sleep 0.1
	done
	grep -F "$root" /proc/self/mounts && return 1
	kill "-$signal" $pid
	wait $pid || :
	sleep 0.5
	! kill -0 "$(cat "$work/inner")" 2> /dev/null || return 1
	! grep -F "$root" /proc/self/mounts
}

# What is there already is not made again.
resumed()
{
	"$bed/root.sh" "$testbed" > "$work/said"
	case $kdir in
	"$testbed"/linux-*) "$bed/linux.sh" "$testbed" "${kdir##*linux-}" >> "$work/said" ;;
	esac
	same 'said' "$(cat "$work/said")" ''
}

# A symbol that the configuration does not take is told.
lost_symbol()
{
	echo 'CONFIG_KCRATE_NO_SUCH_SYMBOL=y' > "$work/lost.config"
	mkdir -p "$work/lost"
	cp "$output/.config" "$work/lost"
	if "$bed/kernel.sh" "$testbed" "$kdir" "$work/lost" \
		"$bed/base.config" "$work/lost.config"; then return 1; fi
	grep -qF 'lacks: CONFIG_KCRATE_NO_SUCH_SYMBOL=y' "$log"
}

# A console as it should be, for judge.sh.
console()
{
	cat <<- 'CONSOLE'
		Run /init as init process
		kcrate_a: KTAP version 1
		kcrate_a: 1..2
		kcrate_a: ok 1 one
		kcrate_a: ok 2 two
		init: insmod kcrate_a.ko: 0
		init: leaks: 0
		init: taint 0
		init: end
	CONSOLE
}

judged() # SED-SCRIPT
{
	console | sed "$1" > "$work/console"
	"$top/tests/kernel/judge.sh" "$work/console" 0 a
}

judge_accepts()
{
	judged '' && judged 's/^Run.*/&\nclocksource: a line of the kernel/'
}

# One fault each.
judge_refuses()
{
	for fault in '/ok 1/d' '/ok 2/d' 's/ok 2/not ok 2/' '/1\.\./d' \
		's/a.ko: 0/a.ko: 22/' 's/leaks: 0/leaks: 1/' 's/taint 0/taint 4096/' '/taint/d' \
		'/end/d' '/kcrate_a/d' '1s/.*/BUG: unable to handle/' \
		'1s/.*/WARNING: CPU: 0/' '1s/.*/Oops: 0000/' \
		'1s/.*/Kernel panic - not syncing/' \
		'1s/.*/kcrate_a: Unknown symbol x (err -2)/'; do
		if judged "$fault"; then
			echo "judge.sh accepts a console after: $fault"
			return 1
		fi
	done
}

plan 6
check 'a console is judged good' judge_accepts
check 'a console with a fault is judged bad' judge_refuses
check 'a kill leaves no mount and no process' killed KILL
check 'nor does the end of who has called' killed TERM sh -c '"$@"; :' sh
check 'a second run makes nothing anew' resumed
check 'a symbol that is lost is told' lost_symbol
finish
