#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What other tools than cargo get wrong about features (Meson, rules_rust,
# crate2nix, reindeer), built into our resolver one at a time: the comparison
# with cargo must notice each.
#
#   feature_mutants.sh O GRAPHS

set -eu
cd "$(dirname "$0")/../.."
. tests/oracle/mutants.sh
begin_mutants "$1" "$2" cargo_graphs 9

mutant resolve/features.cc "d/f does not turn on the feature d" \
	'/turn_on(build, name, cause); });/d'
mutant resolve/features.cc "d/f adds a feature d, even one that is hidden" \
	's/turn_on(build, name, cause); });/all[build].features.emplace(name, cause); });/'
mutant resolve/features.cc "a feature turns on the hidden dependency of its name" \
	's/^\tfor (const std::string &text : \*values)$/\tfor (const auto *const edge : edges(build))\n\t\tif (edge->dep->optional \&\& edge->dep->name == feature)\n\t\t\tturn_on_dep(build, feature, at->first);\n&/'
mutant resolve/features.cc "d?/f counts while d is off" \
	's/if (is_on(build, edge))$/if (true)/'
mutant resolve/features.cc "d?/f turns d on" \
	's/dep->optional && !value.weak/dep->optional/'
mutant resolve/features.cc "of several tables that have a dependency, the first counts" \
	'/^void FeatureResolver::turn_on_dep(/,/^}/s/^\t\tthen(.*follow(build, \*edge); });/&\n\t\tbreak;/'
mutant resolve/features.cc "a package without default features has the feature default" \
	'/^void FeatureResolver::visit/,/^}/s/^\tconst State &state = state_of(build);/\tState \&state = state_of(build);\n\tstate.features.emplace("default", Cause{});/'
mutant resolve/features.cc "host and target share their features" \
	's/options.decoupled && to_host ? Target::host/false ? Target::host/'
mutant resolve/features.cc "dependencies of other platforms count" \
	's/if (!dep.target || !options.decoupled)/if (true)/'
exit "$status"
