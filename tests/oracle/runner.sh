#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Proves that tests/run fails where it must: each wrong expectation, alone, and
# that UPDATE=1 then makes it right.
#
# Usage: O=DIR runner.sh

here=$(cd "$(dirname "$0")" && pwd)
run=$here/../run
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0

# A case that passes: it prints, fails and leaves ./out, as expected.
new_case() # NAME
{
	case=$tmp/area/$1
	mkdir -p "$case/input" "$case/expected_tree"
	printf 'echo out; echo err >&2; mkdir out; cp in out; exit 3\n' \
		> "$case/cmd"
	echo in > "$case/input/in"
	echo out > "$case/expected_stdout"
	echo err > "$case/expected_stderr"
	echo 3 > "$case/expected_rc"
	echo in > "$case/expected_tree/in"
}

verdict() # NAME pattern status what
{
	"$run" "$tmp/area/$1" > "$tmp/output" 2>&1
	status=$?
	if [ $status -ne "$3" ] || ! grep -q "^$2" "$tmp/output"; then
		echo "runner: $4: exit status $status" >&2
		sed 's/^/  /' "$tmp/output" >&2
		failed=1
	fi
}

new_case good
verdict good 'ok 1 area/good$' 0 "a good case"

n=0
while read -r what; do
	n=$((n + 1))
	new_case $n
	(cd "$tmp/area/$n" && eval "$what")
	verdict $n "not ok 1 area/$n\$" 1 "$what"
	UPDATE=1 "$run" "$tmp/area/$n" > /dev/null
	[ -f "$tmp/area/$n/cmd" ] || continue
	verdict $n "ok 1 area/$n\$" 0 "$what, after UPDATE=1"
done << 'END'
echo more >> expected_stdout
rm expected_stdout
echo more >> expected_stderr
rm expected_stderr
echo 2 > expected_rc
rm expected_rc
echo more >> expected_tree/in
echo more > expected_tree/more
mkdir expected_tree/empty
rm expected_tree/in
rm -r expected_tree
sed -i 's/cp in out/:/' cmd
sed -i 's/mkdir out; cp in out/:/' cmd
sed -i 's/cp in out/ln -s in out/' cmd
sed -i 's/cp in out/cp in out; ln -s in out\/link/' cmd
sed -i 's/cp in out/cp in out; mkdir out\/.hidden/' cmd
sed -i 's/exit 3/exit 0/' cmd
rm -r input
rm cmd
END

new_case skipped
printf 'echo a reason; exit 4\n' > "$tmp/area/skipped/cmd"
verdict skipped 'ok 1 area/skipped # SKIP a reason$' 0 "a skipped case"

# One bad case among good ones, and the counts.
"$run" "$tmp/area/good" "$tmp/area/skipped" "$tmp/area/good/cmd" \
	> "$tmp/output" 2>&1 || failed=1
grep -q '^# Totals: pass:2 fail:0 skip:1$' "$tmp/output" || failed=1
echo 1 > "$tmp/area/good/expected_rc"
if "$run" "$tmp/area/good" "$tmp/area/skipped" > "$tmp/output" 2>&1; then
	failed=1
fi
grep -q '^# Totals: pass:0 fail:1 skip:1$' "$tmp/output" || failed=1

[ $failed -eq 0 ] && echo "runner: $n wrong expectations, all of them found"
exit $failed
