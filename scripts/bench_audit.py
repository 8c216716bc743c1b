#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later

"""What an audit costs, against sha256sum of the same files.

    bench_audit.py KCRATE LIBRARY REGISTRY [ROUNDS]

All crates of REGISTRY are audited in one process, with what they need of it: by
one thread, by two, and half of them, for what a crate costs in memory.  A crate
that is audited with several sets of features is several audits, and its files
are as often read by sha256sum.  Ratios of the least of ROUNDS (3) times,
measured in turn.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time


def run(command, stdin=None):
    """Seconds, and the most memory in MiB."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise RuntimeError(f"status {child.returncode}: {command[:3]}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def audited_files(audit, crates):
    """The number of audits, and the files of each, one audit's after another's."""
    report = subprocess.run([*audit, "2", "--format", "json", *crates],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            check=False)
    units = json.loads(report.stdout)["crates"]
    return len(units), [str(file) for unit in units
                        for file in pathlib.Path(unit["directory"]).rglob("*")
                        if file.is_file() and not file.is_symlink()]


def main():
    tool, library, registry = map(pathlib.Path, sys.argv[1:4])
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    crates = sorted(path.parent for path in registry.glob("*/Cargo.toml"))
    audit = [tool, "audit", "--quiet", "--library", library, "--vendor",
             registry, "-j"]
    audits, files = audited_files(audit, crates)
    commands = {
        "one thread": [*audit, "1", *crates],
        "two threads": [*audit, "2", *crates],
        "half": [*audit, "2", *crates[::2]],
    }
    times = {name: [] for name in ["sha256sum", *commands]}
    memory = {}
    with tempfile.TemporaryFile() as names:
        names.write(b"\0".join(file.encode() for file in files))
        for _ in range(rounds):
            names.seek(0)
            times["sha256sum"].append(
                run(["xargs", "-0", "sha256sum", "--"], names)[0])
            for name, command in commands.items():
                seconds, memory[name] = run(command)
                times[name].append(seconds)
    least = {name: min(all_of) for name, all_of in times.items()}
    print(f"{len(crates)} crates, {audits} audits of {len(files)} files: they "
          f"take {least['one thread'] / least['sha256sum']:.1f} times as long "
          f"as sha256sum with one thread, "
          f"{least['two threads'] / least['sha256sum']:.1f} times with two")
    print(f"at most {memory['two threads']:.0f} MiB, "
          f"{memory['half']:.0f} for half of the crates")


main()
