#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A disk that is full: nothing is written, and it is said.
#
# Usage: full_disk.sh TOOL CACHE
#
# The disks are tmpfs in a mount namespace of our own, for which root is needed
# (in a user namespace, where the kernel lets everybody have one); without it
# the reason is said and the exit status is 4.

set -e
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)

if [ -z "$KCRATE_OWN_MOUNTS" ]; then
	export KCRATE_OWN_MOUNTS=y
	for options in -m -Urm; do
		if unshare $options true 2> /dev/null; then
			exec unshare $options "$0" "$@"
		fi
	done
	echo "full_disk: SKIP no mount namespace can be had here (no root, or a plain chroot)"
	exit 4
fi

tool=$(realpath "$1") cache=$(realpath "$2")
# shellcheck source=tests/lib/case.sh
. "$top/tests/lib/case.sh"
tmp=$(mktemp -d)
trap 'cd /; umount "$tmp"/disk* 2> /dev/null; rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
cd "$tmp"

fail()
{
	echo "full_disk: $*" >&2
	exit 1
}

disk() # NAME SIZE
{
	mkdir "$1"
	mount -t tmpfs -o "size=$2" kcrate "$1" || {
		echo "full_disk: SKIP tmpfs cannot be mounted here"
		exit 4
	}
}

# COMMAND must say that it cannot write, and exit with 2.
must_fail() # COMMAND...
{
	status=0
	"$@" 2> err || status=$?
	[ $status -eq 2 ] || fail "exit status $status: $(cat err)"
	grep -q 'No space left on device.*\[write-failed\]' err ||
		fail "it says: $(cat err)"
}

import()
{
	"$tool" import -q --manifest "$manifest" --offline "$@"
}

cp "$top/vendor/crates.yaml" .
cp "$top"/vendor/*.diff . 2> /dev/null || true
manifest=crates.yaml

# An output that does not fit: at first, and where something is already.
disk disk1 300k
must_fail import --cache "$cache" --out disk1/out
[ -z "$(find disk1 -type f -o -name .kcrate)" ] ||
	fail "left behind: $(find disk1)"
[ ! -e crates.lock ] || fail "there is a lock of what was not written"

disk disk2 300k
crate demo 1.0.0
cp crates.yaml all.yaml
manifest_of demo=1.0.0
import --out disk2/out
cp -R disk2/out before
cp crates.lock before.lock
cp all.yaml crates.yaml
must_fail import --cache "$cache" --out disk2/out
diff -r before disk2/out || fail "the old import is not as it was"
cmp before.lock crates.lock || fail "the old lock is not as it was"
rm crates.lock

# No inode is left, which is found at another place.
disk disk3 "50m,nr_inodes=40"
must_fail import --cache "$cache" --out disk3/out
[ -z "$(find disk3 -type f -o -name .kcrate)" ] ||
	fail "left behind: $(find disk3)"

# The lock's place alone is full.
disk disk4 64k
cp all.yaml disk4/crates.yaml
cp ./*.diff disk4 2> /dev/null || true
cat /dev/zero > disk4/filler 2> /dev/null || true
manifest=disk4/crates.yaml
must_fail import --cache "$cache" --out out
[ ! -e disk4/crates.lock ] || fail "there is half a lock"
[ -z "$(find disk4 -name '*.tmp')" ] || fail "left behind: $(find disk4)"
rm disk4/filler
import --cache "$cache" --out out

# The cache is full.
head -c 300000 /dev/urandom > demo/noise
disk disk5 64k
cat > crates.yaml << END
schema: 1
registry: file://$PWD/registry
crates:
  demo: {version: 1.0.0, sha256: $(mkcrate demo 1.0.0), kernel: {}}
END
manifest=crates.yaml
must_fail "$tool" import -q --cache disk5/cache --out out5
[ ! -e out5 ] || fail "an import without its archive"
[ -z "$(find disk5 -type f)" ] || fail "left behind: $(find disk5)"

echo "full_disk: 5 full disks, each said, nothing written or left"
