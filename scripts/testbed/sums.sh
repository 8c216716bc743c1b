#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Print what a directory holds, so that two lists are equal only where every
# path, content, mode and symbolic link is:
#
#   sums.sh DIRECTORY

set -eu
export LC_ALL=C
cd "$1"
find . -type f -print0 | sort -z | xargs -0 sha256sum --
find . -type l -printf 'link %p -> %l\n' | sort
find . ! -type l -printf '%m %y %p\n' | sort
