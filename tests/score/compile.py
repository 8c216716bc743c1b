#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later

"""Whether `kcrate audit --compile` is told the same by rustc as truth.py.

    compile.py KCRATE TOOLCHAIN REGISTRY TRUTH.jsonl WORK [JOBS [CRATE]...]

truth.py has cargo compile the crates, build scripts included; kcrate runs rustc
itself and never a build script.  Compared are

- the grade by rustc of each pair of crate and features, but where kcrate says
  that it cannot be known without a build script;
- what rustc confirms or refutes of infallible allocation, with the places that
  truth.py has found.

Pairs that lack a dependency or compile nowhere, and proc macros, are left out.
Each pair that differs is printed.  Ends with KTAP: a pair may only differ where
a build script has its hand in it, of the crate or of what it needs.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

from score import OF_TRAITS, directories_in, features_of

LEFT_OUT = {"lacking", "broken"}
# What takes longest comes last.
MODES = ["none", "default", "alloc", "all"]


def has_script(directory):
    return (directory / "build.rs").exists() or "build = \"" in (
        directory / "Cargo.toml").read_text()


class Asked:
    """What kcrate says of one pair."""

    def __init__(self, args, directories, pair):
        tool, toolchain, registry, work = args
        self.pair = pair
        self.name = f"{pair['crate']} {pair['version']} ({pair['mode']})"
        directory = directories[pair["crate"], pair["version"]]
        run = subprocess.run(
            [tool, "audit", directory, "--vendor", registry, "--compile",
             "--work", work, "--quiet", "--format", "json",
             "--library", toolchain / "library", *features_of(pair["mode"])],
            env=os.environ | {"RUSTC": str(toolchain / "rustc")},
            capture_output=True, text=True, check=False)
        if run.returncode not in (0, 1, 2):
            raise RuntimeError(f"{directory}: status {run.returncode}: "
                               f"{run.stderr}")
        said = json.loads(run.stdout) if run.stdout else {}
        self.failure, self.grade = None, "none"
        if "crates" not in said:
            self.failure = run.stderr or said["findings"][0]["message"]
            return
        self.script = any(
            has_script(directories[crate["name"], crate["version"]])
            for crate in said["crates"])
        crate = said["crates"][-1]
        self.source = crate["grade"]
        self.grade = crate["rustc"]["grade"] or "broken"
        self.unknown = crate["rustc"].get("unknown", False)
        self.findings = crate["findings"]
        self.places = collections.defaultdict(dict)
        for finding in crate["findings"]:
            if finding["id"] == "infallible-allocation":
                file = pathlib.Path(finding["file"]).relative_to(directory)
                self.places[finding.get("evidence")][
                    str(file), finding["line"]] = finding["message"]

    def wrong_places(self):
        """What rustc is said to say, and does not."""
        if self.grade != "alloc" or self.pair["grade"] != "alloc":
            return
        # A macro's call may have many lines, and one of them is meant.
        truth = {(site["file"], line) for site in self.pair["sites"]
                 for line in range(site["line"], site["line_end"] + 1)}
        truth |= {(site["inner"]["file"], site["inner"]["line"])
                  for site in self.pair["sites"] if "inner" in site}
        for kind in ("confirmed", "compiler-only"):
            for place, message in self.places[kind].items():
                if place not in truth:
                    yield f"{self.name}: {place}: {kind}: {message}"
        for place, message in self.places["refuted"].items():
            if place in truth and not OF_TRAITS.search(message):
                yield f"{self.name}: {place}: refuted: {message}"


class Tally:
    """What has come of all pairs."""

    def __init__(self):
        self.same, self.unknown = 0, 0
        self.differ, self.by_script, self.failed, self.wrong = [], [], [], []
        self.evidence = collections.Counter()

    def add(self, asked):
        if asked.failure:
            self.failed.append(f"{asked.name}: {asked.failure}")
            return
        for finding in asked.findings:
            self.evidence[finding["id"], finding.get("evidence")] += 1
        self.wrong += asked.wrong_places()
        if asked.grade == asked.pair["grade"]:
            self.same += 1
        elif asked.unknown:
            self.unknown += 1
        else:
            line = (f"{asked.name}: {asked.pair['grade']} by cargo, "
                    f"{asked.grade} by kcrate (source: {asked.source})")
            print(f"  {line}", file=sys.stderr)
            (self.by_script if asked.script else self.differ).append(line)

    def print_all(self):
        for title, found in (("failed", self.failed), ("differs", self.differ),
                             ("differs by a build script", self.by_script),
                             ("place", self.wrong)):
            for line in found:
                print(f"# {title}: {line}")
        for (name, kind), count in sorted(self.evidence.items(), key=str):
            if kind:
                print(f"# {name}: {count} {kind}")

    def results(self):
        total = (self.same + self.unknown + len(self.differ)
                 + len(self.by_script) + len(self.failed))
        return [
            (not self.failed,
             f"{len(self.failed)} of {total} pairs cannot be audited"),
            (not self.differ,
             f"{self.same} of {total} pairs have the same grade, "
             f"{self.unknown} cannot be known, "
             f"{len(self.by_script)} differ by a build script, "
             f"{len(self.differ)} otherwise"),
            (not self.wrong,
             f"{len(self.wrong)} places are not rustc's own"),
        ]


def main(args):
    tool, toolchain, registry, truth, work = (
        pathlib.Path(arg).resolve() for arg in args[:5])
    jobs = int(args[5]) if len(args) > 5 else 2
    directories = directories_in(registry)
    pairs = [json.loads(line) for line in truth.read_text().splitlines()]
    pairs = [pair for pair in pairs
             if pair["grade"] not in LEFT_OUT and not pair["proc_macro"]
             and (not args[6:] or pair["crate"] in args[6:])]
    pairs.sort(key=lambda pair: MODES.index(pair["mode"]))
    tally = Tally()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for asked in pool.map(
                lambda pair: Asked((tool, toolchain, registry, work),
                                   directories, pair), pairs):
            print(f"{asked.name}: {asked.grade}", file=sys.stderr)
            tally.add(asked)
    tally.print_all()
    results = tally.results()
    print("KTAP version 1")
    print(f"1..{len(results)}")
    for number, (good, text) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} {text}")
    return 0 if all(good for good, _ in results) else 1


if __name__ == "__main__":
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
