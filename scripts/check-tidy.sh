#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# clang-tidy over all sources but the tests, as many at a time as there are
# processors.  .clang-tidy says what it checks; the version is bookworm's.

set -eu
cd "$(dirname "$0")/.."
major=14

if ! command -v clang-tidy > /dev/null ||
   ! clang-tidy --version | grep -q "version $major\\."; then
	echo "skipped: needs clang-tidy $major"
	exit 0
fi
find tools/kcrate -name '*.cc' ! -name '*_test.cc' ! -path '*/testing/*' |
	sort | xargs -P "$(nproc)" -n 1 sh -c '
		clang-tidy --quiet "$0" -- -std=c++20 -Itools/kcrate \
			2> /dev/null || { echo "$0: see above"; exit 1; }'
echo "clang-tidy: clean"
