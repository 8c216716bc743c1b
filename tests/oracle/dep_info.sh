#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Asks rustc which files of a crate it reads, and compares with what
# read_crate_source() says for the same features, cfgs and target:
#
#   dep_info.sh RUSTC CRATE_FILES CRATE_DIR...
#
# CRATE_FILES is the program made from crate_files.cc.  Each crate is read
# twice, with no features and with all of them.
#
#   missing   rustc reads a file that is not in the list
#   surplus   the list says that a file is certain, or with every cfg known that
#             it is possible, and rustc does not read it; excused where rustc
#             stopped at an error
#   no-info   rustc wrote no dep-info at all
#
# The first two are errors.  The list is asked for twice: with the target's cfgs
# and the features known and everything else unknown, and with all known.
#
# Dependencies are not there; rustc writes its dep-info all the same, but does
# not expand macros that it cannot find.  cfg_if, which matters, is compiled
# first if one of the crates is it.

set -eu
export LC_ALL=C RUSTC_BOOTSTRAP=1
rustc=$1
crate_files=$(realpath "$2")
shift 2

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM

# The value of key $2 in section [$1] of Cargo.toml, without its quotes.
toml_value() {
	awk -v section="[$1]" -v key="$2" '
		/^\[/ { inside = $0 == section }
		inside && $1 == key && $2 == "=" {
			sub(/^[^=]*= */, ""); gsub(/"/, ""); print; exit
		}' Cargo.toml
}

# Every feature: those declared, and one for each optional dependency.
features() {
	awk '
		/^\[/ { section = $0; name = $0 }
		section == "[features]" && /^["A-Za-z0-9_+.-]+ *=/ {
			gsub(/"/, "", $1); sub(/=.*/, "", $1); print $1
		}
		section ~ /dependencies\.[^.]*\]$/ && /^optional = true/ {
			sub(/.*dependencies\./, "", name)
			gsub(/[]"]/, "", name); print name
		}' Cargo.toml | sort -u
}

# foo/../bar is bar.
normalise() {
	sed -e ':again' -e 's,\(^\|/\)[^/.][^/]*/\.\./,\1,' -e 't again' \
	    -e 's,\./,,' | sort -u
}

target_keys() {
	"$rustc" --print cfg | sed 's/=.*//' | sort -u
	echo feature
	echo test
	echo doctest
	echo doc
	echo miri
	echo windows
	echo proc_macro
}

# The arguments of crate_files, one a line; $1 lists the features.
our_arguments() {
	"$rustc" --print cfg | sed 's/^/--cfg\n/'
	sed 's/.*/--cfg\nfeature="&"/' "$1"
	target_keys | sed 's/^/--know\n/'
}

rustc_arguments() {
	sed 's/.*/--cfg\nfeature="&"/' "$1"
	if [ -n "$cfg_if" ]; then
		printf '%s\n' --extern "cfg_if=$cfg_if"
	fi
}

# Runs the program of which $1 is the file with its arguments, one a line.
with_arguments() {
	list=$1
	shift
	while IFS= read -r argument; do
		set -- "$@" "$argument"
	done < "$list"
	"$@"
}

ask_rustc() {
	edition=$(toml_value package edition)
	name=$(toml_value package name | tr - _)
	rustc_arguments "$1" > "$tmp/rustc-args"
	rm -f "$tmp/out.d"
	CARGO_MANIFEST_DIR=$PWD CARGO_PKG_NAME=$name \
	CARGO_PKG_VERSION=$(toml_value package version) \
	with_arguments "$tmp/rustc-args" "$rustc" --emit=dep-info \
		--cap-lints allow --crate-name "$name" --crate-type "$crate_type" \
		--edition "${edition:-2015}" -o "$tmp/out.d" "$root" \
		> "$tmp/rustc.log" 2>&1
}

dep_info() {
	sed -n "s,^$tmp/out.d: ,,p" "$tmp/out.d" | tr ' ' '\n' |
		sed "s,^$PWD/,," | grep -v '^/' | normalise
}

# The files in $2 of which the reach is $1.
listed() {
	sed -n "s/^file $1 [a-z]* \([^ ]*\).*/\1/p" "$2" | sort -u
}

checked=0 failed=0 missing=0 surplus=0 excused=0 no_info=0 files=0

# $1: the list of features, $2: what to call it
check() {
	our_arguments "$1" > "$tmp/our-args"
	with_arguments "$tmp/our-args" "$crate_files" . "$root" \
		> "$tmp/ours" || true
	with_arguments "$tmp/our-args" "$crate_files" . "$root" --closed \
		> "$tmp/closed" || true
	status=0
	ask_rustc "$1" || status=$?
	checked=$((checked + 1))
	if [ ! -e "$tmp/out.d" ]; then
		no_info=$((no_info + 1))
		echo "no-info $crate $2: $(head -n 1 "$tmp/rustc.log")"
		return
	fi
	if [ $status != 0 ]; then
		failed=$((failed + 1))
	fi
	dep_info > "$tmp/theirs"
	files=$((files + $(wc -l < "$tmp/theirs")))
	listed '[a-z]*' "$tmp/ours" > "$tmp/kept"
	{
		listed yes "$tmp/ours"
		listed '[a-z]*' "$tmp/closed"
	} | sort -u > "$tmp/certain"
	for file in $(comm -13 "$tmp/kept" "$tmp/theirs"); do
		missing=$((missing + 1))
		echo "missing $crate $2: $file"
	done
	for file in $(comm -23 "$tmp/certain" "$tmp/theirs"); do
		if [ $status = 0 ]; then
			surplus=$((surplus + 1))
			echo "surplus $crate $2: $file"
		else
			excused=$((excused + 1))
			echo "excused $crate $2: $file"
		fi
	done
	sed -n "s,^finding ,finding $crate $2: ,p" "$tmp/ours"
	sed -n "s,^error ,error $crate $2: ,p" "$tmp/ours"
}

cfg_if=
for dir; do
	case ${dir%/} in */cfg-if-1*)
		cfg_if=$tmp/libcfg_if.rlib
		"$rustc" --crate-type rlib --crate-name cfg_if --edition 2018 \
			--cap-lints allow -o "$cfg_if" "$dir/src/lib.rs"
	esac
done

: > "$tmp/none"
for dir; do
	cd "$dir"
	crate=$(basename "$dir")
	root=$(toml_value lib path)
	root=${root:-src/lib.rs}
	crate_type=lib
	if [ "$(toml_value lib proc-macro)" = true ]; then
		crate_type=proc-macro
	fi
	features > "$tmp/all"
	check "$tmp/none" none
	check "$tmp/all" all
	cd "$OLDPWD"
done

echo "$checked runs, $files files, $failed of them with errors from rustc:" \
	"$missing missing, $surplus surplus ($excused more where rustc failed)," \
	"$no_info without dep-info"
[ $missing = 0 ] && [ $surplus = 0 ]
