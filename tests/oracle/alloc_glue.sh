#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Whether rust/alloc.rs defines what the library's alloc asks of an allocator,
# under the names that this compiler has for it:
#
#   alloc_glue.sh O RUSTC      O= as for `make run`, which has run
#
# It is compiled over a stub of the crate `kernel` in both of the forms that
# kernels have.  What alloc.o asks for as "__rust_…" must be there, and it must
# ask for something.

set -eu
export LC_ALL=C RUSTC_BOOTSTRAP=1
cd "$(dirname "$(realpath "$0")")/../.."
O=$1 rustc=$2
work=$O/tests/alloc_glue
number=0 status=0
rm -rf "$work"
mkdir -p "$work"

compile() # CRATE SOURCE ARGUMENT...
{
	crate=$1 source=$2
	shift 2
	"$rustc" --edition=2021 --crate-name "$crate" --crate-type rlib \
		--target="$O/obj/target.json" -Zunstable-options \
		--sysroot=/dev/null -L"$O/obj" -L"$work" -Cpanic=abort \
		-Csymbol-mangling-version=v0 -Copt-level=2 -Cno-redzone=y \
		-Ccode-model=kernel -Crelocation-model=static \
		--emit=metadata="$work/lib$crate.rmeta" \
		--emit=obj="$work/$crate.o" "$@" "$source"
}

# The allocator's symbols among those that nm prints, $1 being their kind.
symbols() # KIND OBJECT
{
	nm "$2" | sed -n "s/^.* [$1] \\(.*__rust_[a-z].*\\)\$/\\1/p" | sort
}

symbols U "$O/obj/alloc.o" > "$work/asked"
for cfg in numa_node no_numa_node; do
	number=$((number + 1))
	compile kernel tests/oracle/stub_kernel.rs --cfg "$cfg"
	compile kcrate_alloc rust/alloc.rs --cfg "$cfg" --extern kernel \
		-Dwarnings
	symbols TRD "$work/kcrate_alloc.o" > "$work/defined"
	missing=$(comm -23 "$work/asked" "$work/defined")
	if [ -s "$work/asked" ] && [ -z "$missing" ]; then
		echo "ok $number allocator of alloc, $cfg: $(wc -l < "$work/asked") symbols"
	else
		echo "not ok $number allocator of alloc, $cfg: lacks ${missing:-what alloc.o could ask for}"
		status=1
	fi
done
exit $status
