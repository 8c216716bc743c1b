#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Tests whether the crates that kcrate has imported can be built here: with this
# toolchain, in this tree, in this configuration.  Installed by kcrate; what the
# crates need stands in the file `crates.needs` beside it.  In the manner of
# scripts/rust_is_available.sh: it says nothing on standard output, nothing at
# all where all is well, and exits with 1 at the first error.
#
#   crates_are_available.sh [--all] [--import DIR]
#
# --all          report every error, then exit with 1
# --import DIR   where the import is whose files and hooks are checked, if not
#                here; "" where none was made yet
#
# Environment: RUSTC, HOSTCC (for proc macros), srctree and objtree as Kbuild
# exports them ("" where there is none); RUST_LIB_SRC, KRUSTFLAGS and
# KBUILD_HOSTLDFLAGS, or KBUILD_PROCMACROLDFLAGS, where they are set.

# shellcheck disable=SC2317 # for_each_crate and the trap call functions

set -e

export LC_ALL=C
exec >&2

here=$(dirname "$0")
needs=$here/crates.needs
import=$here
all=
status=0
warning=0
tmp=

# Convert the version string x.y.z to a canonical up-to-7-digits form, as
# scripts/rust_is_available.sh does.
get_canonical_version()
{
	IFS=.
	# shellcheck disable=SC2086 # to be split
	set -- $1
	echo $((100000 * $1 + 100 * ${2:-0} + ${3:-0}))
}

# A block; what a program has said, $1, stands behind it if it is not empty.
say() # OUTPUT LINE...
{
	said=$1
	shift
	printf '***\n'
	printf '*** %s\n' "$@"
	printf '***\n'
	[ -z "$said" ] || printf '%s\n***\n' "$said"
}

fail_with() # OUTPUT LINE...
{
	say "$@"
	status=1
	[ -n "$all" ] || exit 1
}

fail() # LINE...
{
	fail_with '' "$@"
}

warn() # LINE...
{
	say '' "$@"
	warning=1
}

usage()
{
	say '' "Usage: crates_are_available.sh [--all] [--import DIR]"
	exit 1
}

# Print a reference to the documentation.
print_docs_reference()
{
	say '' "Please see Documentation/rust/quick-start.rst for details on how to" \
		"set up the Rust support, and Documentation/kernel.rst of kcrate on" \
		"what imported crates need."
}

# If the script fails for any reason, or if there was any warning, then print a
# reference to the documentation on exit.
finish() # STATUS
{
	[ -z "$tmp" ] || rm -rf "$tmp"
	if [ "$1" -ne 0 ] || [ "$warning" -ne 0 ]; then
		print_docs_reference
	fi
}
trap 'finish $?' EXIT
trap 'exit 1' HUP INT TERM

# The lines `$1 …` of the needs, without that word.
needed()
{
	sed -n "s/^$1 //p" "$needs"
}

# Whether a unit is of kind $1, as `unit PACKAGE VERSION KIND` says.
has_kind()
{
	grep -q "^unit [^ ]* [^ ]* $1 " "$needs"
}

# Whether a unit needs the library alloc, the sixth word of what is said of it.
has_alloc()
{
	needed unit | grep -q '^\([^ ]* \)\{5\}alloc '
}

need_variable() # NAME SET
{
	[ -z "$2" ] || return 0
	say '' "Environment variable '$1' is not set."
	unset_variable=1
}

# Check that the expected environment variables are set.
check_environment()
{
	unset_variable=
	need_variable RUSTC "${RUSTC+set}"
	if has_kind proc-macro; then
		need_variable HOSTCC "${HOSTCC+set}"
	fi
	need_variable srctree "${srctree+set}"
	need_variable objtree "${objtree+set}"
	[ -n "$unset_variable" ] || return 0
	say '' "This script is intended to be called from Kbuild, or by kcrate." \
		"Please use the 'cratesavailable' target of a tree to call it instead," \
		"or 'kcrate available'. Otherwise, the results may not be meaningful."
	exit 1
}

# Check that the Rust compiler exists, and ask for its version.
#
# Non-stable and distributions' versions may have a version suffix, e.g. `-dev`.
check_rustc()
{
	rustc_version=
	if ! command -v "$RUSTC" > /dev/null; then
		fail "Rust compiler '$RUSTC' could not be found."
		return 0
	fi
	code=0
	rustc_output=$("$RUSTC" --version 2> /dev/null) || code=$?
	if [ $code -ne 0 ]; then
		rustc_output=$("$RUSTC" --version 2>&1) || :
		fail_with "$rustc_output" \
			"Running '$RUSTC' to check the Rust compiler version failed with" \
			"code $code. See output and docs below for details:"
		return 0
	fi
	rustc_version=$(printf '%s\n' "$rustc_output" |
		sed -n '1s:.*rustc \([0-9][0-9]*\.[0-9][0-9]*\.[0-9][0-9]*\).*:\1:p')
	if [ -z "$rustc_version" ]; then
		fail_with "$rustc_output" \
			"Running '$RUSTC' to check the Rust compiler version did not return" \
			"an expected output. See output and docs below for details:"
		return 0
	fi
	rustc_cversion=$(get_canonical_version "$rustc_version")
}

# The first compiler that knows edition $1.
rustc_of_edition()
{
	case $1 in
	2015) echo 1.0.0 ;;
	2018) echo 1.31.0 ;;
	2021) echo 1.56.0 ;;
	2024) echo 1.85.0 ;;
	*) return 1 ;;
	esac
}

is_older() # VERSION; than this one
{
	[ "$rustc_cversion" -lt "$(get_canonical_version "$1")" ]
}

# Run $1 with name, version, compiler and edition of each crate, each once.
for_each_crate()
{
	seen=' '
	while read -r what name version _ rustc edition _ <&3; do
		[ "$what" = unit ] || continue
		case $seen in
		*" $name "*) continue ;;
		esac
		seen="$seen$name "
		"$1"
	done 3< "$needs"
}

# Check that the Rust compiler is new enough for a crate and its edition.
check_version()
{
	if [ "$rustc" != - ] && is_older "$rustc"; then
		fail "Rust compiler '$RUSTC' is too old for the crate '$name' $version." \
			"  Your version:    $rustc_version" \
			"  Minimum version: $rustc"
		return 0
	fi
	if ! first=$(rustc_of_edition "$edition"); then
		warn "The crate '$name' $version is of edition $edition, of which this script" \
			"does not know what compiler it needs."
	elif is_older "$first"; then
		fail "Rust compiler '$RUSTC' is too old for edition $edition, of which the" \
			"crate '$name' $version is." \
			"  Your version:    $rustc_version" \
			"  Minimum version: $first"
	fi
}

# A crate that needs more than the tree promises breaks the build for others.
check_promise()
{
	if [ "$rustc" != - ] &&
	   [ "$promised_cversion" -lt "$(get_canonical_version "$rustc")" ]; then
		warn "The crate '$name' $version needs a newer Rust compiler than this tree" \
			"promises to do with, in 'scripts/min-tool-version.sh'." \
			"  Version promised: $promised" \
			"  Minimum version:  $rustc"
	fi
}

check_versions()
{
	if [ -n "$rustc_version" ]; then
		for_each_crate check_version
	fi
	[ "$home" = tree ] || return 0
	promised=$(sh "$srctree/scripts/min-tool-version.sh" rustc 2> /dev/null) || :
	[ -n "$promised" ] || return 0
	promised_cversion=$(get_canonical_version "$promised")
	for_each_crate check_promise
}

# The newest release that something in the source of core is stable since.  The
# word must be there: a deprecation may be announced for a release to come.
newest_release()
{
	find "$library_source/core/src" -name '*.rs' -exec \
		sed -n 's/.*stable(.*since *= *"1\.\([0-9][0-9]*\)\..*/\1/p' {} + |
		sort -n | tail -n 1
}

# Check that the library source is that of the compiler's release: in each of
# them something in core becomes stable.  What comes with a compiler that is not
# released yet need not have anything of its release.
check_release()
{
	minor=${rustc_version#*.}
	minor=${minor%%.*}
	newest=$(newest_release)
	oldest=$minor
	case $rustc_output in
	*"$rustc_version"-nightly*|*"$rustc_version"-dev*)
		oldest=$((minor - 1)) ;;
	esac
	if [ -z "$newest" ]; then
		warn "Source code for the 'core' standard library at" \
			"'$library_source/core/src'" \
			"does not say of which release it is."
	elif [ "$newest" -gt "$minor" ] || [ "$newest" -lt "$oldest" ]; then
		fail "Source code for the 'core' standard library at" \
			"'$library_source/core/src'" \
			"is of another release than Rust compiler '$RUSTC'." \
			"  Your compiler:  $rustc_version" \
			"  Library source: 1.$newest"
	fi
}

check_library() # NAME
{
	[ ! -e "$library_source/$1/src/lib.rs" ] || return 0
	fail "Source code for the '$1' standard library could not be found" \
		"at '$library_source/$1/src/lib.rs'."
}

# Check that the source code for the standard library exists, where a build
# compiles it: a module uses the core that the kernel has.
#
# `$KRUSTFLAGS` is passed in case the user added `--sysroot`.
check_libraries()
{
	if [ -z "$rustc_version" ] || { [ "$home" != tree ] && ! has_alloc; }; then
		return 0
	fi
	library_source=$RUST_LIB_SRC
	if [ -z "$library_source" ]; then
		code=0
		# shellcheck disable=SC2086 # to be split
		sysroot=$("$RUSTC" $KRUSTFLAGS --print sysroot) || code=$?
		if [ $code -ne 0 ]; then
			fail "Running '$RUSTC' to find the library source failed with code" \
				"$code. See output above and docs below for details."
			return 0
		fi
		library_source=$sysroot/lib/rustlib/src/rust/library
	fi
	check_library core
	if [ -e "$library_source/core/src/lib.rs" ]; then
		check_release
	fi
	if has_alloc; then
		check_library alloc
	fi
}

# Check that the host compiler can link what proc macros are.
check_linker()
{
	has_kind proc-macro || return 0
	# shellcheck disable=SC2086 # may be several words, e.g. `ccache gcc`
	if ! command -v ${HOSTCC%% *} > /dev/null; then
		fail "Host compiler '$HOSTCC' could not be found."
		return 0
	fi
	tmp=$(mktemp -d)
	code=0
	# shellcheck disable=SC2086 # to be split
	linked=$(printf 'int probe(void) { return 0; }\n' |
		$HOSTCC ${KBUILD_PROCMACROLDFLAGS:-$KBUILD_HOSTLDFLAGS} -shared \
			-fPIC -x c -o "$tmp/probe.so" - 2>&1) || code=$?
	[ $code -ne 0 ] || return 0
	fail_with "$linked" \
		"Host compiler '$HOSTCC' could not link a shared library, as" \
		"proc macros are; it failed with code $code. See output and docs below" \
		"for details:"
}

# Check the configuration, where there is one.  A crate that is switched off in
# it is none that is missing.
check_configuration()
{
	config=$objtree/include/config/auto.conf
	if [ -z "$objtree" ] || [ ! -e "$config" ]; then
		return 0
	fi
	if ! grep -q '^CONFIG_RUST=y$' "$config"; then
		fail "The kernel is configured without CONFIG_RUST, in" \
			"'$config'."
		return 0
	fi
	if [ "$home" = module ]; then
		check_kernel
	fi
}

# A module is compiled against what the build of the kernel has left, which
# rustc reads only if it has made it itself (E0514).
check_kernel()
{
	if [ ! -e "$objtree/rust/libcore.rmeta" ]; then
		fail "'$objtree/rust/libcore.rmeta' is missing: a headers package" \
			"without 'rust/' cannot compile Rust modules."
	fi
	kernels=$(sed -n \
		's/^CONFIG_RUSTC_VERSION_TEXT="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$config")
	if [ -n "$kernels" ] && [ -n "$rustc_version" ] &&
	   [ "$kernels" != "$rustc_output" ]; then
		fail "Rust compiler '$RUSTC' is not the one that the kernel was built with." \
			"  Your version:     $rustc_output" \
			"  Kernel's version: $kernels"
	fi
}

# Check that rust/Makefile has what the crates' rules call.
check_rules()
{
	while read -r what text <&3; do
		if [ "$what" = calls ] &&
		   ! grep -qF -e "$text" "$srctree/rust/Makefile" 2> /dev/null; then
			fail "'rust/Makefile' of this tree has no '$text'," \
				"which the rules of the imported crates use."
		fi
	done 3< "$needs"
}

# Check that the tree's own crates, which imported ones depend on, are the ones
# that they were resolved with.
check_tree_crates()
{
	while read -r what name version <&3; do
		[ "$what" = tree ] || continue
		found=$(tr '\n' ' ' 2> /dev/null < "$srctree/rust/$name/README.md" |
			sed -n 's/.*crate, version v\{0,1\}\([^ ]*\) .*/\1/p') || :
		[ "$found" != "$version" ] || continue
		fail "The tree's crate '$name' is not the one that imported crates were" \
			"resolved with; 'kcrate import --tree' does it anew." \
			"  Tree's version: ${found:-none}" \
			"  Version wanted: $version"
	done 3< "$needs"
}

# Check that what was added to the tree's own files is still there: one line
# that is missing is told of each file.
check_hooks()
{
	if [ ! -e "$import/hooks.diff" ]; then
		fail "'$import/hooks.diff' is missing, which records what was added" \
			"to the tree's own files."
		return 0
	fi
	file='' before='' told=''
	while IFS= read -r line <&3; do
		case $before,$line in
		'--- '*,'+++ b/'*)
			file=${line#+++ b/} ;;
		*,+?*)
			if [ "$told" != "$file" ] &&
			   ! grep -qxF -e "${line#+}" "$root/$file" 2> /dev/null; then
				told=$file
				fail "'$file' of this tree lacks a line that the import has added:" \
					"  ${line#+}"
			fi ;;
		esac
		before=$line
	done 3< "$import/hooks.diff"
}

# Check that the imported files are those of the lock.
check_lock()
{
	lock=$import/crates.lock
	if [ ! -e "$lock" ]; then
		fail "'$lock' is missing, which records the imported files."
		return 0
	fi
	if ! command -v sha256sum > /dev/null; then
		warn "Hash program 'sha256sum' could not be found, so that the imported" \
			"files were not compared with '$lock'."
		return 0
	fi
	wanted=$(sed -n '/^files:$/,$s/^  "\{0,1\}\([^"]*\)"\{0,1\}: "\([0-9a-f]*\)"$/\2  \1/p' "$lock")
	if [ -z "$wanted" ]; then
		fail "'$lock' names no file."
		return 0
	fi
	good=$(cd "$root" && printf '%s\n' "$wanted" | sha256sum -c - 2> /dev/null |
		sed -n 's/: OK$//p')
	changed=$(printf '%s\n' "$wanted" | sed 's/^[0-9a-f]*  //' |
		grep -vxF -e "$good") || return 0
	fail_with "$changed" \
		"Imported files are not those of '$lock':"
}

# Check that the features of the compiler that a module's crates use are among
# those that modules may use.  In a tree they may use any, as core does.
check_feature() # FEATURE
{
	case ",$allowed," in
	*",${1#\?},"*) return 0 ;;
	esac
	set -- "$1" "  Features allowed: $allowed"
	case $1 in
	\?*)
		warn "The crate '$name' $version uses the unstable feature '${1#\?}'," \
			"which this kernel does not allow, with some compilers or configurations." \
			"$2" ;;
	*)
		fail "The crate '$name' $version uses the unstable feature '$1'," \
			"which this kernel does not allow." \
			"$2" ;;
	esac
}

check_features()
{
	[ -n "$srctree" ] || return 0
	allowed=$(sed -n 's/^rust_allowed_features *:*= *//p' \
		"$srctree/scripts/Makefile.build" 2> /dev/null) || :
	while read -r what name version kind _ _ _ unstable <&3; do
		if [ "$what,$kind" != unit,kernel ] || [ "$unstable" = - ]; then
			continue
		fi
		rest=$unstable,
		while [ -n "$rest" ]; do
			check_feature "${rest%%,*}"
			rest=${rest#*,}
		done
	done 3< "$needs"
}

while [ $# -gt 0 ]; do
	case $1 in
	--all) all=1 ;;
	--import)
		[ $# -gt 1 ] || usage
		import=$2
		shift ;;
	*) usage ;;
	esac
	shift
done

if [ ! -e "$needs" ]; then
	fail "'$needs' is missing, which says what the imported crates need."
	exit 1
fi
home=$(needed home)
case $home in
tree) root=$import/../.. ;;
*) root=$import/.. ;;
esac

check_environment
check_rustc
check_versions
check_libraries
check_linker
check_configuration
if [ "$home" = tree ]; then
	check_rules
	check_tree_crates
else
	check_features
fi
if [ -n "$import" ]; then
	if [ "$home" = tree ]; then
		check_hooks
	fi
	check_lock
fi
exit $status
