#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The samples under other configurations, in the tree and as a module; what is
# too long for `make check-kernel`.
#
#   configs.sh O KDIR KBUILD_OUTPUT
#
# Builds kernels beside KBUILD_OUTPUT: for speed, with all that objtool says an
# error, with versions of symbols, with checked calls, and with KASAN.  The
# second is then cleaned with `make clean`, which keeps what external modules
# need, and the module built again; and the tree's own tests are run.

# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"

bed=$top/scripts/testbed
module=$work/module

import_tree()
{
	take_tree
	cp "$top/vendor/crates.yaml" "$work/crates.yaml"
	kcrate import --tree "$kdir" -m "$work/crates.yaml"
	"$samples/install.sh" "$kdir"
}

import_module()
{
	mkdir "$module"
	cp "$samples"/*.rs "$samples/Kbuild" "$module"
	kcrate import --module "$module" -m "$work/crates.yaml"
}

# The samples built in (y), as modules (m), or one after the other (y m).
config() # NAME VALUES FRAGMENT...
{
	output=$testbed/$1 values=$2
	shift 2
	for value in $values; do
		for sample in SERDE CRATES ALLOC; do
			echo "CONFIG_SAMPLE_KCRATE_$sample=$value"
		done > "$work/samples.config"
		"$bed/kernel.sh" "$testbed" "$kdir" "$output" \
			"$bed/base.config" "$@" "$work/samples.config" || return 1
		! grep -iE 'warning' "$testbed/log/$(basename "$output")-build.log" ||
			return 1
		case $value in
		y) boot 0 serde,crates,alloc || return 1 ;;
		m) boot 0 serde,crates,alloc \
			"$output"/samples/rust/kcrate/*.ko || return 1 ;;
		esac
	done
	for crate in $crates; do
		echo "$crate exports $(wc -l < "$output/rust/exports_${crate}_generated.h") symbols"
	done
}

build_module() # KERNEL
{
	output=$testbed/$1
	kmake "M=$module" clean || return 1
	kmake "M=$module" -j"$jobs" || return 1
	boot 4096 serde,crates,alloc "$module"/kcrate_*.ko
}

# bzImage is removed as well: the kernel that is booted was copied before.
after_make_clean() # KERNEL
{
	output=$testbed/$1
	mkdir -p "$work/saved/arch/x86/boot"
	cp "$output/arch/x86/boot/bzImage" "$work/saved/arch/x86/boot"
	kmake clean || return 1
	kmake "M=$module" clean || return 1
	kmake "M=$module" -j"$jobs" || return 1
	output=$work/saved
	boot 4096 serde,crates,alloc "$module"/kcrate_*.ko
}

# With the crates switched on.
rusttest()
{
	output=$testbed/kernel-strict
	kmake -s rusttest
}

# A result, and behind it what it had to say of the samples.
shown() # TITLE COMMAND...
{
	check "$@"
	grep -E '^(kcrate_|init: |[a-z_0-9]+ exports )' "$log" || :
}

trap abandon_tree EXIT
plan 15
check 'import into the tree' import_tree
check 'import into a module' import_module
shown 'optimised for speed' config kernel-speed 'y m' "$bed/speed.config"
shown 'optimised for speed: module' build_module kernel-speed
shown 'strict: ORC, retpolines, rethunks, objtool errors' \
	config kernel-strict 'y m' "$bed/strict.config"
shown 'strict: module' build_module kernel-strict
check 'make rusttest' rusttest
shown 'strict: module, after make clean of the kernel' \
	after_make_clean kernel-strict
shown 'versions of symbols, and all checks of rustc' \
	config kernel-modversions 'y m' "$bed/modversions.config"
shown 'versions of symbols: module' build_module kernel-modversions
shown 'checked calls, thin LTO, inlined helpers' \
	config kernel-cfi m "$bed/cfi.config"
shown 'checked calls: module' build_module kernel-cfi
shown 'KASAN and KFENCE' config kernel-kasan m "$bed/kasan.config"
shown 'KASAN and KFENCE: module' build_module kernel-kasan
check 'remove takes all of it out again' return_tree
finish
