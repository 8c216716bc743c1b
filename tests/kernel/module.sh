#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# `kcrate import --module` on an unpatched kernel: built, loaded, built again.
#
#   module.sh O KDIR KBUILD_OUTPUT

# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"

module=$work/module
twin=$work/twin
all_host='libproc_macro2.rlib libquote.rlib libserde_derive.so libsyn.rlib'
all_kernel="$(printf '%s.o ' $crates) alloc.o kcrate_alloc.o sample_alloc.o sample_crates.o sample_serde.o"
sorted_all=$(printf '%s\n' $all_host $all_kernel | sort | tr '\n' ' ')

build()
{
	kmake "M=$module" "$@"
}

import_module()
{
	mkdir "$module"
	cp "$samples"/*.rs "$samples/Kbuild" "$module"
	cp "$top/vendor/crates.yaml" "$work/crates.yaml"
	kcrate import --module "$module" -m "$work/crates.yaml" \
		--kernel "$output"
}

# Another module with an `alloc` of its own.
build_twin()
{
	mkdir "$twin"
	cp "$samples/ktap.rs" "$samples/faults.rs" "$twin"
	sed 's/kcrate_alloc/kcrate_twin/' "$samples/sample_alloc.rs" \
		> "$twin/sample_alloc.rs"
	sed -n '/^schema/,/^crates/p; /^  zeroize/,$p' "$work/crates.yaml" \
		> "$work/twin.yaml"
	cat > "$twin/Kbuild" <<- 'KBUILD'
		include $(src)/kcrate/Kbuild
		obj-m := kcrate_twin.o
		kcrate_twin-y := sample_alloc.o $(call kcrate-objects,zeroize)
		$(call kcrate-use,sample_alloc.o,zeroize)
	KBUILD
	kcrate import --module "$twin" -m "$work/twin.yaml" --kernel "$output"
	kmake "M=$twin"
}

# Memory was refused, to both of them.
refused_memory()
{
	for module in alloc twin; do
		grep -E "^kcrate_$module: # 1000 rounds, [1-9][0-9]* ended by a refusal" \
			"$work/console"
	done
	grep -q '^init: leaks: 0' "$work/console"
}

# Asked of the script that the import leaves, of the toolchain of the build.
available()
{
	BIND=$(printf '%s\n%s\n%s\n' "$kdir" "$output" "$work") \
		"$top/scripts/testbed/in-root.sh" "$testbed/root" \
		env RUSTC=rustc HOSTCC=cc srctree="$kdir" objtree="$output" \
		sh "$module/kcrate/crates_are_available.sh"
}

# Everything at once, with more jobs than processors.
first_build()
{
	build -j8 > "$work/build.log" 2>&1 || { cat "$work/build.log"; return 1; }
	! grep -i warning "$work/build.log" || return 1
	same 'first build' "$(compiled < "$work/build.log")" "$sorted_all"
	# What does not ask for alloc is linked without.
	! nm "$module/kcrate_crates.ko" | grep __rust_alloc
}

# A build makes what is named and nothing else.
rebuild() # WHAT WANTED
{
	build > "$work/rebuild.log" 2>&1 || { cat "$work/rebuild.log"; return 1; }
	same "$1" "$(compiled < "$work/rebuild.log")" "$2"
}

null_rebuild()
{
	rebuild 'no change' '' || return 1
	! grep -E '^ +[A-Z]+ ' "$work/rebuild.log"
}

touched_crate()
{
	touch "$module/kcrate/memchr/memmem/mod.rs"
	rebuild 'an inner file of memchr touched' 'memchr.o sample_crates.o '
	touch "$module/kcrate/cfg-if/lib.rs"
	rebuild 'cfg-if touched' 'cfg_if.o crc32fast.o sample_crates.o '
}

touched_proc_macro()
{
	touch "$module/kcrate/serde_derive/lib.rs"
	rebuild 'serde_derive touched' \
		'libserde_derive.so sample_serde.o serde.o '
}

touched_user()
{
	touch "$module/wire.rs"
	rebuild 'a file of the module touched' 'sample_serde.o '
}

# The tree was imported from a copy of the manifest, and holds it.
second_import()
{
	kcrate import --module "$module"
	null_rebuild
}

clean_is_complete()
{
	build clean
	(cd "$module" && find . -type f | sort) > "$work/left"
	(cd "$samples" && ls -- *.rs Kbuild | sed 's|^|./|') > "$work/known"
	(cd "$module" && sed -n 's|^  \(kcrate/[^ ]*\): [0-9a-f"].*|./\1|p' \
		kcrate/crates.lock) >> "$work/known"
	echo ./kcrate/crates.lock >> "$work/known"
	sort "$work/known" | comm -13 - "$work/left" > "$work/surplus"
	cat "$work/surplus"
	[ ! -s "$work/surplus" ]
}

# What a kernel package leaves to build modules against has no host libraries.
after_clean_of_the_kernel()
{
	# Linux 6.12 has none at any time.
	[ ! -e "$output/rust/host" ] || mv "$output/rust/host" "$work/host"
	if build -j"$jobs"; then status=0; else status=$?; fi
	[ ! -e "$work/host" ] || mv "$work/host" "$output/rust/host"
	return $status
}

without_rust_directory()
{
	mv "$output/rust" "$work/rust"
	if build > "$work/refused" 2>&1; then status=0; else status=$?; fi
	if kcrate import --module "$module" --kernel "$output" \
		2> "$work/refused.kcrate"; then kcrate=0; else kcrate=$?; fi
	mv "$work/rust" "$output/rust"
	cat "$work/refused" "$work/refused.kcrate"
	[ "$status" -ne 0 ] && [ "$kcrate" -eq 2 ] &&
		grep -q 'headers package without rust/' "$work/refused" &&
		grep -q 'headers package without rust/' "$work/refused.kcrate"
}

booted()
{
	boot 4096 serde,crates,alloc,twin "$module"/kcrate_*.ko \
		"$twin/kcrate_twin.ko" > "$work/console" 2>&1
}

removed()
{
	build clean
	rm -f "$module/rust-project.json"
	kcrate remove --module "$module"
	(cd "$module" && find . | sort) > "$work/left"
	(cd "$samples" && ls -- *.rs Kbuild | sed 's|^|./|'; echo .) | sort |
		diff - "$work/left"
}

plan 15
check 'import into a module' import_module
check 'all that a build needs is there, as a script says' available
check 'first build, -j8' first_build
check 'a second module with an alloc of its own' build_twin
check 'the samples on the console' booted
cat "$work/console" || :
check 'memory was refused, and none is lost' refused_memory
check 'null rebuild' null_rebuild
check 'a touched crate is rebuilt, with its users alone' touched_crate
check 'a touched proc macro is rebuilt, with its users alone' touched_proc_macro
check "a touched file of the module's own rebuilds no crate" touched_user
check 'a second, identical import rebuilds nothing' second_import
check 'make clean leaves nothing behind' clean_is_complete
check "builds without the kernel's own host libraries" after_clean_of_the_kernel
check 'headers without rust/ are refused with the reason' without_rust_directory
check 'remove takes all of it out again' removed
finish
