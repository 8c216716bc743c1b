#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Collect the texts of licences that occur in crates, for `kcrate audit` to
# compare with:
#
#   licence_texts.sh FILE
#
# They are those of the package spdx-license-list, which npm downloads where it
# is installed and can; else the few of Debian's /usr/share/common-licenses.
# No text is part of kcrate's source.  FILE is written anew only if it differs;
# its head says where the texts are from, and each of them begins with a line
# "%%% ID".

set -eu
export LC_ALL=C

# Ids that are older names of the same text are left out.
ids='0BSD AFL-3.0 AGPL-3.0-only Apache-1.0 Apache-1.1 Apache-2.0 Artistic-1.0
Artistic-2.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause
BSD-3-Clause-Clear BSD-3-Clause-LBNL BSD-4-Clause BSL-1.0 Beerware
BlueOak-1.0.0 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0
CDDL-1.1 ECL-2.0 EPL-1.0 EPL-2.0 EUPL-1.1 EUPL-1.2 FSFAP FTL Fair GFDL-1.2-only
GFDL-1.3-only GPL-1.0-only GPL-2.0-only GPL-3.0-only HPND HPND-DEC ICU IJG ISC
JSON LGPL-2.0-only LGPL-2.1-only LGPL-3.0-only Libpng Linux-man-pages-copyleft
MIT MIT-0 MIT-CMU MIT-Khronos-old MIT-open-group MITNFA MPL-1.0 MPL-1.1 MPL-2.0 MS-PL MirOS MulanPSL-2.0 NCSA NTP OFL-1.1 OpenSSL Pixar PostgreSQL
Python-2.0 SMLNJ SSLeay-standalone Sleepycat SunPro UPL-1.0 Unicode-3.0 Unicode-DFS-2016
Unlicense Vim W3C WTFPL X11 Zlib bzip2-1.0.6 copyleft-next-0.3.1 curl libpng-2.0
zlib-acknowledgement'
package=spdx-license-list@6.12.0
sha256=54cc8d13086187333ca1457c8edaa06d9a412144f076aa7f7c1b59c4f3b0a1ef
common=/usr/share/common-licenses

[ $# -eq 1 ] || { echo "usage: ${0##*/} FILE" >&2; exit 2; }
file=$1
work=$file.d
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

# Whether npm brought the package; it may take half a minute to say no.
from_npm()
{
	command -v npm > /dev/null && command -v node > /dev/null &&
		(cd "$work" && timeout 60 npm pack --silent "$package" \
			> /dev/null 2>&1 &&
			echo "$sha256  $(echo ./*.tgz)" | sha256sum --status -c &&
			tar -xzf ./*.tgz) || return 1
	echo "From the npm package $package."
	# shellcheck disable=SC2086 # one word for each id
	node - "$work/package/licenses" $ids << 'SCRIPT'
const fs = require('fs');

for (const id of process.argv.slice(3)) {
	const file = `${process.argv[2]}/${id}.json`;
	if (!fs.existsSync(file))
		continue;
	let lines = JSON.parse(fs.readFileSync(file, 'utf8')).licenseText
		.split(/\r?\n/).filter((line) => !line.startsWith('%%% '));
	// This one has all of GPL-3.0 behind it, which others keep by itself.
	const second = lines.indexOf('GNU GENERAL PUBLIC LICENSE');
	if (id === 'LGPL-3.0-only' && second >= 0)
		lines = lines.slice(0, second);
	process.stdout.write(`%%% ${id}\n${lines.join('\n')}\n`);
}
SCRIPT
}

from_debian()
{
	echo "From $common."
	for pair in Apache-2.0:Apache-2.0 Artistic-1.0:Artistic CC0-1.0:CC0-1.0 \
		GFDL-1.2-only:GFDL-1.2 GFDL-1.3-only:GFDL-1.3 GPL-1.0-only:GPL-1 \
		GPL-2.0-only:GPL-2 GPL-3.0-only:GPL-3 LGPL-2.0-only:LGPL-2 \
		LGPL-2.1-only:LGPL-2.1 LGPL-3.0-only:LGPL-3 MPL-1.1:MPL-1.1 \
		MPL-2.0:MPL-2.0 BSD-3-Clause:BSD; do
		[ ! -e "$common/${pair#*:}" ] || {
			echo "%%% ${pair%:*}"
			cat "$common/${pair#*:}"
		}
	done
}

from_npm > "$work/texts" || from_debian > "$work/texts"
cmp -s "$work/texts" "$file" || mv "$work/texts" "$file"
