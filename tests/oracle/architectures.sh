#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Other architectures than x86:
#
#   architectures.sh O [ARCH]... [MAKE-VARIABLE...]
#
# What is recorded of each target is what rustc says of it, if it is one that
# Linux takes there (scripts/min-tool-version.sh of 7.3); and the example set,
# imported for all of them at once, is compiled stand-alone for each ARCH, the
# library included.

set -eu
export LC_ALL=C RUSTC_BOOTSTRAP=1
cd "$(dirname "$(realpath "$0")")/../.."
O=$(realpath "$1")
shift
work=$O/tests/architectures
rustc=$O/toolchain/rustc
number=0 status=0

# Of what rustc prints, that which crates ask for.
cfgs() # TARGET
{
	"$rustc" --print cfg --target "$1" |
		grep -E '^(unix|target_(arch|endian|pointer_width|vendor|os|env|abi|family|has_atomic)(=|$))'
	echo 'panic="abort"'
}

result() # TITLE STATUS
{
	number=$((number + 1))
	[ "$2" -eq 0 ] || status=1
	[ "$2" -eq 0 ] && echo "ok $number $1" || echo "not ok $number $1"
}

release=$("$rustc" --version | cut -d ' ' -f 2)

# What an older compiler than Linux takes for ARCH says is another matter.
facts() # ARCH SYMBOL TARGET [OLDEST-COMPILER]
{
	if [ $# -gt 3 ] && dpkg --compare-versions "$release" lt "$4"; then
		result "facts of $1 # SKIP Linux wants rustc $4 for it" 0
		return
	fi
	cfgs "$3" | "$O/tests/target_facts" "$1" "$2" && result "facts of $1" 0 ||
		result "facts of $1" 1
}

facts arm ARM arm-unknown-linux-gnueabi
facts arm64 ARM64 aarch64-unknown-none-softfloat
facts loongarch LOONGARCH loongarch64-unknown-none-softfloat
facts powerpc PPC64 powerpc64le-unknown-linux-gnu 1.95.0
facts powerpc PPC32 powerpc-unknown-linux-gnu
facts riscv RISCV riscv64imac-unknown-none-elf
facts s390 S390 s390x-unknown-none-softfloat 1.96.0

rm -rf "$work"
mkdir -p "$work"
sed 's/^schema: 1$/&\narchitectures: [arm, arm64, loongarch, powerpc, riscv, s390, um, x86]/' \
	vendor/crates.yaml > "$work/crates.yaml"
cp vendor/*.diff "$work" 2> /dev/null || :
"$O/tools/kcrate/kcrate" import -q --offline --cache "$O/cache" \
	-m "$work/crates.yaml" --out "$work/rust"

architectures=
while [ $# -gt 0 ] && [ "$1" = "${1#*=}" ]; do
	architectures="$architectures $1"
	shift
done
for arch in $architectures; do
	if make -f rust/Makefile O="$work" CRATES="$work/rust" ARCH="$arch" \
		TOOLCHAIN="$O/toolchain" "$@" objects > "$work/$arch.log" 2>&1; then
		echo "# $arch: $(find "$work/obj-$arch" -maxdepth 1 -name '*.o' | wc -l) objects, $(od -A n -t u2 -j 18 -N 2 "$work/obj-$arch/core.o" | tr -d ' ') is their machine"
		result "the set for $arch" 0
	else
		tail -n 20 "$work/$arch.log" | sed 's/^/# /'
		result "the set for $arch" 1
	fi
done
echo "1..$number"
exit $status
