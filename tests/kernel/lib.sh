# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the tests with a kernel share.  Sourced by scripts that are called
#
#   NAME.sh O KDIR KBUILD_OUTPUT
#
# and that print KTAP: `plan N`, then `check TITLE COMMAND...` N times.

set -eu
export LC_ALL=C
top=$(realpath "$(dirname "$0")/../..")
O=$(realpath "$1")
kdir=$(realpath "$2")
output=$(realpath "$3")
testbed=$O/testbed
tool=$O/tools/kcrate/kcrate
samples=$top/rust/samples/kernel
work=$O/kernel/$(basename "$0" .sh)
log=$work/log
jobs=$(nproc)
# The libraries of the kernel crates that the samples use.
# shellcheck disable=SC2034 # used by those who source this
crates='arrayvec bitflags cfg_if crc32fast either hex itoa memchr scopeguard serde subtle zeroize'
rm -rf "$work"
mkdir -p "$work"

number=0
failed=0

plan()
{
	echo 'KTAP version 1'
	echo "1..$1"
}

# A command that fails says why in the lines behind its result.  It is no part
# of a condition here, so that in a function each command counts (set -e).
check() # TITLE COMMAND...
{
	title=$1
	shift
	number=$((number + 1))
	set +e
	(set -e; "$@") > "$log" 2>&1 < /dev/null
	status=$?
	set -e
	if [ $status -eq 0 ]; then
		echo "ok $number $title"
	else
		failed=$((failed + 1))
		echo "not ok $number $title"
		tail -n 30 "$log" | sed 's/^/# /'
	fi
}

finish()
{
	exit $((failed != 0))
}

# Make of the kernel, with the test bed's toolchain.
kmake() # ARGUMENT...
{
	BIND=$(printf '%s\n%s\n%s\n' "$kdir" "$output" "$work") \
		"$top/scripts/testbed/in-root.sh" "$testbed/root" \
		make -C "$output" LLVM=1 "$@"
}

kcrate() # COMMAND OPTION...
{
	command=$1
	shift
	case $command in
	import) "$tool" import --offline --cache "$O/cache" "$@" ;;
	*) "$tool" "$command" "$@" ;;
	esac
}

# What was compiled, by a build whose output is standard input: one line.
compiled()
{
	sed -nE 's/^ +RUSTC( [A-Z]+| \[M\])? +([^ ]*).*/\2/p' |
		sed 's|.*/||' | sort | tr '\n' ' '
}

same() # WHAT FOUND WANTED
{
	[ "$2" != "$3" ] || return 0
	printf '%s:\n  found  %s\n  wanted %s\n' "$1" "$2" "$3"
	return 1
}

# The tree is imported into, and given back as it was.  While it is ours, a file
# says so: a run that was killed is cleaned up after, an import of somebody's is
# not touched.
borrowed=$O/kernel/borrowed
take_tree()
{
	if [ "$(cat "$borrowed" 2> /dev/null)" = "$kdir" ]; then
		clear_tree
	elif [ -e "$kdir/rust/crates" ] || [ -e "$kdir/samples/rust/kcrate" ]; then
		echo "$kdir has an import already: take it out, or name another tree with KDIR="
		return 1
	fi
	"$top/scripts/testbed/sums.sh" "$kdir" > "$O/kernel/before"
	cp "$output/.config" "$O/kernel/config"
	echo "$kdir" > "$borrowed"
}

clear_tree()
{
	"$samples/install.sh" --remove "$kdir"
	[ ! -e "$kdir/rust/crates/crates.lock" ] ||
		kcrate remove --force --tree "$kdir"
}

# What is wrong then is in the output.
return_tree()
{
	"$samples/install.sh" --remove "$kdir"
	kcrate remove --tree "$kdir"
	cp "$O/kernel/config" "$output/.config"
	"$top/scripts/testbed/sums.sh" "$kdir" | cmp "$O/kernel/before" -
	rm "$borrowed"
}

# For a trap: whatever has failed, the tree is not left as it is.
abandon_tree()
{
	[ "$(cat "$borrowed" 2> /dev/null)" = "$kdir" ] || return 0
	clear_tree > /dev/null 2>&1
	cp "$O/kernel/config" "$output/.config"
	rm -f "$borrowed"
}

# Boot the kernel with modules; what the samples print is shown, and judged.
boot() # TAINT SAMPLES MODULE.ko...
{
	"$top/tests/kernel/judge.sh" --boot "$output" "$@"
}
