#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Checks on ourselves that need no compiler: layout, licence lines, machine
# paths, shell scripts, the share of tests.  Speaks of what is wrong, and in
# the end of what was looked at.

set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."

# The layout depends on the version; this is bookworm's.
clang_format_major=14
# Lines of test for 100 lines of code.
least_tests=60

status=0
complain()
{
	echo "$1: error: $2" >&2
	status=1
}

# Files under version control, or all where there is none.
files()
{
	if [ -e .git ]; then
		git ls-files --cached --others --exclude-standard -- "$@"
	else
		find . -path ./build -prune -o -type f -print | sed 's|^\./||' |
			grep -E "$(printf '%s' "$*" | sed 's/\*\./\\./g; s/ /$|/g')\$"
	fi
}

check_layout()
{
	if ! command -v clang-format > /dev/null ||
	   ! clang-format --version | grep -q " $clang_format_major\\."; then
		echo "skipped: layout (needs clang-format $clang_format_major)"
		return
	fi
	files '*.cc' '*.h' | xargs clang-format --dry-run -Werror ||
		complain layout "run clang-format -i on these files"
}

check_licences()
{
	for file in $(files '*.cc' '*.h' '*.def' '*.sh' '*.rs' '*.c' '*.yaml' \
			    Makefile Kconfig '*/Makefile*' |
		      grep -v '/expected_'); do
		head -n 2 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0' ||
			complain "$file" "no SPDX line"
	done
}

# Nothing here may know the machine it was written on.
check_paths()
{
	files | grep -v '^tests/.*/expected_' |
		xargs grep -nE '(^|[^]A-Za-z0-9_}/.*])/(work|root|home/[a-z]+)/' /dev/null |
		grep -v '^scripts/check-style.sh:' &&
		complain paths "an absolute path of some machine"
	return 0
}

check_shell()
{
	if ! command -v shellcheck > /dev/null; then
		echo "skipped: shell scripts (needs shellcheck)"
		return
	fi
	scripts=$(files | xargs grep -lE '^#!/bin/(ba)?sh' /dev/null || :)
	# shellcheck disable=SC2086 # names of ours, without blanks
	shellcheck -x --severity=warning $scripts || complain scripts "shellcheck objects"
}

count()
{
	xargs cat /dev/null | wc -l
}

check_tests()
{
	tests=$(files | grep -E '_test\.cc$|/testing/|^tests/' |
		grep -v '/expected_' | grep -v '/input/' | count)
	code=$(files | grep -E '\.(cc|h|def|sh|rs|c)$|Makefile|^scripts/' |
	       grep -vE '_test\.cc$|/testing/|^tests/' | count)
	share=$((tests * 100 / code))
	echo "$code lines of code, $tests lines of test: $share for 100"
	[ "$share" -ge "$least_tests" ] ||
		complain tests "less than $least_tests lines of test for 100 of code"
}

check_layout
check_licences
check_paths
check_shell
check_tests
exit $status
