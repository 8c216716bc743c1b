#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Asks rustc which files real crates have (dep_info.sh), and compares:
#
#   corpus.sh O set        the example set, from the archives of `make run`
#   corpus.sh O more       the crates of corpus.yaml, which are downloaded
#
# Unpacks the crates below O/corpus, as Debian or crates.io has them.

set -eu
export LC_ALL=C
cd "$(dirname "$(realpath "$0")")/../.."
O=$(realpath "$1")
into=$O/corpus/$2

# "crate version source sha256" for each crate of the lock.
crates_of_set()
{
	awk '/^  [^ ]/ { gsub(/[:"]/, ""); name = $1 }
	     /^    version:/ { gsub(/"/, ""); version = $2 }
	     /^    source:/ { source = $2 }
	     /^    archive-sha256:/ { gsub(/"/, "")
				      print name, version, source, $2 }' \
		vendor/crates.lock
}

crates_of_more()
{
	awk '/^  [^ ]/ { gsub(/[:"]/, ""); name = $1 }
	     /^    version:/ { gsub(/"/, ""); version = $2 }
	     /^    debian:/ { sub(/}$/, ""); print name, version, "debian", $NF }' \
		tests/oracle/corpus.yaml
}

rm -rf "$into"
mkdir -p "$into"
[ "$2" = set ] || "$O/tools/kcrate/kcrate" fetch -q --cache "$O/cache" \
	--manifest tests/oracle/corpus.yaml
"crates_of_$2" | while read -r name version source sha256; do
	archive=$O/cache/archives/$sha256
	case $source in
	debian) dpkg-deb --fsys-tarfile "$archive" |
		tar -x -C "$into" --strip-components=5 \
			"./usr/share/cargo/registry/$name-$version" ;;
	*) tar -xzf "$archive" -C "$into" ;;
	esac
done
tests/oracle/dep_info.sh "$O/toolchain/rustc" "$O/tests/crate_files" "$into"/*
