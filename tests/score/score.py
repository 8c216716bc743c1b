#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later

"""How right `kcrate audit` is about real crates.

    score.py KCRATE LIBRARY REGISTRY TRUTH.jsonl [JOBS]

TRUTH.jsonl is what truth.py has found out by compiling the crates of REGISTRY
against the library whose source is LIBRARY.  The crates are split in two halves
by the SHA-256 of their names: rules are made with the development half in view,
and the held-out half tells whether they hold for others.

Compared are

- the grade of each pair of crate and features, as `kcrate audit` has it;
- the call sites of infallible allocation in crates of the grade alloc, by file
  and line.  What rustc says in consequence of another error is no call site:
  mismatched types, and that a Cow of str or [T] is not Clone wherever one is
  passed on.  Where a dependency does not compile without infallible
  allocation, rustc never gets to implementations of traits, so that what
  kcrate finds of them there is counted neither way.

Left out are pairs that compile nowhere, that lack a dependency, and proc
macros.  Ends with KTAP: a result for each bound of each half.
"""

import collections
import concurrent.futures
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tomllib

GRADES = ["core", "core-float", "alloc-fallible", "alloc", "std"]
MIN_GRADE = 0.98
MIN_RECALL = 0.95
MIN_PRECISION = 0.90
CONSEQUENCES = {"E0308", "E0271", "E0614", None}
UNOWNABLE = re.compile(
    r"the trait bound `(str|\[u8\]): (Clone|ToOwned)` is not satisfied")
# What kcrate says of implementations of traits.
OF_TRAITS = re.compile(
    r"Cow|copy|::(collect|from|extend|clone|to_owned|into|default)\b|write")
TOP = pathlib.Path(__file__).resolve().parent.parent.parent


def half_of(crate):
    digest = hashlib.sha256(crate.encode()).digest()
    return "held-out" if digest[0] & 1 else "development"


def features_of(mode):
    return {
        "default": [],
        "none": ["--no-default-features"],
        "all": ["--all-features"],
        "alloc": ["--no-default-features", "--features", "alloc"],
    }[mode]


def directories_in(registry):
    """By crate and version: a directory's name may say less, or more."""
    found = {}
    for path in registry.glob("*/Cargo.toml"):
        package = tomllib.loads(path.read_text())["package"]
        found[package["name"], package["version"]] = path.parent
    return found


class Audit:
    """What kcrate says of one pair."""

    def __init__(self, tool, library, directory, pair):
        run = subprocess.run(
            [tool, "audit", directory, "--vendor", directory.parent,
             "--library", library, "--format", "json",
             *features_of(pair["mode"])],
            capture_output=True, text=True, check=False)
        if run.returncode not in (0, 1, 2):
            raise RuntimeError(f"{directory}: status {run.returncode}: "
                               f"{run.stderr}")
        said = json.loads(run.stdout)
        self.failure = None if "crates" in said else said["findings"][0]
        if self.failure:
            return
        crate = said["crates"][-1]
        self.grade = crate["grade"]
        self.sites = {
            (str(pathlib.Path(finding["file"]).relative_to(directory)),
             finding["line"]): finding["message"]
            for finding in crate["findings"]
            if finding["id"] == "infallible-allocation"
        }


class Tally:
    """Of one half."""

    def __init__(self):
        self.grades = collections.Counter()  # (truth, ours)
        self.wrong = []
        self.hits = self.misses = self.extras = 0
        self.missed = []

    def add(self, pair, audit):
        name = f"{pair['crate']} {pair['version']} ({pair['mode']})"
        if audit.failure:
            self.grades[pair["grade"], "none"] += 1
            self.wrong.append(f"{name}: {audit.failure['message']}")
            return
        self.grades[pair["grade"], audit.grade] += 1
        if pair["grade"] != audit.grade:
            self.wrong.append(f"{name} is {pair['grade']}, "
                              f"not {audit.grade}")
        if pair["grade"] == "alloc" and pair["searched"]:
            self.add_sites(name, pair, audit)

    def add_sites(self, name, pair, audit):
        truth, follow = {}, set()
        for site in pair["sites"]:
            place = (site["file"], site["line"])
            if (site["code"] in CONSEQUENCES
                    or UNOWNABLE.match(site["message"])):
                follow.add(place)
            else:
                truth[place] = site["message"]
        for place, message in truth.items():
            if place in audit.sites:
                self.hits += 1
            else:
                self.misses += 1
                self.missed.append(f"{name}: {place[0]}:{place[1]}: "
                                   f"{message}")
        for place, message in audit.sites.items():
            if place in truth or place in follow:
                continue
            if "names" in pair["searched"] or not OF_TRAITS.search(message):
                self.extras += 1
                self.missed.append(f"{name}: {place[0]}:{place[1]}: "
                                   f"rustc does not say: {message}")

    def accuracy(self):
        right = sum(n for (truth, ours), n in self.grades.items()
                    if truth == ours)
        return right / max(1, sum(self.grades.values()))

    def false_cores(self):
        return sum(n for (truth, ours), n in self.grades.items()
                   if ours == "core" and truth != "core")

    def recall(self):
        return self.hits / max(1, self.hits + self.misses)

    def precision(self):
        return self.hits / max(1, self.hits + self.extras)


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def table_of(tally):
    yield f"{'grade':15} {'pairs':>6} {'recall':>8} {'precision':>10}"
    for grade in GRADES:
        right = tally.grades[grade, grade]
        truth = sum(n for (t, _), n in tally.grades.items() if t == grade)
        ours = sum(n for (_, o), n in tally.grades.items() if o == grade)
        yield (f"{grade:15} {truth:6} {share(right, truth):>8} "
               f"{share(right, ours):>10}")


def literals_of_tools():
    """The text constants of the tool, without its tests."""
    out = set()
    for path in (TOP / "tools").rglob("*"):
        if path.suffix not in (".cc", ".h", ".def"):
            continue
        if path.stem.endswith("_test") or "testing" in path.parts:
            continue
        code = re.sub(r"/\*.*?\*/|^//.*?$", "", path.read_text(),
                      flags=re.DOTALL | re.MULTILINE)
        out.update(re.findall(r'"((?:[^"\\\n]|\\.)*)"', code))
    return out


def known_names(pairs):
    """The crates that the tool knows by name or hash, which it must not.

    A name that is a word of Rust, Kbuild or English, or that of an algorithm,
    is allowed where it stands for that."""
    words = set((TOP / "tests/score/words.txt").read_text().split("\n"))
    literals = literals_of_tools()
    return sorted({pair["crate"] for pair in pairs
                   if pair["crate"] in literals
                   and pair["crate"] not in words})


def report(tallies, names):
    results = []
    for half, tally in tallies.items():
        pairs = sum(tally.grades.values())
        print(f"# {half}: {pairs} pairs")
        for line in table_of(tally):
            print(f"#   {line}")
        for line in tally.wrong:
            print(f"#   wrong: {line}")
        for line in tally.missed:
            print(f"#   site: {line}")
        results += [
            (tally.accuracy() >= MIN_GRADE,
             f"{half}: {100 * tally.accuracy():.1f} % of grades are right"),
            (tally.false_cores() == 0,
             f"{half}: {tally.false_cores()} are called core that are not"),
            (tally.recall() >= MIN_RECALL,
             f"{half}: {100 * tally.recall():.1f} % of "
             f"{tally.hits + tally.misses} call sites are found"),
            (tally.precision() >= MIN_PRECISION,
             f"{half}: {100 * tally.precision():.1f} % of "
             f"{tally.hits + tally.extras} found are call sites"),
        ]
    results.append((not names, "no crate's name is in tools/"
                    + "".join(f" ({name})" for name in names)))
    print("KTAP version 1")
    print(f"1..{len(results)}")
    for number, (good, text) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} {text}")
    return all(good for good, _ in results)


def main(args):
    tool, library, registry, truth = args[:4]
    jobs = int(args[4]) if len(args) > 4 else 2
    directories = directories_in(pathlib.Path(registry).resolve())
    pairs = [json.loads(line)
             for line in pathlib.Path(truth).read_text().splitlines()]
    pairs = [pair for pair in pairs
             if pair["grade"] in GRADES and not pair["proc_macro"]]
    tallies = {"development": Tally(), "held-out": Tally()}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        audits = pool.map(
            lambda pair: Audit(
                tool, library,
                directories[pair["crate"], pair["version"]], pair), pairs)
        for pair, audit in zip(pairs, audits):
            tallies[half_of(pair["crate"])].add(pair, audit)
    return 0 if report(tallies, known_names(pairs)) else 1


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
