# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Licences that nobody has written: what `kcrate audit --licences texts` knows,
# and each of them as a text of its own.

mit_text()
{
	cat << 'EOT'
Permission is hereby granted to whoever reads this text, in a test or not, to
have a copy of it, to fold it, to draw on the back of it and to throw it away,
as long as these lines stay together. The text comes without warranty: nobody
is to blame for what it says.
EOT
}

isc_text()
{
	cat << 'EOT'
You may copy this poem, and recite it in the open air, provided that you do so
slowly and with feeling. The poet gives no warranty of any kind, in particular
none that anybody listens, and is not liable for applause.
EOT
}

texts()
{
	printf 'Of our own.\n%%%%%% MIT\n'
	mit_text
	printf '%%%%%% ISC\n'
	isc_text
}
