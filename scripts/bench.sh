#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# How fast is an import?  Ratios against other programs that handle the same
# archives, measured in turn in the same loop; seconds mean nothing elsewhere.
#
#   bench.sh TOOL CACHE [ROUNDS]
#
# CACHE has the example set's archives (`make import`).  Two loops: one over
# .crate files (those that Debian has as packages are packed anew), against
# sha256sum and tar; one over the archives as they are pinned, against
# sha256sum and `dpkg-deb -x` for packages.

set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
. scripts/bench_rounds.sh

tool=$1 cache=$2 rounds=${3:-15}
manifest=vendor/crates.yaml lock=vendor/crates.lock
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/registry" "$work/files"

# "crate version source archive-sha256" for each crate of the lock.
crates()
{
	awk '/^  [^ ]/ { gsub(/[:"]/, ""); name = $1 }
	     /^    version:/ { gsub(/"/, ""); version = $2 }
	     /^    source:/ { source = $2 }
	     /^    archive-sha256:/ { gsub(/"/, ""); print name, version, source, $2 }' "$lock"
}

# Every archive as a .crate in a local registry, and as it was pinned.
crates > "$work/crates"
while read -r name version source sha256; do
	crate=$work/registry/$name-$version.crate
	cp "$cache/archives/$sha256" "$work/files/$name.$source"
	if [ "$source" != debian ]; then
		cp "$cache/archives/$sha256" "$crate"
		continue
	fi
	dpkg-deb --fsys-tarfile "$cache/archives/$sha256" |
		tar -x -C "$work" "./usr/share/cargo/registry/$name-$version"
	(cd "$work/usr/share/cargo/registry" &&
		rm -rf "$name-$version/debian" \
			"$name-$version/.cargo-checksum.json" &&
		find "$name-$version" -type f | sort |
		tar -c --format=ustar --owner=0 --group=0 --mode=0644 -T - |
		gzip -n > "$crate")
done < "$work/crates"

# The same manifest with these archives as the source of every crate.
sums=$(cd "$work/registry" && sha256sum -- *.crate | sed 's/\.crate$//')
SUMS=$sums REGISTRY=file://$work/registry awk '
	BEGIN { n = split(ENVIRON["SUMS"], line, "\n")
		for (i = 1; i <= n; i++) {
			split(line[i], word, "  "); sum[word[2]] = word[1] } }
	/^crates:/ { print "registry: " ENVIRON["REGISTRY"] }
	/^  [^ #]/ { name = $1; sub(/:$/, "", name); skip = 0 }
	/^    [^ ]/ { skip = /^    (debian|debian-source|selected-sha256):/ }
	/^    version:/ { version = $2; gsub(/"/, "", version) }
	/^    sha256:/ { print "    sha256: " sum[name "-" version]; next }
	!skip' "$manifest" > "$work/registry.yaml"
cp "$manifest" "$work/pinned.yaml"

import()
{
	"$tool" import -q --offline --cache "$1" -m "$2" -o "$work/out"
}

# For sh, with the directory as $0: to start a process is to copy the shell, and
# bash is a large one.
untar_all='
	for file in "$0"/registry/*.crate; do
		sha256sum "$file" > /dev/null
		tar xzf "$file" -C "$0/plain"
	done'
unpack_pinned='
	for file in "$0"/files/*; do
		sha256sum "$file" > /dev/null
		case $file in
		*.debian) dpkg-deb -x "$file" "$0/plain" ;;
		*) tar xzf "$file" -C "$0/plain" ;;
		esac
	done'

# One loop: import into nothing, the plain programs, import again.
loop() # title cache manifest plain-commands
{
	rm -f "$work"/t.*
	import "$2" "$3" # the cache is warm from here on
	for _ in $(seq "$rounds"); do
		rm -rf "$work/out" "$work/plain"
		mkdir "$work/plain"
		now; a=$at; import "$2" "$3"
		now; b=$at; sh -c "$4" "$work"
		now; c=$at; import "$2" "$3"
		now; d=$at
		echo $((b - a)) $((c - b)) >> "$work/t.import"
		echo $((d - c)) $((c - b)) >> "$work/t.again"
	done
	echo "$1"
	for what in import again; do
		printf '  %-8s %.2f times\n' $what "$(median_ratio "$work/t.$what")"
	done
}

cp -r "$cache" "$work/cache"
sync # what was copied is not to be written while others are measured
loop "against sha256sum and tar xzf of the same .crate files:" \
	"$work/cache" "$work/registry.yaml" "$untar_all"
loop "against sha256sum and tar xzf or dpkg-deb -x of the pinned archives:" \
	"$work/cache" "$work/pinned.yaml" "$unpack_pinned"
if [ -x /usr/bin/time ]; then
	rm -rf "$work/out"
	/usr/bin/time -f 'peak memory: %M KB' "$tool" import -q --offline \
		--cache "$work/cache" -m "$work/registry.yaml" -o "$work/out"
else
	echo 'peak memory: not measured (needs the package time)'
fi
