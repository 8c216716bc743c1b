#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later

"""What an audit costs, against sha256sum of the same files.

    bench_audit.py KCRATE LIBRARY REGISTRY [ROUNDS]

The crates of REGISTRY that depend on nothing are audited, each once, in one
process: by one thread, by two, and half of them, for what a crate costs in
memory.  Ratios of the least of ROUNDS (3) times, measured in turn.
"""

import os
import pathlib
import subprocess
import sys
import time
import tomllib


def depends(directory):
    """Whether the crate in @directory needs others."""
    cargo = tomllib.loads((directory / "Cargo.toml").read_text())
    tables = [cargo, *cargo.get("target", {}).values()]
    return "lib" not in cargo and not (directory / "src/lib.rs").exists() or \
        any(table.get("dependencies") for table in tables)


def run(command):
    """Seconds, and the most memory in MiB."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise RuntimeError(f"status {child.returncode}: {command[:3]}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def main():
    tool, library, registry = map(pathlib.Path, sys.argv[1:4])
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    crates = sorted(path.parent for path in registry.glob("*/Cargo.toml"))
    crates = [crate for crate in crates if not depends(crate)]
    files = [str(file) for crate in crates
             for file in sorted(crate.rglob("*")) if file.is_file()]
    audit = [tool, "audit", "--quiet", "--library", library, "-j"]
    commands = {
        "sha256sum": ["sha256sum", *files],
        "audit -j1": [*audit, "1", *crates],
        "audit -j2": [*audit, "2", *crates],
        "half of it": [*audit, "1", *crates[::2]],
    }
    times = {name: [] for name in commands}
    memory = {}
    for _ in range(rounds):
        for name, command in commands.items():
            seconds, memory[name] = run(command)
            times[name].append(seconds)
    least = {name: min(all_of) for name, all_of in times.items()}
    print(f"{len(crates)} crates, {len(files)} files: an audit takes "
          f"{least['audit -j1'] / least['sha256sum']:.1f} times as long as "
          f"sha256sum with one thread, "
          f"{least['audit -j2'] / least['sha256sum']:.1f} times with two")
    print(f"at most {memory['audit -j1']:.0f} MiB, "
          f"{memory['half of it']:.0f} for half of the crates")


main()
