#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Wrong rules for choosing versions, built into our resolver one at a time: the
# comparison with cargo must notice each.
#
#   version_mutants.sh O REGISTRIES

set -eu
cd "$(dirname "$0")/../.."
. tests/oracle/mutants.sh
begin_mutants "$1" "$2" version_graphs 13

mutant resolve/version_pool.cc "all versions 0.0.x share a lane" \
	's/return str(record.name, " 0.0.", version.patch);/return record.name + " 0.0";/'
mutant resolve/version_pool.cc "all versions 0.x share a lane" \
	's/return str(record.name, " 0.", version.minor);/return record.name + " 0";/'
mutant resolve/version_pool.cc "what is yanked is chosen" \
	'/if (record.yanked)/,+1d'
mutant resolve/version_pool.cc "what is locked is not chosen when it is yanked" \
	'/if (is_locked(record))/,+1d'
mutant resolve/version_pool.cc "the newest goes before what is locked" \
	'/if (x.locked != y.locked)/,+1d'
mutant resolve/version_pool.cc "the newest goes before what the compiler can build" \
	'/if (x.rust_fits != y.rust_fits)/,+1d'
mutant resolve/version_pool.cc "a renamed dependency is looked for by its new name" \
	's/numbers.at(dependency.package)/(numbers.count(dependency.name) ? numbers.at(dependency.name) : std::vector<size_t>())/'
mutant resolve/version_pool.cc "d?/f leaves d out" \
	's/std::set<std::string> &of_dep =$/if (value.weak \&\& optional.count(value.name))\n\t\t\t\tcontinue;\n&/'
mutant resolve/version_pool.cc "what has many versions is tried first" \
	's/return a.versions->size() </return a.versions->size() >/'
mutant resolve/versions.cc "several crates link the same library" \
	's/if (linked && \*linked != package)/if (false)/'
mutant resolve/versions.cc "a feature that is missing does not matter" \
	's/if (!needs->missing.empty())/if (false)/'
mutant resolve/versions.cc "decisions are never taken back" \
	's/if (decisions.empty())/if (true)/'
mutant semver/semver.cc "a pre-release need not be asked for" \
	's/return pre_asked_for;/return true;/'
exit "$status"
