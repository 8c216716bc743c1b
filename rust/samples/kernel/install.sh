#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Put the samples into a kernel tree that has imported their crates:
#
#   install.sh TREE             TREE/samples/rust/kcrate/, and two lines
#   install.sh --remove TREE    take them out again

set -eu

samples()
{
	printf '%s/samples/rust/%s\n' "$tree" "$1"
}

remove()
{
	rm -rf "$(samples kcrate)"
	sed -i '/samples\/rust\/kcrate\/Kconfig/d' "$(samples Kconfig)"
	sed -i '/+= kcrate\/$/d' "$(samples Makefile)"
}

install()
{
	here=$(dirname "$0")
	mkdir -p "$(samples kcrate)"
	cp "$here"/*.rs "$here"/in-tree/* "$(samples kcrate)"
	sed -i 's,^endif # SAMPLES_RUST,source "samples/rust/kcrate/Kconfig"\n&,' \
		"$(samples Kconfig)"
	grep -q 'samples/rust/kcrate/Kconfig' "$(samples Kconfig)" || {
		echo "$(samples Kconfig) has no end where the samples could be added" >&2
		exit 1
	}
	echo 'obj-$(CONFIG_SAMPLES_RUST) += kcrate/' >> "$(samples Makefile)"
}

usage()
{
	echo "usage: ${0##*/} [--remove] TREE" >&2
	exit 2
}

action=install
if [ "${1-}" = --remove ]; then
	action=remove
	shift
fi
[ $# -eq 1 ] && tree=$1 && [ -e "$(samples Makefile)" ] || usage
remove
[ "$action" = remove ] || install
