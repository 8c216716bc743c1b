#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# How fast are crates resolved?  The graph of tests/oracle/graph.yaml, by
# `kcrate tree` and by `cargo metadata --offline`, whole processes, in turn in
# the same loop; then how the cost grows with the number of crates.
#
#   bench_resolver.sh O [ROUNDS]
#
# Both have what they keep between runs: kcrate its cache, where the first run,
# which is not counted, has verified the .crate files and left what their
# Cargo.tomls say; cargo a directory source, where all is unpacked and nothing
# verified, and a Cargo.lock.  Both are asked for every crate, without default
# features.

set -eu
export LC_ALL=C
cd "$(dirname "$(realpath "$0")")/.."
. scripts/bench_rounds.sh
O=$(realpath "$1") rounds=${2:-15}
tool=$O/tools/kcrate/kcrate
cargo=$O/toolchain/cargo
pins=tests/oracle/graph.yaml
work=$O/bench
export CARGO_HOME="$work/cargo-home"

# "name version sha256" for each crate.
crates()
{
	awk '/^  [^ ]/ { sub(/:$/, "", $1); name = $1 }
	     /^    version:/ { gsub(/"/, ""); version = $2 }
	     /^    debian:/ { sub(/}$/, ""); print name, version, $NF }' $pins
}

# The packages unpacked, for cargo, and packed again as cargo would, for kcrate.
unpack()
{
	"$tool" fetch -q --cache "$O/cache" --manifest $pins
	mkdir -p "$work/vendor" "$work/registry"
	crates | while read -r name version sha256; do
		dpkg-deb --fsys-tarfile "$O/cache/archives/$sha256" |
			tar -x -C "$work/vendor" --strip-components=5 \
				./usr/share/cargo/registry
		# Debian's directories are without build metadata.
		dir=$name-${version%%+*}
		tar --create --sort=name --format=ustar --owner=0 --group=0 \
			--numeric-owner --mtime=@0 --mode=u=rwX,go=rX \
			--exclude="$dir/debian" --exclude=.cargo-checksum.json --exclude=.cargo \
			--transform="s|^$dir|$name-$version|" \
			-C "$work/vendor" "$dir" |
			gzip -n > "$work/registry/$name-$version.crate"
	done
	touch "$work/unpacked"
}

write_manifest()
{
	printf 'schema: 1\nregistry: file://%s/registry\ncrates:\n' "$work"
	crates | while read -r name version _; do
		sum=$(sha256sum < "$work/registry/$name-$version.crate")
		printf '  %s:\n    version: "%s"\n    sha256: %s\n    kernel: {}\n' \
			"$name" "$version" "${sum%% *}"
	done
}

write_workspace()
{
	mkdir -p "$work/root/src" "$work/root/.cargo"
	: > "$work/root/src/lib.rs"
	printf '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "%s"\n' \
		"$work/vendor" > "$work/root/.cargo/config.toml"
	{
		printf '[package]\nname = "root"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n'
		crates | while read -r name version _; do
			printf '%s = {version = "=%s", default-features = false}\n' \
				"$name" "${version%%+*}"
		done
	} > "$work/root/Cargo.toml"
}

ours()
{
	"$tool" tree -q --offline --cache "$work/cache" \
		-m "$work/crates.yaml" > "$work/tree"
}

theirs()
{
	(cd "$work/root" && "$cargo" metadata --offline --format-version 1 \
		> "$work/metadata" 2> "$work/err") || {
		cat "$work/err" >&2
		exit 2
	}
}

[ -e "$work/unpacked" ] || unpack
write_manifest > "$work/crates.yaml"
write_workspace
"$tool" fetch -q --cache "$work/cache" -m "$work/crates.yaml"
ours
theirs
rm -f "$work"/t.*
for _ in $(seq "$rounds"); do
	now; a=$at; ours
	now; b=$at; theirs
	now; c=$at
	echo $((c - b)) $((b - a)) >> "$work/t.times"
done
printf 'a graph of %d crates: cargo metadata takes %.1f times as long as kcrate tree\n' \
	"$(crates | wc -l)" "$(median_ratio "$work/t.times")"
"$O/tests/resolver_cost"
