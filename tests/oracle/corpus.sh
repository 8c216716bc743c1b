#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Asks rustc which files real crates have (dep_info.sh), and compares:
#
#   corpus.sh O set        the example set, from the archives of `make run`
#   corpus.sh O more       the crates of corpus.yaml, which are downloaded
#
# Unpacks the crates below O/corpus, as Debian or crates.io has them.

set -eu
export LC_ALL=C
cd "$(dirname "$(realpath "$0")")/../.."
O=$(realpath "$1")
into=$O/corpus/$2

rm -rf "$into"
tests/oracle/unpack_corpus.sh "$O" "$2" "$into"
tests/oracle/dep_info.sh "$O/toolchain/rustc" "$O/tests/crate_files" "$into"/*
