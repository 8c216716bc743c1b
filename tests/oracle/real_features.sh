#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Asks cargo for the features of real crates (real_features.cc):
#
#   real_features.sh O [CRATE]...      all crates at hand without any
#
# The crates are the example set's, corpus.yaml's and registry.yaml's, below
# O/registry.

set -eu
cd "$(dirname "$(realpath "$0")")/../.."
O=$(realpath "$1")
shift
rm -rf "$O/registry"
tests/oracle/unpack_corpus.sh "$O" registry "$O/registry"
"$O/tests/real_features" "$O/toolchain/cargo" "$O/toolchain/rustc" \
	"$O/tests/real" "$O/registry" "$@"
