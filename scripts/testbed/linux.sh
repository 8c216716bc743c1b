#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Obtain the source of a kernel from Debian:
#
#   linux.sh TESTBED VERSION      for instance 7.3
#
# Unpacks TESTBED/linux-VERSION and makes it what upstream has: Debian ignores
# all of the tree's top in .gitignore, which upstream does not.  Beside it,
# linux-VERSION.sums says what is in it (see sums.sh).

# shellcheck source=scripts/testbed/common.sh
. "$(dirname "$0")/common.sh"

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
suites='trixie trixie-backports sid'

[ $# -eq 2 ] || die "usage: $progname TESTBED VERSION"
testbed=$(realpath -m "$1")
package=linux-source-$2
tree=$testbed/linux-$2
sums=$tree.sums
here=$(realpath "$(dirname "$0")")

[ ! -e "$sums" ] || exit 0
apt=$testbed/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
mirror=$(debian_mirror)
for suite in $suites; do
	printf 'deb [signed-by=%s] %s %s main\n' $keyring "$mirror" "$suite"
done > "$apt/sources.list"

apt_get()
{
	apt-get -q -q -o Dir::Etc::sourcelist="$apt/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" \
		-o Acquire::Languages=none -o Acquire::Check-Valid-Until=false \
		-o APT::Sandbox::User=root "$@"
}

download()
{
	apt_get update
	rm -f "$testbed/$package"_*.deb
	(cd "$testbed" && apt_get download "$package")
}

unpack()
{
	rm -rf "$tree" "$tree.new"
	mkdir "$tree.new"
	dpkg-deb --fsys-tarfile "$testbed/$package"_*.deb |
		tar -x -O --wildcards "./usr/src/$package.tar.xz" |
		tar -x -J -C "$tree.new" --strip-components=1
	sed -i -e '\,^/\*$,d' -e '\,^!/debian/$,d' "$tree.new/.gitignore"
	mv "$tree.new" "$tree"
	rm -f "$testbed/$package"_*.deb
}

timed "$package-download" "download $package" download
timed "$package-unpack" "unpack $package" unpack
timed "$package-sums" "list what $package holds" \
	sh -c '"$1/sums.sh" "$2" > "$3.new" && mv "$3.new" "$3"' \
	sh "$here" "$tree" "$sums"
