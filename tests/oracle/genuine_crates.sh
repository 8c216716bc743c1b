#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Asks whether the reader of archives takes every genuine .crate that Debian
# serves as a source package's .orig.tar.gz (genuine_crates.txt):
#
#   genuine_crates.sh UNPACK_FILES DIR
#
# UNPACK_FILES is the program made from unpack_files.cc.  Downloads and the
# lists of a private apt go below DIR, and are used again when they are there;
# the machine's own apt is asked for its mirror and not touched.
#
#   false alarm  a genuine archive is refused: an error
#   missed       a repacked archive is not refused as one: an error
#   not served   the mirror does not have the file, or not this version: sid's
#                are gone when superseded, and few others may be missing
#
# Exit status 0 when there is no error and at least 40 genuine archives passed.

set -eu
export LC_ALL=C

progname=${0##*/}
list=$(dirname "$0")/genuine_crates.txt
least=40

die()
{
	printf '%s: %s\n' "$progname" "$1" >&2
	printf '    help: %s\n' "$2" >&2
	exit 2
}

[ $# -eq 2 ] || die "two arguments are needed" "$progname UNPACK_FILES DIR"
unpack_files=$1
mkdir -p "$2/apt/lists/partial" "$2/apt/cache/archives/partial" "$2/orig"
dir=$(cd "$2" && pwd)

# The main archive, as this machine reaches it.
mirror()
{
	apt-get indextargets --format '$(SITE)' 'Created-By: Packages' \
		'Origin: Debian' 'Label: Debian' | sort -u | head -n 1
}

# Sets site and keyring where apt does not find the keys by itself.
private_apt()
{
	site=$(mirror)
	[ -n "$site" ] ||
		die "apt has no list of Debian's main archive" "run apt-get update"
	keyring=$(dpkg-query -L debian-archive-keyring 2> /dev/null |
		  grep '/debian-archive-keyring\.gpg$' | head -n 1) || keyring=
	for suite in $(awk '!/^#/ { print $3 }' "$list" | sort -u); do
		printf 'deb-src %s%s %s main\n' \
			"${keyring:+[signed-by=$keyring] }" "$site" "$suite"
	done > "$dir/apt/sources.list"
}

apt_get()
{
	apt-get -q -q -o Dir::Etc::sourcelist="$dir/apt/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::lists="$dir/apt/lists" \
		-o Dir::Cache="$dir/apt/cache" \
		-o Acquire::Check-Valid-Until=false \
		-o APT::Sandbox::User="$(id -un)" "$@" > "$dir/apt/log" 2>&1
}

has_hash()
{
	[ -f "$1" ] && printf '%s  %s\n' "$2" "$1" | sha256sum --check --status
}

# The archive of package $1, version $2, as file $3 with the SHA-256 $4.
download()
{
	has_hash "$dir/orig/$3" "$4" && return
	rm -f "$dir/orig/$3"
	(cd "$dir/orig" &&
	 apt_get source --download-only --tar-only "$1=$2") &&
		has_hash "$dir/orig/$3" "$4"
}

private_apt
apt_get update ||
	die "cannot update the lists of $site" "see $dir/apt/log"

genuine=0 unknown=0 repacked=0 absent=0 errors=0
while read -r name version suite package_version sha256 kind; do
	case $name in ''|'#'*) continue ;; esac
	package=rust-$(printf %s "$name" | tr _ -)
	file=${package}_$version.orig.tar.gz

	if ! download "$package" "$package_version" "$file" "$sha256"; then
		echo "not served $name $version ($suite)"
		absent=$((absent + 1))
		continue
	fi
	verdict=$("$unpack_files" "$name" "$version" "$dir/orig/$file" \
		  2> "$dir/notes") || true
	case $kind:$verdict in
	genuine:[0-9]*) genuine=$((genuine + 1)) ;;
	unknown:[0-9]*) unknown=$((unknown + 1)) ;;
	repacked:path-duplicate:*) repacked=$((repacked + 1)) ;;
	repacked:*)
		echo "missed $name $version: $verdict"
		errors=$((errors + 1))
		;;
	*)
		echo "false alarm $name $version: $verdict"
		errors=$((errors + 1))
		;;
	esac
	sed "s/^/$name $version: /" "$dir/notes"
done < "$list"

echo "$genuine genuine, $unknown of unknown origin, $repacked repacked, $absent not served, $errors errors"
[ "$errors" -eq 0 ] && [ "$genuine" -ge "$least" ]
