#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# `kcrate import --tree`: the samples built in and as modules, the tree's own
# checks, and all of it taken out again.
#
#   tree.sh O KDIR KBUILD_OUTPUT

# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"

base=$top/scripts/testbed/base.config

# The set, with somebody who maintains one of the crates.
manifest()
{
	sed '/^  serde:$/a\    maintainer: A. Maintainer <a@example.org>' \
		"$top/vendor/crates.yaml"
}

import_tree()
{
	manifest > "$work/crates.yaml"
	kcrate import --tree "$kdir" -m "$work/crates.yaml"
	"$samples/install.sh" "$kdir"
}

# Lines of a .config: the samples built in (y), as modules (m) or not (n); then
# the crates that they have selected are switched off as well.
fragment() # VALUE
{
	cat "$base"
	if [ "$1" = n ]; then
		for symbol in SAMPLE_KCRATE_SERDE SAMPLE_KCRATE_CRATES SAMPLE_KCRATE_ALLOC \
			$(printf 'RUST_CRATE_%s ' $crates serde_derive | tr '[:lower:]' '[:upper:]'); do
			echo "# CONFIG_$symbol is not set"
		done
		return
	fi
	for sample in SERDE CRATES ALLOC; do
		echo "CONFIG_SAMPLE_KCRATE_$sample=$1"
	done
}

# Asked of the tree itself: with all in place, and without a line of an import.
available()
{
	kmake -s cratesavailable > "$work/available" 2>&1
	same 'all in place' "$(cat "$work/available")" \
		'The imported crates are available!'
	cp -p "$kdir/rust/hex/lib.rs" "$work/lib.rs"
	sed -i '$d' "$kdir/rust/hex/lib.rs"
	status=0
	kmake -s cratesavailable > "$work/available" 2>&1 || status=$?
	cp -p "$work/lib.rs" "$kdir/rust/hex/lib.rs"
	same 'a line lost' "$status" 2
	grep -qx 'rust/hex/lib.rs' "$work/available"
}

build_kernel() # VALUE
{
	fragment "$1" > "$work/$1.config"
	"$top/scripts/testbed/kernel.sh" "$testbed" "$kdir" "$output" \
		"$work/$1.config"
	cp "$testbed/log/$(basename "$output")-build.log" "$work/build.log"
	! grep -iE '^(warning|WARNING)|: warning' "$work/build.log"
}

built_in()
{
	rm -f "$output"/rust/libserde_derive.so
	for crate in $crates; do
		rm -f "$output/rust/$crate.o"
	done
	build_kernel y
	for crate in $crates; do
		grep -qE "RUSTC L +rust/$crate\.o" "$work/build.log" || {
			echo "$crate was not compiled"
			return 1
		}
	done
}

boot_built_in()
{
	boot 0 serde,crates,alloc > "$work/console" 2>&1
}

boot_modules()
{
	boot 0 serde,crates,alloc "$output"/samples/rust/kcrate/*.ko \
		> "$work/console" 2>&1
}

# What a crate exports is what its object defines.
exports_are_measured()
{
	for crate in $crates; do
		nm -p --defined-only "$output/rust/$crate.o" |
			awk '$2 ~ /^[TRDB]$/ && $3 !~ /__(pfx|cfi)/ { print $3 }' |
			sort > "$work/defined"
		sed -n 's/^EXPORT_SYMBOL_RUST_GPL(\(.*\));$/\1/p' \
			"$output/rust/exports_${crate}_generated.h" |
			sort > "$work/exported"
		diff "$work/defined" "$work/exported" || return 1
		while read -r symbol; do
			grep -q "	$symbol	" "$output/Module.symvers" ||
				echo "$symbol is not in Module.symvers"
		done < "$work/exported" > "$work/missing"
		cat "$work/missing"
		[ ! -s "$work/missing" ] || return 1
		echo "$crate: $(wc -l < "$work/exported") symbols"
	done
}

null_build()
{
	kmake -j"$jobs" bzImage modules > "$work/build.log" 2>&1 || return 1
	same "$1" "$(compiled < "$work/build.log")" ''
}

second_import()
{
	kcrate import --tree "$kdir" -m "$work/crates.yaml"
	null_build 'imported again' || return 1
	kcrate import --tree "$kdir"
	null_build 'imported from the manifest in the tree' || return 1
	kcrate import --check --tree "$kdir"
}

touched()
{
	touch "$kdir/rust/itoa/udiv128.rs"
	kmake -j"$jobs" bzImage modules > "$work/build.log" 2>&1 || return 1
	same 'itoa touched' "$(compiled < "$work/build.log")" \
		'itoa.o sample_crates.o '
}

# In a build from nothing a crate that is switched off is not compiled.
switched_off()
{
	for crate in $crates; do
		rm -f "$output/rust/$crate.o"
	done
	rm -f "$output/rust/libserde_derive.so"
	build_kernel n
	for crate in $crates libserde_derive; do
		! grep -E "RUSTC .*/$crate\." "$work/build.log" || return 1
	done
}

# With the crates switched on, and the imported ones not linted.
clippy()
{
	rm -f "$output/rust/serde.o"
	kmake CLIPPY=1 -j"$jobs" rust/ > "$work/clippy" 2>&1
	grep -qE ' RUSTC L +rust/serde\.o$' "$work/clippy"
	grep -qE ' CLIPPY L +rust/kernel\.o$' "$work/clippy"
}

analyzer_knows()
{
	kmake -s rust-analyzer
	python3 - "$output/rust-project.json" <<- 'PYTHON'
		import json, os, sys
		project = json.load(open(sys.argv[1]))
		crates = project["crates"]
		by_name = {crate["display_name"]: crate for crate in crates}
		serde = by_name["serde"]
		deps = {dep["name"] for dep in serde["deps"]}
		assert {"core", "serde_derive"} <= deps, deps
		assert 'feature="derive"' in serde["cfg"], serde["cfg"]
		assert serde["edition"] == "2018", serde["edition"]
		assert os.path.exists(serde["root_module"]), serde
		assert by_name["serde_derive"]["is_proc_macro"]
		user = by_name["sample_serde"]
		assert "serde" in {dep["name"] for dep in user["deps"]}, user
	PYTHON
}

maintained()
{
	kmake_source scripts/get_maintainer.pl --no-git --no-tree \
		-f rust/serde/lib.rs > "$work/maintainers"
	cat "$work/maintainers"
	grep -q 'A\. Maintainer.* <a@example.org> (maintainer:RUST \[SERDE\])' \
		"$work/maintainers"
}

# A program of the tree, run at its top.
kmake_source() # PROGRAM ARGUMENT...
{
	(cd "$kdir" && "$top/scripts/testbed/in-root.sh" "$testbed/root" "$@")
}

trap abandon_tree EXIT
plan 17
check 'the tree is free' take_tree
check 'import into the tree' import_tree
check 'make cratesavailable' available
check 'samples built in (=y)' built_in
check 'samples on the console, built in' boot_built_in
cat "$work/console" || :
check 'exports are what the objects define' exports_are_measured
check 'rust-analyzer knows the crates' analyzer_knows
check 'samples as modules (=m)' build_kernel m
check 'samples on the console, as modules' boot_modules
cat "$work/console" || :
check 'a second, identical import compiles nothing' second_import
check 'a touched crate is rebuilt, with its users alone' touched
check 'get_maintainer.pl finds the maintainer' maintained
check 'make rustfmtcheck' kmake -s rustfmtcheck
check 'make rustdoc' kmake -s rustdoc
check 'make CLIPPY=1' clippy
check 'switched off in Kconfig: not compiled' switched_off
check 'remove takes all of it out again' return_tree
finish
