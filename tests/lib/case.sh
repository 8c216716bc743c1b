# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the commands of the cases, and the scripts in tests/oracle, can use.

# A small crate in ./NAME; TEXT is added to its Cargo.toml (whose last table is
# [package]).  It is for the kernel: no_std, and licensed.  In cases of audits it
# has a rust-version, as these say so of each that has none.
crate() # NAME VERSION [TEXT]
{
	mkdir -p "$1/src"
	printf '[package]\nname = "%s"\nversion = "%s"\nedition = "2021"\n' \
		"$1" "$2" > "$1/Cargo.toml"
	case $0:${3:-} in
	*:*rust-version*) ;;
	*/audit/*|*/compile/*) printf 'rust-version = "1.63"\n' >> "$1/Cargo.toml" ;;
	esac
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

# A kernel's source tree in miniature, in ./linux: of each file the lines that
# an import looks for.  It has one crate of its own, theirs 1.2.0, for the host.
linux()
{
	mkdir -p linux/rust/theirs linux/rust/kernel linux/init linux/scripts
	cat > linux/Makefile << 'EOF'
MRPROPER_FILES += first \
		  rust/libmacros.so rust/libmacros.dylib \
		  last
no-dot-config-targets := first \
			 outputmakefile rustavailable rustfmt rustfmtcheck

help:
	@echo  '  rustavailable   - Checks'

PHONY += rustavailable
rustavailable:
	available

rustfmt:
	find \( \
			-path $(srctree)/rust/theirs \
		\) -prune -o \
		-name '*.rs' -print
EOF
	cat > linux/rust/Makefile << 'EOF'
libmacros_name := $(call procmacro-name,macros)
theirs-cfgs := feature="one"
procmacro-name = lib$(1).so
cfgs-to-flags = $(patsubst %,--cfg='%',$(1))
cmd_exports = nm $<
cmd_rustc_procmacrolibrary = rustc --out-dir $(objtree)/$(obj)/host $<
$(obj)/host/libtheirs.rlib: $(src)/theirs/lib.rs FORCE
	$(call if_changed_dep,rustc_procmacrolibrary)
cmd_rustc_procmacro = \
	rustc $(rust_common_flags) $(rustc_target_flags) \
		$<
cmd_rustc_library = $(rustc_target_envs) rustc $<
rust-analyzer:
	script \
		$(realpath $(srctree)) $(realpath $(objtree))
define rule_rustc_library
endef
$(obj)/core.o: core.rs FORCE
$(obj)/kernel.o: $(src)/kernel/lib.rs FORCE
EOF
	cat > linux/init/Kconfig << 'EOF'
config RUST
source "rust/kernel/Kconfig.test"
config LAST
EOF
	cat > linux/scripts/generate_rust_analyzer.py << 'EOF'
def crates():
    kernel = append_crate_with_generated(
        "kernel",
    )
    append_crate("driver", [core, kernel, pin_init, zerocopy, zerocopy_derive])
EOF
	cat > linux/scripts/min-tool-version.sh << 'EOF'
case "$1" in
rustc)
	echo 1.85.0
	;;
esac
EOF
	cat > linux/MAINTAINERS << 'EOF'
Maintainers

ALPHA
M:	A <a@example.org>
F:	alpha/

iSCSI
M:	I <i@example.org>
F:	iscsi/

RUST
M:	R <r@example.org>
F:	rust/

ZULU
M:	Z <z@example.org>
F:	zulu/

THE REST
M:	T <t@example.org>
F:	*
EOF
	printf '*.o\n*.patch\n*.rpm\n' > linux/.gitignore
	chmod 755 linux/scripts/*
	printf '#![no_std]\n' > linux/rust/kernel/lib.rs
	printf '// theirs\n' > linux/rust/theirs/lib.rs
	printf 'The Rust crate, version 1.2.0 (released then)\n' \
		> linux/rust/theirs/README.md
}

# The same of a kernel like Linux 6.12, which has no crates of others.
older_linux()
{
	linux
	rm -r linux/rust/theirs
	cat > linux/Makefile << 'EOF'
MRPROPER_FILES += first \
		  rust/libmacros.so

rustfmt:
	find $(abs_srctree) -name '*.rs' \
		| grep -Fv $(abs_objtree)/rust/test \
		| xargs $(RUSTFMT)
EOF
	cat > linux/rust/Makefile << 'EOF'
cmd_exports = nm $<
cmd_rustc_procmacro = rustc $(rust_common_flags) $<
$(obj)/libmacros.so: $(src)/macros/lib.rs FORCE
	$(call if_changed_dep,rustc_procmacro)
cmd_rustc_library = rustc $<
rust-analyzer:
	script \
		$(realpath $(srctree)) $(realpath $(objtree))
define rule_rustc_library
endef
$(obj)/core.o: core.rs FORCE
$(obj)/kernel.o: $(src)/kernel/lib.rs FORCE
EOF
	cat > linux/init/Kconfig << 'EOF'
config RUST
	bool "Rust support"

config LAST
EOF
	cat > linux/scripts/generate_rust_analyzer.py << 'EOF'
def crates():
    append_crate_with_generated("kernel", ["core", "macros"])
    append_crate("driver", ["core", "kernel"])
EOF
}

# The build directory of a kernel with Rust, in ./kbuild.
kbuild()
{
	mkdir -p kbuild/include/config kbuild/rust
	printf 'CONFIG_RUST=y\nCONFIG_RUSTC_VERSION=108501\n' \
		> kbuild/include/config/auto.conf
	printf 'deps := rust/libffi.rmeta\n' > kbuild/rust/.kernel.o.cmd
	touch kbuild/rust/libcore.rmeta
}

# A compiler of VERSION with its library source and a linker, as far as they are
# asked whether crates can be built, in ./toolchain.
toolchain() # VERSION
{
	mkdir -p toolchain/core/src toolchain/bin
	printf '#[stable(feature = "f", since = "%s")]\n' "$1" \
		> toolchain/core/src/lib.rs
	printf '#!/bin/sh\necho "rustc %s (test)"\n' "$1" > toolchain/bin/rustc
	printf '#!/bin/sh\nexec cat > /dev/null\n' > toolchain/bin/cc
	chmod 755 toolchain/bin/*
	export RUST_LIB_SRC=toolchain RUSTC=toolchain/bin/rustc \
		HOSTCC=toolchain/bin/cc
}

# All that DIRECTORY holds: equal only where every path, content, mode and
# symbolic link is.
state() # DIRECTORY
{
	(cd "$1" && {
		find . -type f -exec sha256sum {} + | LC_ALL=C sort -k 2
		find . -printf '%m %y %p %l\n' | LC_ALL=C sort
	})
}

# The source of a standard library in miniature, in ./library: alloc has a Vec,
# a Box, a BTreeMap, and the macro vec; push(), Box::new() and all of BTreeMap
# are what no_global_oom_handling takes away.
library()
{
	mkdir -p library/core/src library/alloc/src
	cat > library/core/src/lib.rs << 'EOF'
pub trait Iterator {
    fn next(&mut self);
}
EOF
	cat > library/alloc/src/lib.rs << 'EOF'
#![no_std]
#[macro_use]
mod macros;
pub mod boxed;
pub mod collections;
pub mod vec;
EOF
	cat > library/alloc/src/macros.rs << 'EOF'
#[cfg(not(no_global_oom_handling))]
#[macro_export]
macro_rules! vec {
    () => {};
}
EOF
	cat > library/alloc/src/vec.rs << 'EOF'
pub struct Vec<T>(T);
impl<T> Vec<T> {
    pub fn new() -> Self {}
    pub fn pop(&mut self) -> Option<T> {}
    #[cfg(not(no_global_oom_handling))]
    pub fn push(&mut self, value: T) {}
}
EOF
	cat > library/alloc/src/boxed.rs << 'EOF'
pub struct Box<T: ?Sized>(T);
impl<T> Box<T> {
    #[cfg(not(no_global_oom_handling))]
    pub fn new(value: T) -> Self {}
    pub fn into_raw(this: Self) -> *mut T {}
}
EOF
	cat > library/alloc/src/collections.rs << 'EOF'
#[cfg(not(no_global_oom_handling))]
pub struct BTreeMap<K, V>(K, V);
EOF
}

# Audits with the compiler of O/toolchain.  Prints of each finding the id, the
# place and what rustc says, and of each crate the grades by source and rustc.
compiled() # ARGUMENT...
{
	if ! [ -e "${toolchain:?}/pair" ]; then
		echo 'there is no toolchain in O'
		exit 4
	fi
	RUSTC=${RUSTC:-$toolchain/rustc} kcrate audit "$@" --compile -q \
		--work "$toolchain/../compile" --format json \
		--library "$toolchain/library" > said.json || echo "status $?"
	python3 "$lib/compiled.py" said.json
}
