#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Licence expressions, ours against the kernel's own scripts/spdxcheck.py:

  spdxcheck.py O KDIR COUNT

Its reader of LICENSES and its parser are run, on COUNT random expressions, of
which many are wrong, with ids that Linux has and such as it has not:

- an expression of which each id is taggable to us is accepted with all its
  parentheses, and one of which not is refused;
- a tag that we write is accepted;
- an expression that is accepted as it stands can be read by us, is taggable.

O/tests/licence_answers is our side.  Without spdxcheck.py, or the ply that it
needs, the test is skipped.
"""

import contextlib
import importlib.util
import io
import os
import random
import subprocess
import sys
import types

# Which Linux has under their older names only; a tag of ours has these.
RENAMED = {"GPL-1.0-OR-LATER", "LGPL-2.0-ONLY", "LGPL-2.0-OR-LATER"}
FOREIGN = ["MPL-2.0", "Unlicense", "BSL-1.0", "GPL-3.0-only", "Unicode-3.0",
           "MIT-0", "Apache-2.0+", "LGPL-3.0+", "x", "GPL", *RENAMED]
EXCEPTIONS = ["Linux-syscall-note", "GCC-exception-2.0", "LLVM-exception",
              "linux-SYSCALL-note"]
JUNK = ["(", ")", "AND", "OR", "WITH", "/", ",", "and", "MIT", "()", "+"]


def kernels_own(kdir):
    """A function that says whether spdxcheck accepts an expression."""
    sys.modules["git"] = types.ModuleType("git")  # it reads no repository here
    spec = importlib.util.spec_from_file_location(
        "spdxcheck", os.path.join(kdir, "scripts/spdxcheck.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules["spdxcheck"] = module  # ply looks for it there
    sys.dont_write_bytecode = True  # the tree is not ours
    spec.loader.exec_module(module)

    class Tree:
        """A directory, as a tree of git's."""

        def __init__(self, path):
            self.path = path

        def __getitem__(self, name):
            return Tree(os.path.join(self.path, name))

        def traverse(self):
            return [self[name] for name in sorted(os.listdir(self.path))]

    repo = types.SimpleNamespace(head=types.SimpleNamespace(
        commit=types.SimpleNamespace(tree=Tree(kdir))))
    spdx = module.read_spdxdata(repo)
    parser = module.id_parser(spdx)

    def accepts(text):
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                parser.parse(text)
        except module.ParserException:
            return False
        return True

    return accepts, spdx


def expression(dice, ids, depth=0):
    """A random one, right but for its ids."""
    what = dice.random()
    if depth > 3 or what < 0.35:
        text = dice.choice(ids)
        if dice.random() < 0.2:
            text += " WITH " + dice.choice(EXCEPTIONS)
        return dice.choice([text, text, text.lower()])
    if what < 0.55:
        return "(" + expression(dice, ids, depth + 1) + ")"
    word = dice.choice([" OR ", " AND "])
    return word.join(expression(dice, ids, depth + 1)
                     for _ in range(dice.choice([2, 2, 2, 3])))


def broken(dice, text):
    """With a word too many, too few or in another place."""
    words = text.replace("(", " ( ").replace(")", " ) ").split()
    at = dice.randrange(len(words))
    what = dice.random()
    if what < 0.4:
        words.insert(at, dice.choice(JUNK))
    elif what < 0.8:
        del words[at]
    else:
        words[at] = dice.choice(JUNK)
    return " ".join(words)


def questions(count, ids):
    dice = random.Random(1)
    out = []
    while len(out) < count:
        known = dice.random() < 0.7
        text = expression(dice, ids if known else ids + FOREIGN)
        out.append(broken(dice, text) if dice.random() < 0.25 else text)
    return out


def disagreements(text, answer, accepts):
    taggable, whole, tag = answer.split("\t")
    as_it_stands = accepts(text)
    if tag != "-" and not accepts(tag):
        yield f"it refuses our tag '{tag}'"
    if as_it_stands and taggable != "taggable":
        yield "it accepts what we cannot tag"
    named = any(name in text.upper() for name in RENAMED)
    if taggable != "-" and not named and accepts(whole) != (taggable == "taggable"):
        yield f"it disagrees about '{whole}', of which we say {taggable}"


def main():
    out, kdir, count = sys.argv[1], os.path.realpath(sys.argv[2]), int(sys.argv[3])
    ours = os.path.realpath(f"{out}/tests/licence_answers")
    print("KTAP version 1\n1..1")
    if importlib.util.find_spec("ply") is None:
        print("ok 1 spdxcheck # SKIP there is no python3-ply")
        return 0
    if not os.path.exists(f"{kdir}/scripts/spdxcheck.py"):
        print(f"ok 1 spdxcheck # SKIP there is no kernel in {sys.argv[2]}")
        return 0
    accepts, spdx = kernels_own(kdir)
    asked = questions(count, sorted(spdx.licenses))
    answers = subprocess.run([ours, "tags"], input="\n".join(asked) + "\n",
                             capture_output=True, text=True,
                             check=True).stdout.splitlines()
    assert len(answers) == len(asked)
    wrong = [(text, why) for text, answer in zip(asked, answers)
             for why in disagreements(text, answer, accepts)]
    for text, why in wrong[:20]:
        print(f"# '{text}': {why}")
    accepted = sum(map(accepts, asked))
    tagged = sum(not answer.endswith("\t-") for answer in answers)
    refused = sum(answer.startswith("no\t") for answer in answers)
    fair = min(accepted, tagged, refused) >= count // 20
    verdict = "ok" if fair and not wrong else "not ok"
    print(f"{verdict} 1 expressions as spdxcheck reads them: {len(asked)}, of "
          f"which it accepts {accepted}, we tag {tagged} and find {refused} "
          f"with an id that is not taggable; {len(wrong)} disagreements")
    return verdict != "ok"


if __name__ == "__main__":
    sys.exit(main())
