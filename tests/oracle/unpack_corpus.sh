#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Unpacks real crates, as Debian or crates.io has them, into INTO/NAME-VERSION:
#
#   unpack_corpus.sh O set INTO        the example set, from the archives of
#                                      `make run`
#   unpack_corpus.sh O more INTO       the crates of corpus.yaml, which are
#                                      downloaded
#   unpack_corpus.sh O registry INTO   both, and registry.yaml's, as a directory
#                                      source of cargo's

set -eu
export LC_ALL=C
cd "$(dirname "$(realpath "$0")")/../.."
O=$(realpath "$1")
which=$2
mkdir -p "$3"
into=$(realpath "$3")

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

# The same for a list of Debian's packages, which are downloaded.
crates_of_list() # FILE
{
	"$O/tools/kcrate/kcrate" fetch -q --cache "$O/cache" --manifest "$1" >&2
	awk '/^  [^ ]/ { gsub(/[:"]/, ""); name = $1 }
	     /^    version:/ { gsub(/"/, ""); version = $2 }
	     /^    debian:/ { sub(/}$/, ""); print name, version, "debian", $NF }' \
		"$1"
}

crates()
{
	case $which in
	set) crates_of_set ;;
	more) crates_of_list tests/oracle/corpus.yaml ;;
	registry)
		crates_of_set
		crates_of_list tests/oracle/corpus.yaml
		crates_of_list tests/oracle/registry.yaml
		;;
	esac
}

# What cargo looks for in each directory of such a source.  Debian's own file may
# say in words that the hash is not known; that of the package does as well.
checksum_file() # DIRECTORY SHA256
{
	printf '{"files":{},"package":"%s"}\n' "$2" > "$1/.cargo-checksum.json"
}

crates | while read -r name version source sha256; do
	archive=$O/cache/archives/$sha256
	case $source in
	debian) dpkg-deb --fsys-tarfile "$archive" |
		tar -x -C "$into" --strip-components=5 \
			"./usr/share/cargo/registry/$name-$version" ;;
	*) tar -xzf "$archive" -C "$into" ;;
	esac
	[ "$which" != registry ] ||
		checksum_file "$into/$name-$version" "$sha256"
done
