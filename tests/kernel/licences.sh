#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Licence expressions, ours against the kernel's own scripts/spdxcheck.py.
#
#   licences.sh O KDIR KBUILD_OUTPUT

set -eu
exec "$(dirname "$0")/../oracle/spdxcheck.py" "$1" "$2" 5000
