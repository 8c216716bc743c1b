#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The program that `make run` links must print what its record says, through the
# serde that was imported: for its own record and for another, which then has
# other code generated for it.
#
#   json.sh O [MAKE-VARIABLE...]      O= as for `make run`
#
# What is wanted was written by hand from the records and RFC 8259.

set -eu
export LC_ALL=C
cd "$(dirname "$(realpath "$0")")/../.."
O=$1
shift

expect() # what printed wanted
{
	[ "$2" = "$3" ] || {
		printf 'json: %s\n  printed %s\n  wanted  %s\n' "$1" "$2" "$3"
		exit 1
	}
}

other=$(make -s -f rust/Makefile O="$O" "$@" RECORD=tests/oracle/other_record.rs program; "$O/json/json")
expect "another record" "$other" '[{"kind":"Point","x":-7,"Y":-170141183460469231731687303715884105728},{"kind":"Empty"},"\u0001é\\",["x",null]]'
own=$(make -s -f rust/Makefile O="$O" "$@" program; "$O/json/json")
expect "its own record" "$own" '[{"name":"wlan0","index":3,"mtu":1500,"alias":null,"up":true,"address":[2,0,94,16,0,255],"link":{"wireless":{"network":"a \"quoted\" name\n","signal":-61}},"queues":[{"cpu":0,"packets":18446744073709551615},{"cpu":1,"packets":0}],"temperature (m°C)":-1250},["down",{"cable":10000}]]'

# The code that made it is the imported crate's, not something inlined away.
map=$O/json/json.map
grep -q '^LOAD .*/obj/serde\.o$' "$map" && grep -A1 '^ \.text' "$map" |
	grep -qE '0x0*[1-9a-f][0-9a-f]* .*/obj/serde\.o$' || {
	echo "json: the link map $map shows no code of serde's"
	exit 1
}
echo "json: two records printed, with serde's code in the link map"
