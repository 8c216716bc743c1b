#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Check Documentation/ against the tool:
#
#   check-docs.sh KCRATE [TOP]
#
# - each id of ids.def has a section in diagnostics.rst whose first sentence is
#   the id's, and each section there has an id;
# - the help texts in cli.rst are those of the program KCRATE;
# - manifest.rst documents each key of the schema and no other;
# - :doc: links lead somewhere, and index.rst lists every page;
# - the pages can be read as RST, if python3-docutils is installed.
#
# With UPDATE=1 the help texts are written into cli.rst instead of compared.

set -eu
export LC_ALL=C

progname=${0##*/}
[ $# -ge 1 ] || { echo >&2 "usage: $progname KCRATE [TOP]"; exit 2; }
case $1 in
/*) kcrate=$1 ;;
*) kcrate=$PWD/$1 ;;
esac
[ -x "$kcrate" ] || { echo >&2 "$progname: no program '$1'"; exit 2; }
cd "${2:-.}"

docs=Documentation
ids=tools/kcrate/diag/ids.def
for file in "$docs/index.rst" "$ids"; do
	[ -e "$file" ] || { echo >&2 "$progname: no file '$file'"; exit 2; }
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP
status=0

complain() # file message
{
	echo "$1: error: $2" >&2
	status=1
}

# Lines of $1 that $2 lacks; both are sorted.
only_in()
{
	comm -23 "$1" "$2"
}

#
# ids
#

# "id<TAB>first sentence" for each DIAG() that is not in a comment.
sed -n 's/^DIAG([a-z0-9_]*, [a-z]*, "\([^"]*\)", "\(.*\)")$/\1	\2./p' "$ids" |
	sort > "$tmp/ids"
[ -s "$tmp/ids" ] || complain "$ids" 'no id was found in it'
[ "$(grep -c '^DIAG(' "$ids")" -eq "$(grep -c . "$tmp/ids")" ] ||
	complain "$ids" 'not every DIAG() is one line'

# The same for the sections of $1, whose headings are underlined with dashes:
# the first paragraph as one line.
sections()
{
	awk '
	function flush() {
		if (id != "")
			print id "\t" text
		text = ""
	}
	/^--+$/ && previous ~ /^[a-z0-9-]+$/ {
		id = previous
		state = 1
		next
	}
	/^==+$/ { flush(); id = "" }
	{ previous = $0 }
	state == 1 && NF { state = 2 }
	state == 2 && !NF { state = 0; flush(); id = "" }
	state == 2 { text = text (text == "" ? "" : " ") $0 }
	END { flush() }' "$1"
}

check_ids()
{
	page=$docs/diagnostics.rst
	sections "$page" | sort > "$tmp/sections"
	cut -f 1 "$tmp/ids" > "$tmp/id-names"
	cut -f 1 "$tmp/sections" > "$tmp/section-names"
	for id in $(only_in "$tmp/id-names" "$tmp/section-names"); do
		complain "$page" "no section for the id '$id'"
	done
	for id in $(only_in "$tmp/section-names" "$tmp/id-names"); do
		complain "$page" "the section '$id' has no id, or is there twice"
	done
	join -t '	' "$tmp/ids" "$tmp/sections" > "$tmp/both"
	while IFS='	' read -r id summary text; do
		case $text in
		"$summary"|"$summary "*) ;;
		*) complain "$page" "the section '$id' must begin with: $summary" ;;
		esac
	done < "$tmp/both"
}

#
# help texts
#

# What `kcrate help` and `kcrate help COMMAND` print, as literal blocks between
# markers.  '-' stands for the program as a whole.
commands()
{
	echo -
	"$kcrate" --help | sed -n '/^Subcommands:/,$s/^  *\([a-z-]*\)  .*/\1/p'
}

help_text() # command
{
	if [ "$1" = - ]; then
		"$kcrate" --help
	else
		"$kcrate" help "$1"
	fi
}

help_block() # command
{
	printf '::\n\n'
	help_text "$1" | sed -e 's/^/    /' -e 's/ *$//' |
		sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
}

# The block between the markers for $1 in file $2.
block_in()
{
	sed -n "/^\\.\\. help $1\$/,/^\\.\\. end of help\$/{/^\\.\\. /d;p;}" "$2" |
		sed -e '1{/^$/d;}' -e '${/^$/d;}'
}

update_help() # command file
{
	help_block "$1" > "$tmp/block"
	awk -v marker=".. help $1" -v block="$tmp/block" '
		$0 == ".. end of help" { if (inside) print ""; inside = 0 }
		!inside { print }
		$0 == marker {
			inside = 1
			print ""
			while ((getline line < block) > 0)
				print line
		}' "$2" > "$tmp/page"
	cat "$tmp/page" > "$2"
}

check_help()
{
	page=$docs/cli.rst
	commands > "$tmp/commands"
	[ "$(grep -c . "$tmp/commands")" -gt 1 ] ||
		complain "$page" "'kcrate --help' names no command"
	while read -r command; do
		grep -qxF ".. help $command" "$page" || {
			complain "$page" "no marker '.. help $command'"
			continue
		}
		[ "${UPDATE-}" != 1 ] || update_help "$command" "$page"
		help_block "$command" > "$tmp/wanted"
		block_in "$command" "$page" > "$tmp/found"
		diff -u "$tmp/found" "$tmp/wanted" > "$tmp/diff" || {
			complain "$page" "the help of '$command' is another; UPDATE=1 $progname corrects it"
			sed '1,2d' "$tmp/diff" >&2
		}
	done < "$tmp/commands"
	sed -n 's/^\.\. help //p' "$page" | sort > "$tmp/markers"
	sort "$tmp/commands" > "$tmp/sorted"
	for command in $(only_in "$tmp/markers" "$tmp/sorted"); do
		complain "$page" "kcrate has no command '$command', or its marker is there twice"
	done
}

#
# keys of the manifest
#

# The keys of `kcrate schema` as paths, those of a crate from there on:
# edits[].file.  JSON as kcrate prints it: one key a line, two columns a level.
# kernel and host have the same keys, which are documented once.
schema_keys()
{
	"$kcrate" schema | awk '
	{
		match($0, /^ */)
		depth = RLENGTH / 2
		line = substr($0, RLENGTH + 1)
		if (line !~ /^"[^"]*": [\[{]/)
			next
		key = line
		sub(/^"/, "", key)
		sub(/": [\[{].*/, "", key)
		path[depth] = key
		if (path[depth - 1] != "properties" || line !~ /\{/)
			next
		out = ""
		for (i = 1; i <= depth; i++) {
			if (path[i - 1] == "properties")
				out = out (out == "" ? "" : ".") path[i]
			else if (path[i] == "items")
				out = out "[]"
			else if (path[i] == "additionalProperties")
				out = out ".*"
		}
		print out
	}' | sed -e 's/^crates\.\*\.//' -e 's/^host\./kernel./' | sort -u
}

check_keys()
{
	page=$docs/manifest.rst
	schema_keys > "$tmp/keys"
	[ -s "$tmp/keys" ] || complain "$page" "'kcrate schema' has no keys"
	# Headings such as ``edits[].file``, underlined.
	awk '/^(--+|~~+)$/ && previous ~ /^``[^`]*``$/ {
		print substr(previous, 3, length(previous) - 4)
	}
	{ previous = $0 }' "$page" | sort > "$tmp/headings"
	for key in $(only_in "$tmp/keys" "$tmp/headings"); do
		complain "$page" "no section for the key '$key'"
	done
	for key in $(only_in "$tmp/headings" "$tmp/keys"); do
		complain "$page" "the schema has no key '$key', or its section is there twice"
	done
}

#
# pages
#

# The targets of `text <page>` and `page` behind :doc: in $1.
# shellcheck disable=SC2016 # backquotes are RST's
doc_links()
{
	grep -o ':doc:`[^`]*`' "$1" |
		sed -e 's/^:doc:`//' -e 's/`$//' -e 's/.*<\(.*\)>/\1/'
}

readme_links()
{
	grep -o '](Documentation/[^)]*)' README.md |
		sed -e 's/^](//' -e 's/)$//'
}

check_links()
{
	for page in "$docs"/*.rst; do
		for target in $(doc_links "$page"); do
			[ -e "$docs/$target.rst" ] ||
				complain "$page" "there is no page '$target'"
		done
		name=$(basename "$page" .rst)
		[ "$name" = index ] || grep -q "^   $name\$" "$docs/index.rst" ||
			complain "$docs/index.rst" "the page '$name' is not listed"
	done
	for target in $(readme_links); do
		[ -e "${target%%#*}" ] || complain README.md "there is no file '$target'"
	done
}

# docutils does not know what is Sphinx's own: :doc: and toctree.
# shellcheck disable=SC2016 # backquotes are RST's
check_syntax()
{
	if ! python3 -c 'import docutils' 2> /dev/null; then
		echo "$progname: no python3-docutils, so that RST is not parsed" >&2
		return
	fi
	for page in "$docs"/*.rst; do
		sed -e 's/:doc:`/`/g' -e 's/^\.\. toctree::/.. epigraph::/' \
			-e '/^   :maxdepth:/d' "$page" > "$tmp/page.rst"
		python3 -c 'import sys
from docutils.core import publish_file
publish_file(source_path=sys.argv[1], destination_path="/dev/null",
	     writer_name="null", settings_overrides={
	     "report_level": 2, "halt_level": 5, "exit_status_level": 5,
	     "file_insertion_enabled": False, "syntax_highlight": "none",
	     "warning_stream": sys.stdout})' "$tmp/page.rst" > "$tmp/warnings" 2>&1 || true
		[ ! -s "$tmp/warnings" ] || {
			complain "$page" 'docutils has something to say'
			sed "s|^$tmp/page.rst|$page|" "$tmp/warnings" >&2
		}
	done
}

check_ids
check_help
check_keys
check_links
check_syntax
exit $status
