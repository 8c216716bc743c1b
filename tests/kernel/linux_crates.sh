#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Linux's own crates put back: taken out of a copy of the tree, with all that
# its Makefiles say of them, and imported into it.  They must then be compiled by
# the very command lines that Linux has for them, which are those that the
# kernel in KBUILD_OUTPUT was built by; and all that uses them goes on to work.
#
#   linux_crates.sh O KDIR KBUILD_OUTPUT

# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"

bed=$top/scripts/testbed
linux=$kdir
linux_output=$output
kdir=$testbed/linux-own
output=$testbed/kernel-own
sources=$work/sources
packages='proc-macro2 quote syn zerocopy zerocopy-derive'
libraries=$(echo "$packages" | tr - _)
# What each is compiled to, below rust/.
objects='host/libproc_macro2.rlib host/libquote.rlib host/libsyn.rlib
	libzerocopy_derive.so zerocopy.o'

# Standard input, a Makefile, without what it says of the crates: their rules
# and variables, and lines about them in lists.  What uses them stays, but for
# what make would expand before it has come to the import's own Makefile.
without_crates()
{
	awk -v packages="$packages" '
	function replace(text, what, with,	at) {
		while ((at = index(text, what)))
			text = substr(text, 1, at - 1) with \
			       substr(text, at + length(what))
		return text
	}
	# A word that stands for one of the crates in a list of objects.
	function is_object(word) {
		return word in objects
	}
	# A line of a longer one that says something of one of them alone.
	function is_about(line,	i) {
		for (i in library)
			if (index(line, "s=\047" library[i] "=$(" library[i]) ||
			    index(line, "rust/lib" library[i] ".so ") ||
			    line ~ ("-path .*/rust/" package[i] "( |$)"))
				return 1
		return 0
	}
	function rule_or_variable(line,	i) {
		for (i in library)
			if (index(line, "$(obj)/host/lib" library[i] ".rlib:") == 1 ||
			    index(line, "$(obj)/" library[i] ".o:") == 1 ||
			    index(line, "$(obj)/$(lib" library[i] "_name):") == 1 ||
			    index(line, "lib" library[i] "_name :=") == 1 ||
			    line ~ ("^" library[i] "-[a-z_]+ :="))
				return 1
		return 0
	}
	# The line without lines about them; the last one goes on no further.
	function shortened(line,	n, i, parts, out) {
		n = split(line, parts, "\n")
		for (i = 1; i <= n; i++)
			if (!is_about(parts[i]))
				out = out (out == "" ? "" : "\n") parts[i]
		if (parts[n] !~ /\\$/)
			sub(/ *\\$/, "", out)
		return out
	}
	function without_objects(line,	n, i, words, out) {
		n = split(line, words, " ")
		out = words[1] " " words[2]
		for (i = 3; i <= n; i++)
			if (!is_object(words[i]))
				out = out " " words[i]
		return out
	}
	function expanded_later(line,	i) {
		for (i in library) {
			line = replace(line, ":= $(" library[i] "-envs)",
				       "= $(" library[i] "-envs)")
			if (line !~ /: private /)
				line = replace(line, "$(lib" library[i] "_name)",
					       "$(call procmacro-name," library[i] ")")
		}
		return line
	}
	function finish(line) {
		if (line ~ /^\t/ && dropping)
			return
		dropping = 0
		if (rule_or_variable(line)) {
			dropping = line ~ /^\$\(obj\)/
			return
		}
		if (line ~ /^(obj|always)-[^ ]* \+= /) {
			line = without_objects(line)
			if (line ~ /\+=$/)
				return
		}
		if (line ~ /^\$\(obj\)|^rust(doc|test)/)
			line = expanded_later(line)
		print shortened(line)
	}
	BEGIN {
		n = split(packages, package, " ")
		for (i = 1; i <= n; i++) {
			library[i] = package[i]
			gsub("-", "_", library[i])
			objects["host/lib" library[i] ".rlib"]
			objects[library[i] ".o"]
			objects["$(lib" library[i] "_name)"]
		}
	}
	{
		whole = whole (more ? "\n" : "") $0
		more = /\\$/
		if (more)
			next
		finish(whole)
		whole = ""
	}'
}

take_out()
{
	rm -rf "$kdir"
	cp -a --reflink=auto "$linux" "$kdir"
	mkdir "$sources"
	for package in $packages; do
		mv "$kdir/rust/$package" "$sources"
	done
	for file in Makefile rust/Makefile; do
		without_crates < "$linux/$file" > "$kdir/$file"
		diff -u "$linux/$file" "$kdir/$file" || :
	done
	# Nothing defines them any more.
	for library in $libraries; do
		! grep -nE "^$library-|^lib${library}_name|^[^ 	]*lib${library}(\.rlib|_name\)):|/$library\.o:|=$library=" \
			"$kdir/rust/Makefile" || return 1
	done
}

tree_hash() # PACKAGE
{
	(cd "$sources/$1" && find . -type f -printf '%P\n' | sort |
		xargs -d '\n' sha256sum | sha256sum | cut -d ' ' -f 1)
}

# An entry; what is special to the crate is standard input.
entry() # PACKAGE VERSION TAG RELEASED
{
	cat <<- ENTRY
		  $1:
		    version: "$2"
		    tag: "$3"
		    released: $4
		    directory: {path: $sources/$1, tree-sha256: $(tree_hash "$1")}
	ENTRY
	sed 's/^./    &/'
}

# Features are such that nobody asks for default ones, as nobody passes
# feature="default" in Linux.
manifest()
{
	printf 'schema: 1\ncrates:\n'
	entry proc-macro2 1.0.101 1.0.101 2025-08-16 <<- 'ENTRY'
		host:
		  features: [proc-macro]
		  cfgs:
		    - wrap_proc_macro
		    - {cfg: proc_macro_span_file, when: rustc >= 1.88}
		    - {cfg: proc_macro_span_location, when: rustc >= 1.88}
		drop-dependencies:
		  unicode-ident: only ASCII identifiers are needed
		cargo-toml: |
		  [package]
		  name = "proc-macro2"
		  version = "1.0.101"
		  edition = "2021"
		  rust-version = "1.68"
		  license = "MIT OR Apache-2.0"
		  repository = "https://github.com/dtolnay/proc-macro2"

		  [lib]
		  path = "lib.rs"

		  [dependencies]
		  unicode-ident = "1.0"

		  [features]
		  default = ["proc-macro"]
		  nightly = []
		  proc-macro = []
		  span-locations = []
	ENTRY
	entry quote 1.0.40 1.0.40 2025-03-12 <<- 'ENTRY'
		host: {features: [proc-macro]}
		cargo-toml: |
		  [package]
		  name = "quote"
		  version = "1.0.40"
		  edition = "2018"
		  rust-version = "1.56"
		  license = "MIT OR Apache-2.0"
		  repository = "https://github.com/dtolnay/quote"

		  [lib]
		  path = "lib.rs"

		  [dependencies]
		  proc-macro2 = { version = "1.0.80", default-features = false }

		  [features]
		  default = ["proc-macro"]
		  proc-macro = ["proc-macro2/proc-macro"]
	ENTRY
	entry syn 2.0.106 2.0.106 2025-08-16 <<- 'ENTRY'
		host:
		  features: [clone-impls, derive, full, parsing, printing, proc-macro, visit, visit-mut]
		features-exact: true
		drop-dependencies:
		  unicode-ident: only ASCII identifiers are needed
		cargo-toml: |
		  [package]
		  name = "syn"
		  version = "2.0.106"
		  edition = "2021"
		  rust-version = "1.61"
		  license = "MIT OR Apache-2.0"
		  repository = "https://github.com/dtolnay/syn"

		  [lib]
		  path = "lib.rs"

		  [dependencies]
		  proc-macro2 = { version = "1.0.91", default-features = false }
		  quote = { version = "1.0.35", optional = true, default-features = false }
		  unicode-ident = "1"

		  [features]
		  clone-impls = []
		  default = ["derive", "parsing", "printing", "clone-impls", "proc-macro"]
		  derive = []
		  extra-traits = []
		  fold = []
		  full = []
		  parsing = []
		  printing = ["dep:quote"]
		  proc-macro = ["proc-macro2/proc-macro", "quote?/proc-macro"]
		  visit = []
		  visit-mut = []
	ENTRY
	entry zerocopy 0.8.54 v0.8.54 2026-07-08 <<- 'ENTRY'
		kernel: {cfgs: [no_fp_fmt_parse]}
		cfgs-off: [__ZEROCOPY_INTERNAL_USE_ONLY_DEV_MODE]
		keep-files:
		  benches: rustdoc shows them, by the names that macros make
		  rustdoc/style.css: make rustdoc passes it to rustdoc
		cargo-toml: |
		  [package]
		  name = "zerocopy"
		  version = "0.8.54"
		  edition = "2021"
		  rust-version = "1.56"
		  license = "BSD-2-Clause OR Apache-2.0 OR MIT"
		  repository = "https://github.com/google/zerocopy"

		  [dependencies]
		  zerocopy-derive = { version = "=0.8.54", optional = true }

		  [features]
		  alloc = []
		  derive = ["zerocopy-derive"]
		  float-nightly = []
		  simd = []
		  simd-nightly = ["simd"]
		  std = ["alloc"]
	ENTRY
	entry zerocopy-derive 0.8.54 v0.8.54 2026-07-08 <<- 'ENTRY'
		host: {cfgs: [zerocopy_unstable_linux]}
		cargo-toml: |
		  [package]
		  name = "zerocopy-derive"
		  version = "0.8.54"
		  edition = "2021"
		  rust-version = "1.56"
		  license = "BSD-2-Clause OR Apache-2.0 OR MIT"
		  repository = "https://github.com/google/zerocopy"

		  [lib]
		  path = "lib.rs"
		  proc-macro = true

		  [dependencies]
		  proc-macro2 = { version = "1.0.1", default-features = false, features = ["proc-macro"] }
		  quote = { version = "1.0.40", default-features = false, features = ["proc-macro"] }
		  syn = { version = "2.0.46", default-features = false, features = ["full"] }
	ENTRY
}

put_back()
{
	manifest > "$work/crates.yaml"
	cat "$work/crates.yaml"
	kcrate import --tree "$kdir" -m "$work/crates.yaml"
	kcrate import --check --tree "$kdir" -m "$work/crates.yaml"
}

# But for the README, each file is Linux's, in its place.
same_files()
{
	for package in $packages; do
		diff -r -x README.md "$linux/rust/$package" \
			"$kdir/rust/$package"
	done
}

build()
{
	mkdir -p "$output"
	cp "$linux_output/.config" "$output"
	{
		echo "$libraries" | tr '[:lower:] ' '[:upper:]\n' |
			sed 's/.*/CONFIG_RUST_CRATE_&=y/'
		printf 'CONFIG_%s=y\n' SAMPLES SAMPLES_RUST SAMPLE_RUST_MINIMAL
	} > "$work/own.config"
	"$bed/kernel.sh" "$testbed" "$kdir" "$output" "$work/own.config"
}

# The command that has made OBJECT in the build directory OUTPUT of TREE, a word
# a line, without the places of these two.
words() # OUTPUT TREE OBJECT
{
	head -n 1 "$1/rust/$(dirname "$3")/.${3##*/}.cmd" |
		sed -e "s|$1|(output)|g" -e "s|$2|(tree)|g" |
		tr -s ' ' '\n' | sed '/^$/d'
}

same_commands()
{
	status=0
	for object in $objects; do
		words "$linux_output" "$linux" "$object" > "$work/theirs"
		words "$output" "$kdir" "$object" > "$work/ours"
		if diff "$work/theirs" "$work/ours" > "$work/differ"; then
			echo "$object: $(wc -l < "$work/ours") words, all of them the same"
		else
			echo "$object differs: < Linux's, > ours"
			cat "$work/differ"
			status=1
		fi
	done
	return $status
}

boot_own()
{
	"$bed/boot.sh" "$output/arch/x86/boot/bzImage" > "$work/console"
	grep -a 'rust_minimal' "$work/console"
	"$top/tests/kernel/judge.sh" "$work/console" 0 ''
}

null_build()
{
	kmake -j"$jobs" bzImage modules > "$work/build.log" 2>&1 || return 1
	same 'built again' "$(compiled < "$work/build.log")" ''
}

# Each crate is there once, with what it is compiled with.
analyzer_knows()
{
	kmake -s rust-analyzer
	python3 - "$output/rust-project.json" $libraries <<- 'PYTHON'
		import json, os, sys
		project = json.load(open(sys.argv[1]))
		crates = project["crates"]
		named = [[c for c in crates if c["display_name"] == name]
		         for name in sys.argv[2:]]
		assert [len(list) for list in named] == [1] * len(named), named
		macro2, quote, syn, zerocopy, derive = [list[0] for list in named]
		assert "wrap_proc_macro" in macro2["cfg"], macro2["cfg"]
		assert quote["edition"] == "2018", quote["edition"]
		assert 'feature="visit-mut"' in syn["cfg"], syn["cfg"]
		assert zerocopy["env"]["CARGO_PKG_VERSION"] == "0.8.54", zerocopy
		assert derive["is_proc_macro"], derive
		roots = [list[0]["root_module"] for list in named]
		assert all(map(os.path.exists, roots)), roots
	PYTHON
}

# One cfg more, of a crate that little depends on.
other_flag_is_seen()
{
	sed 's/zerocopy_unstable_linux/&, another/' "$work/crates.yaml" \
		> "$work/other.yaml"
	kcrate import --tree "$kdir" -m "$work/other.yaml"
	kmake -j"$jobs" prepare
	if same_commands > "$work/said"; then
		echo 'all command lines are still the same'
		return 1
	fi
	cat "$work/said"
	same 'crates that differ' "$(grep -c ' differs: ' "$work/said")" 1
	grep -qxF "> --cfg='another'" "$work/said"
}

plan 12
check 'take the crates out of a copy of the tree' take_out
check 'put them back' put_back
check 'their files are as Linux has them' same_files
check 'build' build
if [ $failed -ne 0 ]; then
	echo 'Bail out! The rest is about that kernel.'
	finish
fi
check 'their command lines are those of Linux' same_commands
sed 's/^/# /' "$log"
check 'boot' boot_own
check 'a second build compiles nothing' null_build
check 'rust-analyzer knows each of them once' analyzer_knows
check 'make rustfmtcheck' kmake -s rustfmtcheck
check 'make rustdoc' kmake -s rustdoc
check 'make rusttest' kmake -s rusttest
check 'another flag is seen' other_flag_is_seen
finish
