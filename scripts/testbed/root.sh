#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Provide a toolchain that can build Linux 7.3 with Rust:
#
#   root.sh TESTBED
#
# TESTBED/root becomes a link to / where the machine's own programs will do,
# else a Debian root of the release below, made with debootstrap.  The stamp
# is written last: what is there with it is kept, what is without is made anew.

# shellcheck source=scripts/testbed/common.sh
. "$(dirname "$0")/common.sh"

release=trixie
# What Linux 7.3 asks for (scripts/min-tool-version.sh).
min_rustc=1.85.0 min_bindgen=0.71.1 min_clang=17.0.0
packages='make clang lld llvm libclang-dev bindgen rustc rust-src rustfmt
	rust-clippy bc bison flex libelf-dev libssl-dev libdw-dev zlib1g-dev
	libc6-dev kmod cpio python3 xz-utils perl rsync'
programs='make ld.lld llvm-nm bc bison flex kmod cpio python3 rustfmt
	clippy-driver'

[ $# -eq 1 ] || die "usage: $progname TESTBED"
testbed=$(realpath -m "$1")
root=$testbed/root
stamp=$testbed/root.stamp

at_least() # PROGRAM MINIMUM
{
	version=$("$1" --version 2> /dev/null |
		sed -nE '1s/.*[^0-9]([0-9]+\.[0-9]+\.[0-9]+).*/\1/p')
	[ -n "$version" ] && dpkg --compare-versions "$version" ge "$2"
}

# Says nothing; one program too old, and the whole machine is too old.
machine_will_do()
{
	for program in $programs; do
		command -v "$program" > /dev/null || return 1
	done
	at_least rustc $min_rustc && at_least bindgen $min_bindgen &&
		at_least clang $min_clang &&
		[ -e "$(rustc --print sysroot)/lib/rustlib/src/rust/library/core/src/lib.rs" ]
}

wanted=$(printf '%s' "$release $packages" | tr -s '\n\t ' ' ')
[ "$(cat "$stamp" 2> /dev/null)" != "$wanted" ] || exit 0
mkdir -p "$testbed"
rm -rf --one-file-system "$root" "$stamp"
if machine_will_do; then
	ln -s / "$root"
	printf '%s\n' "$wanted" > "$stamp"
	exit 0
fi
[ "$(id -u)" -eq 0 ] || die 'making a Debian root needs root' \
	'run as root, or install a rustc, bindgen and clang that Linux 7.3 takes'

mirror=$(debian_mirror)
[ -n "$mirror" ] || die 'apt has no mirror of Debian' \
	'add one to /etc/apt/sources.list.d'

# debootstrap mounts /proc in the new root; a namespace takes it away again.
timed debootstrap "Debian $release" \
	setpriv --pdeathsig KILL \
	unshare --mount --propagation private --fork --kill-child -- \
	debootstrap --variant=minbase "$release" "$root" "$mirror"

proxies=$(apt-config dump | grep -E '^Acquire::https?::Proxy' || :)
printf '%s\n' "$proxies" > "$root/etc/apt/apt.conf.d/99kcrate-proxy"
# shellcheck disable=SC2086 # one word for each package
timed packages 'compilers and tools' \
	"$(dirname "$0")/in-root.sh" "$root" env DEBIAN_FRONTEND=noninteractive \
	apt-get install -q --yes --no-install-recommends $packages
rm -rf "$root"/var/cache/apt/archives/*.deb
printf '%s\n' "$wanted" > "$stamp"
