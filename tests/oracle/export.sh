#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Exports the example set as a Cargo workspace, and lets cargo say what it would
# build of it and run upstream's tests of some crates:
#
#   export.sh O [CRATE]...

set -eu
cd "$(dirname "$(realpath "$0")")/../.."
O=$(realpath "$1")
shift
workspace=$O/export
rm -rf "$workspace"
"$O/tools/kcrate/kcrate" export --cargo "$workspace" --quiet --offline \
	--manifest vendor/crates.yaml --cache "$O/cache" 2> "$O/export.log" || {
	cat "$O/export.log"
	exit 1
}
"$O/tests/exported_graph" "$O/toolchain/cargo" "$O/toolchain/rustc" \
	"$O/tests/export" "$workspace" vendor/crates.lock
for crate; do
	(cd "$workspace" &&
	 CARGO_HOME=$O/tests/export/home CARGO_TARGET_DIR=$O/tests/export/target \
		RUSTC=$O/toolchain/rustc RUSTDOC=/bin/false \
		"$O/toolchain/cargo" test -q -p "$crate" --tests --offline \
		> "$O/export.log" 2>&1) || {
		cat "$O/export.log"
		echo "not ok the tests of $crate"
		exit 1
	}
	echo "ok the tests of $crate: $(grep -c '^test result: ok' \
		"$O/export.log") programs"
done
