#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Compares what rustc tells `kcrate audit --compile` with what it told truth.py
# (compile.py):
#
#   compile.sh O [CRATE]...      all crates at hand without any
#
# run.sh has been run; what is compiled is kept in O/compile.

set -eu
cd "$(dirname "$(realpath "$0")")/../.."
O=$(realpath "$1")
shift
mkdir -p "$O/compile"
tests/score/compile.py "$O/tools/kcrate/kcrate" "$O/toolchain" "$O/registry" \
	"$O/score/truth.jsonl" "$O/compile" "$(nproc)" "$@"
