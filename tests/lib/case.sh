# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the commands of the cases, and the scripts in tests/oracle, can use.

# A small crate in ./NAME; TEXT is added to its Cargo.toml (whose last table is
# [package]).  It is for the kernel: no_std, and licensed.
crate() # NAME VERSION [TEXT]
{
	mkdir -p "$1/src"
	printf '[package]\nname = "%s"\nversion = "%s"\nedition = "2021"\n' \
		"$1" "$2" > "$1/Cargo.toml"
	printf 'license = "MIT"\n%s\n' "${3:-}" >> "$1/Cargo.toml"
	printf '#![no_std]\n' > "$1/src/lib.rs"
}

# The hash by which `directory:` is pinned.
tree_sha256() # DIRECTORY
{
	(cd "$1" && find . -type f | sed 's|^\./||' | LC_ALL=C sort |
		xargs -r -d '\n' sha256sum | sha256sum | cut -d ' ' -f 1)
}

# Standard input is crates.yaml; @NAME@ in it is the pin of the directory NAME.
manifest()
{
	cat > crates.yaml
	sed -n 's/.*@\([A-Za-z0-9_-]*\)@.*/\1/p' crates.yaml |
		while read -r name; do
			hash=$(tree_sha256 "$name")
			sed -i "s/@$name@/$hash/" crates.yaml
		done
}

# The short form: an entry for each crate in ./NAME, for the kernel.
manifest_of() # NAME=VERSION...
{
	{
		printf 'schema: 1\ncrates:\n'
		for pair; do
			printf '  %s:\n    version: %s\n' \
				"${pair%%=*}" "${pair#*=}"
			printf '    directory: {path: %s, tree-sha256: @%s@}\n' \
				"${pair%%=*}" "${pair%%=*}"
			printf '    kernel: {}\n'
		done
	} | manifest
}

# Packs ./NAME as cargo package would, into ./registry; prints its SHA-256.
mkcrate() # NAME VERSION
{
	mkdir -p registry
	tar --create --sort=name --format=ustar --owner=0 --group=0 \
		--numeric-owner --mtime=@0 --mode=u=rwX,go=rX \
		--transform="s|^$1|$1-$2|" "$1" |
		gzip -n > "registry/$1-$2.crate"
	sha256sum < "registry/$1-$2.crate" | cut -d ' ' -f 1
}

# Puts ./NAME as a Debian package into the archive cache; prints its SHA-256.
# CHANGELOG is its Debian version in the changelog, if not that of the package.
mkdeb() # NAME VERSION PACKAGE PACKAGE-VERSION [CHANGELOG]
{
	mkdir -p deb/DEBIAN deb/usr/share/cargo/registry \
		"deb/usr/share/doc/$3" "$XDG_CACHE_HOME/kcrate/archives"
	cp -R "$1" "deb/usr/share/cargo/registry/$1-$2"
	printf 'Package: %s\nVersion: %s\nArchitecture: amd64\n' "$3" "$4" \
		> deb/DEBIAN/control
	printf 'Maintainer: N <n@example.org>\nDescription: d\n' \
		>> deb/DEBIAN/control
	printf 'rust-%s (%s) unstable; urgency=low\n' "$1" "${5:-$4}" |
		gzip -n > "deb/usr/share/doc/$3/changelog.Debian.gz"
	dpkg-deb --root-owner-group -Zxz -b deb "$1.deb" > /dev/null
	rm -r deb
	sum=$(sha256sum < "$1.deb" | cut -d ' ' -f 1)
	mv "$1.deb" "$XDG_CACHE_HOME/kcrate/archives/$sum"
	echo "$sum"
}

# Every file below DIRECTORY with its time of change, to be compared.
file_times() # DIRECTORY
{
	(cd "$1" && find . -type f -printf '%p %T@ %i\n' | LC_ALL=C sort)
}

# Runs COMMAND with the hashes in its errors hidden: how gzip packs may differ.
without_hashes() # COMMAND...
{
	if "$@" 2> ../err; then status=0; else status=$?; fi
	sed 's/[0-9a-f]\{64\}/(hash)/g' ../err >&2
	return $status
}
