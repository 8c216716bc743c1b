# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# ./registry with an index: cargo's local registry.

# Publishes a small crate.  TOML is added to its Cargo.toml, DEPS and MORE to
# its line in the index: JSON, what is in "deps" and what is behind it.
publish() # NAME VERSION [TOML [DEPS [MORE]]]
{
	crate "$1" "$2" "${3:-}"
	sum=$(mkcrate "$1" "$2")
	rm -r "$1"
	index=registry/index/$(printf %.2s "$1")/$(printf %s "$1" | cut -c 3-4)
	mkdir -p "$index"
	printf '{"name":"%s","vers":"%s","deps":[%s],"cksum":"%s"' \
		"$1" "$2" "${4:-}" "$sum" >> "$index/$1"
	printf ',"features":{},"yanked":false%s}\n' "${5:-}" >> "$index/$1"
}

# One of DEPS.
dep() # NAME REQUIREMENT [MORE]
{
	printf '{"name":"%s","req":"%s","features":[],"optional":false' "$1" "$2"
	printf ',"default_features":true,"target":null,"kind":"normal"%s}' \
		"${3:-}"
}

# A manifest of ./registry; the lines of its crates are standard input, in
# which @NAME-VERSION@ is a hash.
registry_manifest()
{
	printf 'schema: 1\nregistry: file://%s/registry\ncrates:\n' "$PWD" \
		> crates.yaml
	cat >> crates.yaml
	sed -n 's/.*@\(.*\)@.*/\1/p' crates.yaml | while read -r crate; do
		sum=$(sha256sum < "registry/$crate.crate" | cut -d ' ' -f 1)
		sed -i "s/@$crate@/$sum/" crates.yaml
	done
}

# The crates of the manifest, without hashes: gzip packs as it likes.
show_crates()
{
	sed -n '/^crates:/,$s/\(sha256: \).*/\1(hash)/; /^crates:/,$p' crates.yaml
}
