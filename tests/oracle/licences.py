#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The texts of licences in real crates, and what kcrate takes them for:

  licences.py O [DIRECTORY]

The crates are those of the Debian packages in DIRECTORY, O/cache/archives if it
is not named.  Of each licence file the truth is

- its name, where that is of one licence (LICENSE-MIT), or the licence that
  Cargo.toml declares, where that is one and there is one file; but for files
  that are not the text (a link, a notice);
- by its own words, whether it is Apache's: "Apache License" and "January 2004".

Also asked for are the same texts as nobody has written them: wrapped otherwise,
as comments, with other copyright lines, two in one file.

Beside that, what Cargo.toml declares, what Debian's reviewers found (the file
copyright of the package) and what kcrate found in the files are compared.
Where they differ somebody is wrong; this is printed for people to judge.
"""

import collections
import glob
import io
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile

NAMES = {"apache": "Apache-2.0", "mit": "MIT", "unlicense": "Unlicense",
         "zlib": "Zlib", "boost": "BSL-1.0", "bsl": "BSL-1.0", "cc0": "CC0-1.0",
         "isc": "ISC", "mpl": "MPL-2.0", "0bsd": "0BSD", "mit0": "MIT-0"}
LICENCE = re.compile(r"(licen[cs]e|copying|copyright|unlicense|notice)[^/]*$", re.I)
SHORT = 700  # bytes of a notice or a link; texts that are shorter are not asked
SHORTEST = {"WTFPL": 300, "0BSD": 500, "ISC": 600}


def crates_in(directory):
    """(directory name, files by path, Debian's copyright) of each package."""
    for path in sorted(glob.glob(f"{directory}/*")):
        with open(path, "rb") as file:
            if file.read(7) != b"!<arch>":
                continue
        data = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True,
                              capture_output=True).stdout
        files, copyright_file, name = {}, "", None
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            for member in tar:
                parts = member.name.removeprefix("./").split("/")
                if not member.isfile():
                    continue
                if parts[:4] == ["usr", "share", "cargo", "registry"] and len(parts) > 5:
                    name = parts[4]
                    if len(parts) == 6 and (LICENCE.match(parts[5])
                                            or parts[5] == "Cargo.toml"):
                        files[parts[5]] = tar.extractfile(member).read()
                elif parts[-1] == "copyright" and parts[2] == "doc":
                    copyright_file = tar.extractfile(member).read().decode(
                        errors="replace")
        if name:
            yield name, files, copyright_file


def declared(cargo_toml):
    found = re.search(r'^license\s*=\s*"(.*)"', cargo_toml.decode(), re.M)
    return found.group(1) if found else ""


def family(name):
    name = re.sub(r"^expat$", "mit", name.strip().lower())
    name = re.sub(r"(-only|-or-later|\+)$", "", name)
    name = re.sub(r"^(bsd-[234])$", r"\1-clause", name)
    return re.sub(r"^((?:apache|l?gpl)-\d|cc0)$",
                  lambda short: {"cc0": "cc0-1.0"}.get(short[1],
                                                       short[1] + ".0"), name)


def ids_of(text):
    words = re.split(r"\s+(?:and/or|and|or)\s+|[/,()]", text, flags=re.I)
    return {family(word.split(" with ")[0].split(" WITH ")[0])
            for word in words if word.strip()}


def debian_ids(copyright_file):
    """Those of all paragraphs about files, but for those about debian/."""
    out = set()
    for paragraph in re.split(r"\n\s*\n", copyright_file):
        files = re.search(r"^Files:\s*(.*)", paragraph, re.M)
        text = re.search(r"^License:[ \t]*(.*)", paragraph, re.M)
        if files and text and not files.group(1).startswith("debian"):
            out |= ids_of(text.group(1))
    return out


def truth_of(name, data, licence, alone):
    """The id of the text that @data should be, or None."""
    lower = name.lower()
    words = re.split(r"[-_.]", lower)
    named = {NAMES[word] for word in words if word in NAMES}
    ids = ids_of(licence)
    if len(named) == 1:
        out = named.pop()
    elif not named and alone and len(ids) == 1 and lower.startswith("licen"):
        out = ids.pop()
    else:
        return None
    return out if len(data) > SHORTEST.get(out, SHORT) else None


class Asker:
    """O/tests/licence_answers, with files that are written for it."""

    def __init__(self, out):
        self.tool = f"{out}/tests/licence_answers"
        self.texts = f"{out}/tools/kcrate/licence/set.txt"

    def ask(self, texts):
        """Of each text: the ids with their likeness, and the notices."""
        with tempfile.TemporaryDirectory() as directory:
            for number, text in enumerate(texts):
                with open(f"{directory}/{number}", "wb") as file:
                    file.write(text)
            names = "".join(f"{directory}/{i}\n" for i in range(len(texts)))
            lines = subprocess.run([self.tool, "texts", self.texts], input=names,
                                   check=True, text=True,
                                   capture_output=True).stdout.splitlines()
        assert len(lines) == len(texts)
        return [parsed(line.split("\t")[1:]) for line in lines]


Answer = collections.namedtuple("Answer", "ids likeness says")


def parsed(fields):
    ids, likeness, says = [], [], []
    for field in fields:
        if field.startswith("says "):
            says.append(field[5:].rsplit(":", 1)[0])
        elif not field.startswith(("like ", "rest ")):
            name, percent, _ = field.split(":")
            ids.append(name)
            likeness.append(int(percent))
    return Answer(ids, likeness, says)


def is_apache(data):
    text = data.decode(errors="replace").lower()
    return (re.search(r"apache\s+license\W+version\s+2\.0,?\s+january\s+2004", text)
            and "grant of patent license" in text)


def prefixed(text, prefix):
    return b"".join(prefix + line + b"\n" for line in text.split(b"\n"))


def rewrapped(dice, text):
    """In paragraphs, as the lines of a copyright have to stay alone."""
    out = []
    for paragraph in re.split(rb"\n[ \t]*\n", text):
        lines = paragraph.split(b"\n")
        while lines and b"opyright" in lines[0][:20]:
            out.append(lines.pop(0))
        words, width, line = b" ".join(lines).split(), dice.randrange(40, 120), b""
        for word in words:
            if len(line) + len(word) > width:
                out.append(line)
                line = b""
            line += (b" " if line else b"") + word
        out += [line, b""]
    return b"\n".join(out)


def owned_by_others(text):
    return (b"Copyright (c) 1987-2019 The Somebody Developers\nand of others\n"
            b"Copyright 2001 Example, Inc. <a@example.org>\n\n" +
            re.sub(rb"(?m)^.{0,4}Copyright .*\d{4}.*\n", b"", text))


def mutants(dice, texts):
    """(what was done, text, ids that it must have)."""
    for text, ids in texts:
        yield "rewrapped", rewrapped(dice, text), ids
        for prefix in [b"// ", b" * ", b"# ", b"    "]:
            yield f"with '{prefix.decode()}'", prefixed(text, prefix), ids
        yield "rewrapped as a comment", prefixed(rewrapped(dice, text), b"//! "), ids
        yield "of others", owned_by_others(text), ids
        yield "in capitals", text.upper(), ids
        other, more = dice.choice(texts)
        yield "four times", b"\n\n---\n\n".join([text] * 4), ids * 4
        yield "and another", text + b"\n\n---\n\n" + other, ids + more


class Report:
    """KTAP, with what there is to say of each test in front of it."""

    def __init__(self, tests):
        self.number, self.failed = 0, False
        print(f"KTAP version 1\n1..{tests}")

    def result(self, good, title, notes):
        self.number += 1
        for note in notes[:200]:
            print(f"# {note}")
        self.failed |= not good
        print(f"{'ok' if good else 'not ok'} {self.number} {title}")


def judge_names(report, files, answers):
    asked = wrong = 0
    notes = []
    for (crate, name, data, truth), answer in zip(files, answers):
        if not truth:
            continue
        asked += 1
        if family(truth) not in map(family, answer.ids):
            wrong += 1
            notes.append(f"{crate}/{name}: {truth} by name, found {answer.ids}")
    report.result(asked and wrong * 100 <= asked,
                  f"texts that their name or crate tells: {asked}, {wrong} of them "
                  "found to be others", notes)


def judge_apache(report, files, answers):
    notes, number = [], 0
    for (crate, name, data, _), answer in zip(files, answers):
        if not is_apache(data):
            continue
        number += 1
        if "Apache-2.0" not in answer.ids or "Pixar" in answer.ids:
            notes.append(f"{crate}/{name}: found {answer.ids}")
    report.result(number and not notes, f"texts of Apache-2.0: {number}, "
                  f"{len(notes)} of them called something else", notes)


def judge_mutants(report, files, answers, asker):
    dice = random.Random(1)
    seen, texts = set(), []
    for (_, _, data, _), answer in zip(files, answers):
        if (len(answer.ids) == 1 and answer.likeness[0] >= 98
                and len(data) < 40000 and data not in seen):
            seen.add(data)
            texts.append((data, answer.ids))
    dice.shuffle(texts)
    made = list(mutants(dice, texts[:300]))
    notes = [f"{what}: {ids} found to be {answer.ids}"
             for (what, _, ids), answer in zip(made, asker.ask([m[1] for m in made]))
             if sorted(answer.ids) != sorted(ids)]
    report.result(made and not notes,
                  f"texts that were changed: {len(made)} made of {len(texts[:300])}, "
                  f"{len(notes)} of them not recognised", notes)


def judge_debian(report, crates, found):
    """Three opinions about a crate."""
    notes = collections.Counter()
    agree = 0
    for name, files, copyright_file in crates:
        theirs = debian_ids(copyright_file)
        ours, says = found[name]
        stated = ids_of(declared(files.get("Cargo.toml", b"")))
        if not theirs or not stated:
            continue
        if theirs == stated and ours <= stated | says:
            agree += 1
            continue
        notes[f"{name}: declared {sorted(stated)}, Debian {sorted(theirs)}, "
              f"texts {sorted(ours)}, notices {sorted(says)}"] += 1
    report.result(agree > len(notes), f"crates of which Cargo.toml, Debian and the "
                  f"texts say the same: {agree}; others: {len(notes)}", sorted(notes))


def main():
    out = os.path.realpath(sys.argv[1])
    directory = sys.argv[2] if len(sys.argv) > 2 else f"{out}/cache/archives"
    asker = Asker(out)
    with open(asker.texts, encoding="utf-8") as file:
        if not file.readline().startswith("From the npm package"):
            print("KTAP version 1\n1..1\nok 1 licences # SKIP npm was not there "
                  "when kcrate was built")
            return 0
    crates = list(crates_in(directory))
    files = []
    for name, members, _ in crates:
        licence = declared(members.get("Cargo.toml", b""))
        texts = {path for path in members if path != "Cargo.toml"}
        for path in sorted(texts):
            files.append((name, path, members[path],
                          truth_of(path, members[path], licence, len(texts) == 1)))
    answers = asker.ask([data for _, _, data, _ in files])
    found = collections.defaultdict(lambda: (set(), set()))
    for (name, _, _, _), answer in zip(files, answers):
        found[name][0].update(map(family, answer.ids))
        for text in answer.says:
            found[name][1].update(ids_of(text))
    report = Report(4)
    judge_names(report, files, answers)
    judge_apache(report, files, answers)
    judge_mutants(report, files, answers, asker)
    judge_debian(report, crates, found)
    return report.failed


if __name__ == "__main__":
    sys.exit(main())
