#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later

"""Takes each thing that rust/crates_are_available.sh says out of it, one at a
time, and some of its conditions; a test must then fail, or the tests prove
nothing of it.  Needs some minutes.

    mutants.py
"""

import re
import sys
import tempfile
import unittest
import pathlib

sys.dont_write_bytecode = True
import crates_are_available_test as tests  # noqa: E402

# What is exchanged beside that, each of which is there once.
CHANGES = (
    ("exec >&2\n", ""),
    ('[ -z "$tmp" ] || rm -rf "$tmp"', ":"),
    ('[ "$1" -ne 0 ] || [ "$warning" -ne 0 ]', '[ "$warning" -ne 0 ]'),
    ('[ "$1" -ne 0 ] || [ "$warning" -ne 0 ]', '[ "$1" -ne 0 ]'),
    ("100000 * $1", "1000 * $1"),
    (" + ${3:-0}", " + $3"),
    ("100 * ${2:-0} + ${3:-0}", "100 * ${2:-0}"),
    ('[ -n "$all" ] || exit 1', "exit 1"),
    ('[ -n "$all" ] || exit 1', ":"),
    ("need_variable RUSTC", ": RUSTC"),
    ("need_variable HOSTCC", ": HOSTCC"),
    ("need_variable srctree", ": srctree"),
    ("need_variable objtree", ": objtree"),
    ("1s:.*rustc ", "1s:.*"),
    ("2018) echo 1.31.0", "2018) echo 1.30.0"),
    ("2021) echo 1.56.0", "2021) echo 1.55.0"),
    ("2024) echo 1.85.0", "2024) echo 1.84.0"),
    ("rustc_cversion\" -lt", "rustc_cversion\" -le"),
    ('*" $name "*) continue ;;', '"") ;;'),
    ("stable(.*since", "since"),
    ("sort -n", "sort"),
    ('oldest=$((minor - 1)) ;;', ":;;"),
    ("oldest=$((minor - 1))", "oldest=$((minor - 2))"),
    ('"$newest" -gt "$minor"', '"$newest" -gt 999'),
    ('"$newest" -lt "$oldest"', '"$newest" -lt 0'),
    ("library_source=$RUST_LIB_SRC", "library_source="),
    ('"$RUSTC" $KRUSTFLAGS', '"$RUSTC"'),
    ("${KBUILD_PROCMACROLDFLAGS:-$KBUILD_HOSTLDFLAGS}",
     "$KBUILD_PROCMACROLDFLAGS"),
    ("${KBUILD_PROCMACROLDFLAGS:-$KBUILD_HOSTLDFLAGS}",
     "$KBUILD_HOSTLDFLAGS"),
    ("CONFIG_RUST=y$", "CONFIG_RUST="),
    ("'^CONFIG_RUST=y$'", "CONFIG_RUST"),
    ("grep -qxF -e", "grep -qF -e"),
    ("grep -qxF -e", "grep -qx -e"),
    ("grep -qxF -e", "grep -qxF"),
    ("while IFS= read -r line", "while read -r line"),
    ("while IFS= read -r line", "while IFS= read line"),
    ("told=$file\n", "\n"),
    ("grep -vxF -e", "grep -vF -e"),
    ("v\\{0,1\\}", ""),
    ('",${1#\\?},"', '"${1#\\?}"'),
    ('"$what,$kind" != unit,kernel', '"$what" != unit'),
    ("check_rules\n", ":\n"),
    ('[ "$home" = module ]; then\n', 'false; then\n'),
)


class FirstFailure(unittest.TestResult):
    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.stop()

    def addError(self, test, err):
        super().addError(test, err)
        self.stop()

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.stop()


def mutants(text):
    for match in re.finditer(r"^\t+(fail|fail_with|warn) ", text, re.M):
        begin, end = match.span(1)
        line = text.count("\n", 0, begin) + 1
        yield f"line {line}", text[:begin] + ":" + text[end:]
    for what, by in CHANGES:
        if what not in text:
            sys.exit(f"mutants.py: the script has no '{what}'")
        at = text.rindex(what)
        yield (f"{what.strip()} -> {by.strip()}",
               text[:at] + by + text[at + len(what):])


def passes(script):
    tests.SCRIPT.write_text(script)
    result = FirstFailure()
    tests.suite_of(tests.shells()[0], []).run(result)
    return result


def main():
    text = tests.SCRIPT.read_text()
    survived = count = 0

    with tempfile.TemporaryDirectory() as directory:
        tests.SCRIPT = pathlib.Path(directory) / "script"
        if not passes(text).wasSuccessful():
            sys.exit("mutants.py: the script itself fails")
        for name, mutant in mutants(text):
            count += 1
            if passes(mutant).wasSuccessful():
                survived += 1
                print(f"mutants.py: no test fails for {name}")
    print(f"mutants.py: {count} mutants, {survived} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
