#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Linux imported quote 1.0.40 by hand.  Ours must be that, byte for byte:
#
#   quote.sh DIR       DIR has the import of the example set
#
# linux_quote.sha256 is what sha256sum says of every file of rust/quote/ in
# Linux 7.3.4.

set -eu
export LC_ALL=C
list=$(dirname "$(realpath "$0")")/linux_quote.sha256

cd "$1/quote"
find . -type f | sed 's|^\./||' | sort | xargs sha256sum | diff "$list" - || {
	echo "quote: not what Linux has"
	exit 1
}
echo "quote: $(wc -l < "$list") files, each as Linux has it"
