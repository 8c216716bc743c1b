#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Scores `kcrate audit` against what rustc says (score.py):
#
#   run.sh O [CRATE]...      all crates at hand without any
#
# The crates are those of tests/oracle/real_features.sh.  What truth.py found
# out is kept in O/score, and is not asked for again.

set -eu
cd "$(dirname "$(realpath "$0")")/../.."
O=$(realpath "$1")
shift
rm -rf "$O/registry"
tests/oracle/unpack_corpus.sh "$O" registry "$O/registry"
mkdir -p "$O/score"
tests/score/truth.py "$O/toolchain" "$O/registry" "$O/score" "$@"
tests/score/score.py "$O/tools/kcrate/kcrate" "$O/toolchain/library" \
	"$O/registry" "$O/score/truth.jsonl"
