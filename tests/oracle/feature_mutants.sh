#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What other tools than cargo get wrong about features (Meson, rules_rust,
# crate2nix, reindeer), built into our resolver one at a time: the comparison
# with cargo must notice each.
#
#   feature_mutants.sh O GRAPHS
#
# Compiles resolve/features.cc changed by a sed script, links cargo_graphs with
# that, and runs it until the first difference.  Fails for a mutant that is not
# noticed in GRAPHS graphs, and for one that does not change the source.

set -eu
O=$1 graphs=$2
cd "$(dirname "$0")/../.."
source=tools/kcrate/resolve/features.cc
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
status=0
number=0

not_ok()
{
	echo "not ok $number $1"
	status=1
}

# The objects of the tool, with the mutant in the place of features.o.
objects=$(find "$O/tools/kcrate" -name '*.o' ! -name '*_test.o' \
	! -path '*/resolve/features.o' ! -path '*/cli/main.o' \
	! -path '*/testing/*')
libs=$(pkg-config --libs libcrypto yaml-cpp libdeflate)

# shellcheck disable=SC2086 # lists of words
build()
{
	g++ -std=c++20 -O1 -Itools/kcrate -c -o "$tmp/features.o" \
		"$tmp/features.cc" &&
		g++ -o "$tmp/cargo_graphs" "$O/tests/cargo_graphs.o" \
			"$tmp/features.o" $objects $libs -ldl -pthread
}

mutant() # WHAT-IS-WRONG SED-SCRIPT
{
	number=$((number + 1))
	sed "$2" "$source" > "$tmp/features.cc"
	if cmp -s "$source" "$tmp/features.cc"; then
		not_ok "$1: the source has no such place"
	elif ! build > "$tmp/log" 2>&1; then
		cat "$tmp/log"
		not_ok "$1: does not compile"
	elif "$tmp/cargo_graphs" "$O/toolchain/cargo" "$O/toolchain/rustc" \
			"$tmp/scratch" 1 "$graphs" --stop > "$tmp/log" 2>&1; then
		not_ok "$1: not noticed in $graphs graphs"
	elif ! grep -q '^  kcrate: \|^  cargo: ' "$tmp/log"; then
		cat "$tmp/log"
		not_ok "$1: failed otherwise"
	else
		echo "ok $number $1: noticed at $(sed -n 's/:$//;1p' "$tmp/log")"
	fi
}

echo 'KTAP version 1'
echo 1..9
mutant "d/f does not turn on the feature d" \
	'/TRY(turn_on(build, dep.name, cause));/d'
mutant "d/f adds a feature d, even one that is hidden" \
	's/TRY(turn_on(build, dep.name, cause));/all[build].features.emplace(dep.name, cause);/'
mutant "a feature turns on the hidden dependency of its name" \
	's/^\tfor (const std::string &text : values->second)$/\tfor (const auto *const edge : edges(build))\n\t\tif (edge->dep->optional \&\& edge->dep->name == feature)\n\t\t\tTRY(turn_on_dep(build, feature, feature));\n&/'
mutant "d?/f counts while d is off" \
	's/if (is_on(build, \*edge))$/if (true)/'
mutant "d?/f turns d on" \
	's/dep.optional && !value.weak/dep.optional/'
mutant "of several tables that have a dependency, the first counts" \
	'/^Status FeatureResolver::turn_on_dep(/,/^}/s/^\t\tTRY(follow(build, \*edge));/&\n\t\tbreak;/'
mutant "a package without default features has the feature default" \
	's/^Status FeatureResolver::visit.*/&/; /^Status FeatureResolver::visit/,/^}/s/^\tall\[build\];/\tall[build].features.emplace("default", Cause{});/'
mutant "host and target share their features" \
	's/options.decoupled && to_host ? Target::host/false ? Target::host/'
mutant "dependencies of other platforms count" \
	's/if (!dep.target || !options.decoupled)/if (true)/'
exit $status
