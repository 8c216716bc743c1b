#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Check that every directory of tools/kcrate includes only directories that
# stand before it in the list below, and that a package's headers are included
# in its own directory only.
#
#   check-includes.sh [DIR]

set -eu
cd "${1:-tools/kcrate}"

# dir:packages whose headers it may include
layers="base: diag: tree: toml:toml++ semver: cfg: spdx: licence: cargo:nlohmann rustsrc:
	io:openssl,libdeflate.h,git2.h,curl manifest:yaml-cpp,nlohmann lock: ktree: fetch:
	unpack: resolve: select: rewrite: audit: compile:nlohmann emit:nlohmann report:nlohmann
	cli:CLI testing:doctest"
packages='toml++|openssl|libdeflate.h|git2.h|curl|yaml-cpp|nlohmann|CLI|doctest'
# What touches the operating system is io/'s, and cli/ may talk to the user.
system='filesystem|fstream|cstdio|unistd.h|fcntl.h|sys/[a-z]*.h|thread|dlfcn.h|ctime|chrono'

status=0
complain()
{
	echo "$1: error: $2" >&2
	status=1
}

# The first group of the extended expression $2 in each line of $1 that has it.
matches() # file expression
{
	sed -n -E "s,$2.*,\\1,p" "$1"
}

check_file() # file directory directories packages
{
	for inc in $(matches "$1" '^#include "([a-z_]*)/'); do
		case " $3 " in
		*" $inc "*) ;;
		*) complain "$1" "$2/ must not include $inc/" ;;
		esac
	done
	for inc in $(matches "$1" "^#include <($packages)[/>]"); do
		case ",$4," in
		*",$inc,"*) ;;
		*) complain "$1" "<$inc> belongs to another directory" ;;
		esac
	done
	case $2 in
	io|cli|testing) return ;;
	esac
	for inc in $(matches "$1" "^#include <($system)>"); do
		complain "$1" "<$inc> is for io/ and cli/ alone"
	done
}

below=
for entry in $layers; do
	dir=${entry%%:*}
	below="$below $dir"
	for file in "$dir"/*.cc "$dir"/*.h; do
		case $file in
		*'*'*) ;;
		*_test.cc | */test_*.h)
			# Tests touch disks and use the library for tests.
			check_file "$file" testing "$below testing" "doctest,${entry#*:}" ;;
		*) check_file "$file" "$dir" "$below" "${entry#*:}" ;;
		esac
	done
done
for dir in */; do
	case " $below " in
	*" ${dir%/} "*) ;;
	*) complain "$dir" "has no place in the order of directories" ;;
	esac
done
exit $status
