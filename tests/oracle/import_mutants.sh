#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What an import must not follow, followed: the comparison with cargo, which
# sees nothing of it, must notice each.
#
#   import_mutants.sh O GRAPHS

set -eu
cd "$(dirname "$0")/../.."
. tests/oracle/mutants.sh
begin_mutants "$1" "$2" import_graphs 2

mutant resolve/import_graph.cc "build-dependencies are followed" \
	's/(dep.kind == DepKind::build \&\& !cargo)/false/'
mutant resolve/import_graph.cc "what the manifest drops is followed" \
	's/edge.dropped = !cargo/edge.dropped = false/'
exit "$status"
