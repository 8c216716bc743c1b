#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Samples over imports that were broken on purpose: each must fail, be it that
# it does not build or that what it prints is judged bad.
#
#   broken.sh O KDIR KBUILD_OUTPUT

# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"

module=$work/module

# Import, with the manifest changed by a filter.
import() # [FILTER...]
{
	[ $# -gt 0 ] || set -- cat
	"$@" < "$top/vendor/crates.yaml" > "$work/crates.yaml"
	kcrate import -q --module "$module" -m "$work/crates.yaml"
}

build()
{
	kmake "M=$module" -j"$jobs"
}

fails() # COMMAND...
{
	! "$@" || {
		echo 'succeeded, and should not have'
		return 1
	}
}

sound()
{
	mkdir "$module"
	cp "$samples"/*.rs "$samples/Kbuild" "$module"
	import && build || return 1
	run serde && run crates && run alloc
}

run() # SAMPLE
{
	boot 4096 "$1" "$module/kcrate_$1.ko"
}

# One byte of a crate, seen by --check, by the sample, and put right by force.
byte() # FILE SED-SCRIPT SAMPLE
{
	file=$module/kcrate/$1
	cp "$file" "$work/sound"
	sed -i "$2" "$file"
	same 'bytes that differ' "$(cmp -l "$work/sound" "$file" | wc -l)" 1
	says '[locally-modified]' kcrate import -q --module "$module"
	build
	says "judge: a result of $3: " run "$3"
	kcrate import -q --module "$module" --force
	cmp "$work/sound" "$file"
}

# What the build or the import says.
says() # TEXT COMMAND...
{
	text=$1
	shift
	fails "$@" > "$work/said" 2>&1 || return 1
	cat "$work/said"
	grep -qF "$text" "$work/said"
}

without_crate() # CRATE
{
	import awk -v name="$1" '
		/^  [^ ]/ { skip = $1 == name ":" } !skip' || return 1
	says "kcrate has imported no crate '$1'" build
}

without_derive()
{
	import sed 's/features: \[derive\]/features: []/' || return 1
	says 'cannot find derive macro' build
}

with_std()
{
	says '[std-used]' import sed '/^  hex:$/,/^$/s/kernel: {}/kernel: {features: [std]}/'
}

# Memory that nobody gives back, of which the kernel has to know.
leak()
{
	sed -i 's/^    (result, intact)$/    core::mem::forget(list);\n&/' \
		"$module/sample_alloc.rs"
	grep -q 'mem::forget' "$module/sample_alloc.rs"
	build
	says 'judge: memory: init: leaks: ' run alloc
	cp "$samples/sample_alloc.rs" "$module"
}

plan 8
check 'the sound import, to begin with' sound
check 'one byte of serde: sample (a) fails' \
	byte serde/de/impls.rs 's/^    3  => (0 T0 1 T1 2 T2)$/    2  => (0 T0 1 T1 2 T2)/' serde
check 'one byte of hex: sample (b) fails' \
	byte hex/lib.rs 's/b"0123456789abcdef"/b"0123456789abceef"/' crates
check 'vectors forgotten: sample (c) leaks' leak
check 'serde without derive: sample (a) does not build' without_derive
check 'serde missing: sample (a) does not build' without_crate serde
check 'scopeguard missing: sample (b) does not build' without_crate scopeguard
check 'hex with std: refused' with_std
finish
