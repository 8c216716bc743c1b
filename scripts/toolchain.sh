#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Unpack a Rust compiler, and the source of the library that belongs to it,
# from the packages that this machine's apt offers:
#
#   toolchain.sh DIR [cargo]
#
#   DIR/rustc      the compiler
#   DIR/library    the source of core and alloc
#   DIR/pair       the package and version that both come from; made last
#   DIR/cargo      cargo of the same version, for tests alone
#
# Nothing is installed and the machine's own apt lists stay as they are, so
# this needs no root and no compiler in PATH is looked at.  A DIR that has its
# pair is kept without asking the network; remove it to obtain another.
#
# RUST_PAIR=VERSION takes that version, or the newest that begins with it.

set -eu
export LC_ALL=C

# The oldest compiler that Linux 7.3 takes.
minimum=1.85.0
# Compiler and library source, in order of preference.
pairs='rustc:rust-src rustc-web:rust-web-src'

progname=${0##*/}

die()
{
	printf '%s: %s\n' "$progname" "$1" >&2
	[ $# -lt 2 ] || printf '    help: %s\n' "$2" >&2
	exit 2
}

step()
{
	printf '  %-7s %s\n' "$1" "$2"
}

# An apt whose lists and caches are below $work, with the machine's sources.
private_apt()
{
	mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
	cat > "$work/apt.conf" <<- CONF
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		Dir::State::lists "$work/lists";
		Dir::Cache "$work/cache";
		APT::Sandbox::User "root";
		Acquire::Languages "none";
	CONF
}

apt_get()
{
	apt-get -q -q -c "$work/apt.conf" "$@"
}

apt_cache()
{
	apt-cache -c "$work/apt.conf" "$@"
}

# The versions of package $1 that apt offers, newest first.
versions()
{
	apt_cache madison "$1" |
		awk -F ' *[|] *' '$3 ~ / Packages$/ && !seen[$2]++ { print $2 }'
}

# Whether version $1 is one that we can use and that was asked for.
wanted()
{
	case $1 in
	"${RUST_PAIR-}"*) dpkg --compare-versions "$1" ge "$minimum" ;;
	*) return 1 ;;
	esac
}

# Version $1 without the number of a rebuild, which a package that is the same
# on every architecture does not have.
unbuilt()
{
	printf '%s\n' "$1" | sed 's/+b[0-9]*$//'
}

# Set $compiler, $source and $version to the first pair of the same version.
choose_pair()
{
	offered=
	for pair in $pairs; do
		compiler=${pair%:*}
		source=${pair#*:}
		sources=$(versions "$source")
		for version in $(versions "$compiler"); do
			offered="$offered $compiler=$version"
			wanted "$version" || continue
			source_version=$(unbuilt "$version")
			printf '%s\n' "$sources" | grep -qxF "$source_version" && return
		done
		for version in $sources; do
			offered="$offered $source=$version"
		done
	done
	die "apt offers no Rust compiler of version ${RUST_PAIR:-$minimum or newer} together with the library source of the same version; it offers:${offered:- none}" \
	    "add bookworm-security or trixie to apt's sources, or give both: make RUSTC=… RUST_LIB_SRC=…"
}

# The libraries that package $1 depends on, one a line, with '=version' where
# only one will do.  Of alternatives the first is taken.
libraries_of()
{
	apt_cache show "$1" | awk -F ', *' '
		/^(Pre-)?Depends:/ {
			sub(/^[^:]*: */, "")
			for (i = 1; i <= NF; i++) {
				split($i, alternative, / *[|] */)
				name = alternative[1]
				exact = ""
				if (match(name, /\(= [^)]*\)/))
					exact = "=" substr(name, RSTART + 3, RLENGTH - 4)
				sub(/[ :(].*/, "", name)
				if (name ~ /^lib/ && name !~ /^libc(6|6-dev|-dev)$/)
					print name exact
			}
		}
		/^$/ { exit }'
}

# The compiler's own libraries are taken even where they are installed: the
# machine may remove or upgrade them.
is_provided()
{
	case $1 in
	libstd-rust-*) return 1 ;;
	esac
	dpkg-query -W -f '${db:Status-Abbrev}' "${1%%=*}" 2> /dev/null |
		grep -q '^.i'
}

# A program of the packages, with the libraries that lie beside it.
wrapper() # DIRECTORY-BELOW-THE-WRAPPER PROGRAM
{
	cat <<- WRAPPER
		#!/bin/sh
		top=\${0%/*}/$1
		libs=\$top/usr/lib/x86_64-linux-gnu:\$top/lib/x86_64-linux-gnu
		LD_LIBRARY_PATH=\$libs\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH} \\
			exec "\$top/usr/bin/$2" "\$@"
	WRAPPER
}

# Print $1 and all that it needs and the machine lacks.
closure()
{
	todo=$1
	found=' '
	while [ -n "$todo" ]; do
		package=${todo%% *}
		todo=${todo#"$package"}
		todo=${todo# }
		case $found in
		*" $package "*) continue ;;
		esac
		found="$found$package "
		for library in $(libraries_of "$package"); do
			is_provided "$library" || todo="${todo:+$todo }$library"
		done
	done
	printf '%s\n' "${found# }"
}

# Download package $1 and unpack it into $new; of a source package only the
# library, which is a tenth of it.
unpack()
{
	step UNPACK "$1"
	mkdir -p "$work/deb"
	(cd "$work/deb" && apt_get download "$1" > /dev/null) ||
		die "cannot download the package '$1'" "see whether 'apt-get download $1' works"
	case $1 in
	"$source="*)
		dpkg-deb --fsys-tarfile "$work"/deb/*.deb |
			tar -x -C "$new" --wildcards './usr/src/rustc-*/library/*' ;;
	*)
		dpkg-deb -x "$work"/deb/*.deb "$new" ;;
	esac || die "cannot unpack the package '$1'" "is the disk full?"
	rm -r "$work/deb"
}

make_wrapper()
{
	wrapper . rustc > "$new/rustc"
	chmod +x "$new/rustc"
	(cd "$new" && ln -s usr/src/rustc-*/library library)
}

# Refuse a library that is not the compiler's own, whatever the packages say.
check_pair()
{
	runs=$("$new/rustc" --version 2>&1) ||
		die "the compiler of '$compiler $version' does not run: $runs"
	has=$(basename "$(dirname "$(readlink "$new/library")")")
	case "$runs " in
	"rustc ${has#rustc-} "*) ;;
	*) die "the compiler is '$runs' but the library source is '$has'" ;;
	esac
	[ -e "$new/library/core/src/lib.rs" ] ||
		die "the package '$source' has no library/core/src/lib.rs"
}

# cargo of the pair that $dir has, in a directory of its own.
add_cargo()
{
	read -r compiler version < "$dir/pair"
	cargo=cargo${compiler#rustc}
	versions "$cargo" | grep -qxF "$version" ||
		die "apt no longer offers $cargo $version, which belongs to the compiler in $dir" \
		    'remove that directory: another pair is unpacked then'
	source=none
	for package in $(closure "$cargo=$version"); do
		unpack "$package"
	done
	wrapper cargo.d cargo > "$work/cargo"
	chmod +x "$work/cargo"
	rm -rf "$dir/cargo.d"
	mv "$new" "$dir/cargo.d"
	mv "$work/cargo" "$dir/cargo"
	"$dir/cargo" --version > /dev/null ||
		die "the program of '$cargo $version' does not run"
}

case $#:${2-cargo} in
1:cargo|2:cargo) ;;
*) die "usage: $progname DIR [cargo]" ;;
esac
case $1 in
/*) dir=$1 ;;
*) dir=$PWD/$1 ;;
esac
have_pair=$([ ! -e "$dir/pair" ] || echo yes)
want_cargo=$([ $# -eq 1 ] || [ -e "$dir/cargo" ] || echo yes)
[ -z "$have_pair" ] || [ -n "$want_cargo" ] || exit 0

new=$dir.new
work=$dir.apt
trap 'rm -rf "$new" "$work"' EXIT
trap 'exit 130' INT TERM HUP
rm -rf "$new" "$work"
mkdir -p "$new" "$work"
[ "$(dpkg --print-architecture)" = amd64 ] ||
	die "the kernel target is x86_64; this machine is $(dpkg --print-architecture)"

private_apt
step APT 'update (private lists)'
# A source of the machine's that cannot be reached matters only if the pair
# is not found without it.
apt_get update > "$work/log" 2>&1 || true
if [ -z "$have_pair" ]; then
	choose_pair
	for package in $(closure "$compiler=$version") "$source=$source_version"; do
		unpack "$package"
	done
	make_wrapper
	check_pair
	printf '%s %s\n' "$compiler" "$version" > "$new/pair"
	rm -rf "$dir"
	mv "$new" "$dir"
	mkdir -p "$new"
fi
[ -z "$want_cargo" ] || add_cargo
