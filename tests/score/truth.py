#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later

"""What real crates need, by compiling them: the truth that kcrate's audit is
scored against.

    truth.py TOOLCHAIN REGISTRY OUT [CRATE]...

TOOLCHAIN is what scripts/toolchain.sh made, with cargo; REGISTRY a directory
of unpacked crates, which cargo uses as a directory source.  Each CRATE (all of
REGISTRY without any) is checked with its default features, with none and with
all, and with `alloc` alone if it has such a feature, against libraries for a
bare target which have ever more in them: what is the least that it compiles
with?

    core            core without formatting and parsing of floats
    core-float      core
    alloc-fallible  core, and alloc without what cannot report lack of memory
    alloc           core and alloc
    std             std, for the host
    broken          none of these
    lacking         REGISTRY lacks something that the crate depends on

A crate that needs all of alloc is also searched for where: by the errors that
it has without, and by rustc's own lint `deprecated`, for which alloc is
compiled from a copy where everything infallible is deprecated.  Neither tells
of a trait's implementation that is used in a crate for which names are missing
too, as rustc then does not get so far.  So there is a third library, `names`,
where everything has its name but infallible implementations are gone.

OUT/truth.jsonl has an object a line for each pair of crate and mode:

    crate, version, mode, features   what was asked for
    proc_macro   whether it is one, and so for the host whatever the target is
    packages     what is compiled for the bare target, itself included
    grade        one of the above
    float        whether floats are formatted or parsed; null if not known
    errors       the first of each level that failed; not those of levels that
                 cannot be enough, as a library is missing
    sites        where the crate itself needs what `alloc` adds (only there):
                 file, line, column, line_end, column_end, code and message
                 of rustc; of a macro's expansion, where the crate calls it,
                 and as `inner` what of the crate is expanded
    searched     the libraries that rustc got through to it with for this:
                 all uses are found if `names` is among them

OUT/pairs has the same in a file for each pair, written as soon as it is known;
those there are kept if the toolchain is the same.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import tomllib

# To be raised when what is written would differ for the same crate.
FORMAT = 2
JOBS = 2
BARE = "x86_64-unknown-none"
MODES = ("all", "alloc", "default", "none")
GRADES = {
    "core": "core",
    "float": "core-float",
    "fallible": "alloc-fallible",
    "alloc": "alloc",
    "std": "std",
}
LACKS = ("no matching package", "failed to select a version",
         "perhaps a crate was updated")
STUB = """#![allow(internal_features)]
#![feature(compiler_builtins)]
#![compiler_builtins]
#![no_builtins]
#![no_std]
"""
# Keeps what is said of units for the bare target: cargo shows nothing of lints
# in registries, nor of what is compiled already.  What failed is not compiled
# again, for another crate that depends on it.  Without a library that it wants
# there would be thousands of errors more.
WRAPPER = """#!/bin/sh
bare= dir= name= extra= last=
for arg; do
	case $arg in
	--sysroot=*) bare=y ;;
	extra-filename=*) extra=${arg#*=} ;;
	esac
	case $last in
	--out-dir) dir=$arg ;;
	--crate-name) name=$arg ;;
	esac
	last=$arg
done
[ -n "$bare" ] && [ -n "$dir" ] && [ -n "$extra" ] || exec "$@"
said=$dir/$name$extra.said
if ! [ -e "$said.failed" ]; then
	{ "$@" 2>&1 >/dev/null || : > "$said.failed"; } |
		sed '/"code":"E0463"/q' > "$said"
fi
cat "$said" >&2
! [ -e "$said.failed" ]
"""


def write(path, text):
    """Makes a file, which is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{threading.get_ident()}")
    part.write_text(text)
    part.replace(path)


#
# Rust source, as far as it must be understood
#

HIDDEN = re.compile(r"""//[^\n]* | /\*.*?\*/ | \br(\#*)".*?"\1
                      | "(?:\\.|[^"\\])*"
                      | '(?:\\(?:u\{[^}]*\}|x..|.)|[^\\'\n])'""",
                    re.VERBOSE | re.DOTALL)
ITEM = re.compile(r"""(?:pub(?:\s*\([^)]*\))?\s+)?
                      (?:(?:default|unsafe|async|auto|const(?=\s+(?:unsafe\s+)?
                         (?:fn|impl|trait))|extern\s+(?=fn))\s+)*
                      (macro_rules!|(?:fn|struct|enum|union|trait|mod|type
                         |const|static|impl|use|macro)\b)""",
                  re.VERBOSE)
CALL = re.compile(r"\w+(!)\s*[\[({]")
ATTRIBUTE = re.compile(r"#(!?)\[")
STABILITY = re.compile(r"#\[(?:un)?stable\b")
INFALLIBLE = re.compile(r"#!?\[cfg\((?:all\(.*)?not\((?:any\()?"
                        r"no_global_oom_handling")
MARKED = {"fn", "struct", "enum", "union", "trait", "mod", "type", "const",
          "static", "macro_rules!", "macro"}


def hide(text):
    """The text with comments and literals made blank."""
    return HIDDEN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def end_of(code, start):
    """Behind the bracket that matches the one at start."""
    depth = 0
    for found in re.compile(r"[\[\](){}]").finditer(code, start):
        depth += 1 if found[0] in "([{" else -1
        if not depth:
            return found.end()
    return len(code)


def body_of(code, start, ends):
    """Where an item's body begins, or the semicolon that is in its place."""
    at = start
    while found := re.compile(r"[\[({;]").search(code, at):
        if found[0] in ends:
            return found.start()
        at = end_of(code, found.start())
    return len(code)


class Item:
    """An item that has attributes."""

    def __init__(self, code, begin, start, kind):
        self.begin = begin  # of its attributes
        self.start = start
        self.kind = kind
        self.attributes = code[begin:start]
        plain = kind in ("use", "const", "static", "type")
        self.body = body_of(code, start, ";" if plain else "{;")
        self.end = end_of(code, self.body)
        if code[self.body:self.body + 1] != "{":
            self.end = self.body + 1
        self.header = code[start:self.body]

    def is_trait_impl(self):
        return self.kind == "impl" and bool(self.trait())

    def trait(self):
        """The name of the trait of an implementation, or nothing."""
        rest, depth = self.header.partition("impl")[2].lstrip(), 0
        for found in re.finditer(r"(?<![-=])[<>]|$", rest):
            depth += {"<": 1, ">": -1}.get(found[0], 0)
            if not depth or not rest.startswith("<"):
                break
        if rest.startswith("<"):
            rest = rest[found.end():]
        path = re.match(r"\s*([\w:]+)", rest)
        return (path and re.search(r"\bfor\b(?!\s*<)", rest)
                and path[1].rpartition("::")[2])


def items_in(code):
    """The items of hidden source that have attributes, outer ones first."""
    at = 0
    while found := ATTRIBUTE.search(code, at):
        begin = found.start()
        at = end_of(code, found.end() - 1)
        if found[1]:
            continue
        while again := re.compile(r"\s*#\[").match(code, at):
            at = end_of(code, again.end() - 1)
        at = re.compile(r"\s*").match(code, at).end()
        if item := ITEM.match(code, at):
            yield Item(code, begin, at, item[1])


def all_items_in(code):
    """Those without attributes as well, macros that are called among them, as
    far as they begin a line."""
    items = list(items_in(code))
    starts = {item.start for item in items}
    for line in re.finditer(r"^ *(?=\w)", code, re.MULTILINE):
        at = line.end()
        item = ITEM.match(code, at) or CALL.match(code, at)
        if item and at not in starts:
            items.append(Item(code, at, at, item[1]))
    return items


class Infallible:
    """A file of alloc: what of it is only there if allocation cannot fail."""

    def __init__(self, path, everything):
        self.text = path.read_text()
        self.code = hide(self.text)
        self.everything = everything or bool(
            re.search(r"^#!\[cfg\(not\(no_global_oom_handling\)\)\]",
                      self.code, re.MULTILINE))
        self.items = list(items_in(self.code))
        self.gated = [item for item in self.items
                      if self.everything
                      or INFALLIBLE.search(item.attributes)
                      or item.kind == "macro_rules!"
                      and re.search(r"macro_rules!\s*format\b", item.header)]

    def modules(self):
        """Those that are files of their own."""
        return [re.search(r"\bmod\s+(\w+)", item.header)[1]
                for item in self.gated
                if item.kind == "mod" and self.code[item.body] == ";"]

    def within(self, item):
        return item in self.gated or any(
            outer.body < item.begin < outer.end for outer in self.gated)

    def marked(self, version):
        """The text with everything infallible deprecated."""
        mark = f'#[deprecated(since = "{version}", note = "infallible")] '
        text, at = [], 0
        for item in self.items:
            stability = STABILITY.search(item.attributes)
            if not stability or not self.within(item):
                continue
            if item.kind in MARKED and "#[deprecated" not in item.attributes:
                text += [self.text[at:item.start], mark]
                at = item.start
            elif item.kind == "impl" and not item.is_trait_impl():
                # It may not be stable in a module that is deprecated.
                begin = item.begin + stability.start()
                text.append(self.text[at:begin])
                at = end_of(self.code, begin + 1)
        return "".join(text) + self.text[at:]


def infallible_files(src):
    """Each file of alloc, by path, as far as it is infallible."""
    files, whole = {}, set()
    # Who declares modules comes before these.
    for path in sorted(src.rglob("*.rs"), key=lambda p: (
            len(p.parts), p.name not in ("lib.rs", "mod.rs"), p)):
        inside = bool(whole & {path, *path.parents})
        files[path] = Infallible(path, inside)
        home = path.parent
        if path.name not in ("lib.rs", "mod.rs"):
            home = path.with_suffix("")
        for name in files[path].modules():
            whole |= {home / name, home / f"{name}.rs"}
        if files[path].everything and path.name != "mod.rs":
            whole.add(path.with_suffix(""))
    return files


#
# Libraries
#

class Libraries:
    """The sysroots in OUT/sysroot, made if they are not there."""

    def __init__(self, toolchain, out):
        self.rustc = toolchain / "rustc"
        self.source = toolchain / "library"
        self.out = out
        said = subprocess.run([self.rustc, "-vV"], check=True, text=True,
                              stdout=subprocess.PIPE).stdout
        self.host = re.search(r"^host: (.*)$", said, re.MULTILINE)[1]
        self.version = re.search(r"^release: ([0-9.]*)", said,
                                 re.MULTILINE)[1]
        pair = toolchain / "pair"
        self.identity = said.splitlines()[0] + "; " + (
            pair.read_text().strip() if pair.exists() else "")

    def root(self, level):
        return self.out / "sysroot" / level

    def compile(self, name, source, place, *flags):
        """Makes a library in place; what rustc says if it cannot."""
        place.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [self.rustc, "--edition=2024", "--crate-type=rlib",
             f"--crate-name={name}", source, f"--target={BARE}",
             "--sysroot=/dev/null", "-Zunstable-options", "-Zalways-encode-mir",
             "-Zforce-unstable-if-unmarked", "--cap-lints=allow",
             "--error-format=json", f"--emit=metadata={place}/lib{name}.rmeta",
             f"-L{place}", *flags],
            env=os.environ | {"RUSTC_BOOTSTRAP": "1"}, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return "" if done.returncode == 0 else done.stderr

    def must(self, name, source, place, *flags):
        if said := self.compile(name, source, place, *flags):
            sys.exit(f"truth.py: {name} does not compile for {place}:\n{said}")

    def core(self, level, *flags):
        place = self.place(level)
        self.must("core", self.source / "core/src/lib.rs", place, *flags)
        write(place / "compiler_builtins.rs", STUB)
        self.must("compiler_builtins", place / "compiler_builtins.rs", place)

    def place(self, level):
        return self.root(level) / "lib/rustlib" / BARE / "lib"

    def share_core(self, level, of):
        self.place(level).mkdir(parents=True, exist_ok=True)
        for path in self.place(of).glob("lib*.rmeta"):
            if path.name != "liballoc.rmeta":
                (self.place(level) / path.name).unlink(missing_ok=True)
                os.link(path, self.place(level) / path.name)

    def copy_of_alloc(self, name, change):
        """Writes alloc with each file changed; its root."""
        src = self.source / "alloc/src"
        for path, file in infallible_files(src).items():
            write(self.out / name / "alloc/src" / path.relative_to(src),
                  change(file))
        for part in ("core", "stdarch", "portable-simd"):
            link = self.out / name / part
            if not link.is_symlink():
                link.symlink_to(self.source / part)
        return self.out / name / "alloc/src/lib.rs"

    def make(self):
        alloc = self.source / "alloc/src/lib.rs"
        stamp = self.out / "sysroot/stamp"
        wanted = f"{FORMAT} {self.identity}\n"
        if stamp.exists() and stamp.read_text() == wanted:
            return
        stamp.unlink(missing_ok=True)
        print("making libraries", file=sys.stderr)
        self.core("core", "--cfg=no_fp_fmt_parse")
        self.core("float")
        for level in ("fallible", "alloc", "names"):
            self.share_core(level, "float")
        self.share_core("alloc-nofp", "core")
        self.must("alloc", alloc, self.place("fallible"),
                  "--cfg=no_global_oom_handling")
        self.must("alloc", alloc, self.place("alloc-nofp"))
        marked = self.copy_of_alloc(
            "marked", lambda file: file.marked(self.version))
        self.must("alloc", marked, self.place("alloc"))
        Names(self).make(self.place("names"))
        write(stamp, wanted)


VOID = "{ loop {} }"


class Names:
    """A copy of alloc where everything has its name, but traits are not
    implemented where this needs allocation that cannot fail.  What alloc does
    by such implementations itself is not done: of functions that rustc then
    refuses, the body is void, and what it still refuses is gone."""

    def __init__(self, libraries):
        self.libraries = libraries
        self.root = libraries.out / "names/alloc/src"

    @staticmethod
    def own_traits(files):
        """The traits that only alloc itself knows."""
        return {re.search(r"\btrait\s+(\w+)", item.header)[1]
                for file in files for item in all_items_in(file.code)
                if item.kind == "trait"
                and not STABILITY.search(item.attributes)}

    @staticmethod
    def without_impls(file, own):
        """The text of a file without its infallible implementations."""
        text, at = [], 0
        for item in file.gated:
            if (item.begin >= at and not file.everything
                    and item.is_trait_impl() and item.trait() not in own):
                text.append(file.text[at:item.begin])
                at = item.end
        text = "".join(text) + file.text[at:]
        text = re.sub(r"#\[cfg_attr\(not\(no_global_oom_handling\), "
                      r"derive\(\w+\)\)\]", "", text)
        # What is taken away later must leave no documentation of nothing.
        return re.sub(r"^ *//[/!]", "//", text, flags=re.MULTILINE)

    def make(self, place):
        files = infallible_files(self.libraries.source / "alloc/src")
        own = self.own_traits(files.values())
        root = self.libraries.copy_of_alloc(
            "names", lambda file: self.without_impls(file, own))
        for _ in range(40):
            said = self.libraries.compile("alloc", root, place)
            if not said:
                return
            if not self.heal(said):
                break
        sys.exit(f"truth.py: alloc without infallible traits:\n{said}")

    def heal(self, said):
        """Takes away what is refused; whether there was something."""
        places = {}
        for line in said.splitlines():
            message = json.loads(line)
            for span in message["spans"]:
                if message["level"] != "error" or not span["is_primary"]:
                    continue
                while span["expansion"]:
                    span = span["expansion"]["span"]
                if span["file_name"].startswith(str(self.root)):
                    places.setdefault(span["file_name"], set()).add(
                        (span["byte_start"], span["byte_end"]))
        for name, spans in places.items():
            self.heal_file(pathlib.Path(name), spans)
        return bool(places)

    @staticmethod
    def heal_file(path, spans):
        # One character a byte, as rustc counts.
        text = path.read_bytes().decode("latin-1")
        items = all_items_in(hide(text))
        edits = set()
        for begin, end in spans:
            derived = re.compile(r"\w+\s*,?").match(text, begin)
            line = text[text.rfind("\n", 0, begin) + 1:begin]
            if "#[derive(" in line and ")]" not in line:
                edits.add((begin, derived.end(), ""))
                continue
            over = [item for item in items
                    if item.begin <= begin and end <= item.end]
            within = [item for item in over if item.kind == "fn"
                      and item.body < begin and text[item.body] == "{"]
            if within:
                item = max(within, key=lambda item: item.begin)
                edits.add((item.body, item.end, VOID))
            elif over:
                item = max(over, key=lambda item: item.begin)
                edits.add((item.begin, item.end, ""))
            else:
                sys.exit(f"truth.py: no item at {path}, byte {begin}")
        for begin, end, new in sorted(edits, reverse=True):
            if not any(b <= begin and end <= e and (b, e) != (begin, end)
                       for b, e, _ in edits):
                text = text[:begin] + new + text[end:]
        path.write_bytes(text.encode("latin-1"))


#
# Crates
#

class Crate:
    """An unpacked crate."""

    def __init__(self, path):
        self.path = path
        self.toml = tomllib.loads((path / "Cargo.toml").read_text())
        self.name = self.toml["package"]["name"]
        self.version = self.toml["package"]["version"]
        lib = self.toml.get("lib", {})
        self.proc_macro = bool(lib.get("proc-macro", lib.get("proc_macro")))

    def optional(self):
        """The dependencies that are features as well, by what they add."""
        places = [self.toml, *self.toml.get("target", {}).values()]
        return {name for place in places
                for kind in ("dependencies", "build-dependencies",
                             "build_dependencies")
                for name, dep in place.get(kind, {}).items()
                if isinstance(dep, dict) and dep.get("optional")}

    def modes(self):
        has_alloc = "alloc" in self.features("all")
        return [mode for mode in MODES if mode != "alloc" or has_alloc]

    def features(self, mode):
        if mode != "all":
            return ["alloc"] if mode == "alloc" else []
        table = self.toml.get("features", {})
        named = {value[4:] for values in table.values() for value in values
                 if value.startswith("dep:")}
        return sorted((set(table) | self.optional() - named) - {"default"})

    def key(self, mode):
        return f"{self.name}-{self.version}-{mode}"


def quoted(text):
    return json.dumps(str(text))


def write_root(crate, mode, registry, root):
    """A package that depends on the crate alone."""
    features = ", ".join(map(quoted, crate.features(mode)))
    write(root / "Cargo.toml", f"""[package]
name = "root"
version = "0.1.0"
edition = "2021"

[dependencies.{quoted(crate.name)}]
version = {quoted("=" + crate.version)}
default-features = {"true" if mode in ("default", "all") else "false"}
features = [{features}]

[workspace]
""")
    write(root / "src/lib.rs", "#![no_std]\n")
    write(root / ".cargo/config.toml", f"""[source.crates-io]
replace-with = "here"
[source.here]
directory = {quoted(registry)}
""")


class Run:
    """What cargo and rustc said of one level."""

    def __init__(self, done, crate):
        self.good = done.returncode == 0
        self.stderr = done.stderr
        self.crate = crate
        self.messages, self.said = [], None
        for line in done.stdout.splitlines():
            if not line.startswith("{"):
                continue
            part = json.loads(line)
            mine = self.is_crate(part.get("package_id", ""))
            if part["reason"] == "compiler-message":
                self.messages.append((mine, part))
            elif part["reason"] == "compiler-artifact" and mine:
                for name in part["filenames"]:
                    if name.endswith(".rmeta"):
                        self.said = said_beside(pathlib.Path(name))

    def is_crate(self, package):
        return package.endswith(f"#{self.crate.name}@{self.crate.version}")

    def errors(self):
        """The first errors; of cargo itself if rustc has none."""
        out = []
        for _, part in self.messages:
            message = part["message"]
            if message["level"].startswith("error") and message["spans"]:
                out.append(short(message) | {
                    "package": package_of(part["package_id"])})
        if not out:
            out = [short(part["message"]) for _, part in self.messages
                   if part["message"]["level"].startswith("error")]
        if not out:
            out = [{"code": None, "message": self.stderr.strip()[-600:]}]
        return out[:3]

    def own_errors(self):
        return [part["message"] for mine, part in self.messages
                if mine and part["message"]["level"].startswith("error")]

    def lacks(self, library):
        return any((part["message"]["code"] or {}).get("code") == "E0463"
                   and f"`{library}`" in part["message"]["message"]
                   for _, part in self.messages)

    def deprecations(self):
        if not self.said or not self.said.exists():
            return []
        lines = self.said.read_text().splitlines()
        messages = [json.loads(line) for line in lines
                    if line.startswith("{")]
        return [message for message in messages
                if (message.get("code") or {}).get("code") == "deprecated"
                and message["message"].endswith(": infallible")]


def said_beside(rmeta):
    """Where WRAPPER keeps what was said of a library."""
    return rmeta.with_name(rmeta.stem.removeprefix("lib") + ".said")


def package_of(package_id):
    return package_id.rpartition("#")[2]


def short(message):
    return {"code": (message["code"] or {}).get("code"),
            "message": message["message"]}


def own_span(crate, span):
    """The spans that the crate has in its own files, with these: from the
    innermost to the outermost, where a macro is called."""
    own = []
    while span:
        path = pathlib.Path(os.path.normpath(
            crate.path / span["file_name"]))
        if path.is_relative_to(crate.path):
            own.append((str(path.relative_to(crate.path)), span))
        span = (span["expansion"] or {}).get("span")
    return own


def sites_of(crate, messages):
    """What in the crate the messages are about, by place: the first of each
    place."""
    sites = {}
    for message in messages:
        for span in message["spans"]:
            own = own_span(crate, span) if span["is_primary"] else []
            if not own:
                continue
            file, outer = own[-1]
            site = {"file": file, "line": outer["line_start"],
                    "column": outer["column_start"],
                    "line_end": outer["line_end"],
                    "column_end": outer["column_end"]} | short(message)
            if len(own) > 1:
                site["inner"] = {"file": own[0][0],
                                 "line": own[0][1]["line_start"],
                                 "column": own[0][1]["column_start"]}
            sites.setdefault((file, site["line"], site["column"]), site)
    return sites


class Worker:
    """Runs cargo, with a target directory of its own: cargo tells the units of
    levels apart by their flags, and those for the host are for all."""

    def __init__(self, libraries, toolchain, registry, out, number):
        self.libraries = libraries
        self.toolchain = toolchain
        self.registry = registry
        self.out = out
        self.target = out / "target" / str(number)

    def environment(self, flags):
        env = {name: value for name, value in os.environ.items()
               if not re.match(r"CARGO|RUST", name)}
        return env | {
            "RUSTC_ICE": "0",
            "RUSTC": str(self.toolchain / "rustc"),
            "RUSTC_WRAPPER": str(self.out / "wrapper.sh"),
            "CARGO_HOME": str(self.out / "home"),
            "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags),
            "CARGO_INCREMENTAL": "0",
            "CARGO_PROFILE_DEV_DEBUG": "0",
            "CARGO_TERM_COLOR": "never",
        }

    def cargo(self, root, target, *args, flags=(), **env):
        command = [self.toolchain / "cargo", "check", "--offline", "--lib",
                   "--jobs=1", f"--target={target}", *args]
        try:
            return subprocess.run(
                command, cwd=root, env=self.environment(flags) | env,
                text=True, errors="replace", stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, timeout=600)
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 1, "", "timeout")

    def graph(self, crate, root):
        """The packages that are compiled for the bare target, or cargo's
        refusal."""
        done = self.cargo(root, BARE, "-p", f"{crate.name}@{crate.version}",
                          "--unit-graph", "-Zunstable-options",
                          f"--target-dir={self.target / 'graph'}",
                          RUSTC_BOOTSTRAP="1")
        if done.returncode:
            return None, None, done.stderr
        units = json.loads(done.stdout)["units"]
        # Paths and their features decide what is compiled, of the host too.
        identity = json.dumps(sorted(
            [unit["pkg_id"], unit["mode"], unit["platform"] or "",
             unit["features"], unit["target"]["kind"]] for unit in units))
        packages = []
        for unit in units:
            if unit["platform"] == BARE and unit["mode"] == "check":
                name, _, version = package_of(unit["pkg_id"]).rpartition("@")
                packages.append({"name": name, "version": version,
                                 "features": unit["features"]})
        packages.sort(key=lambda p: (p["name"], p["version"]))
        return packages, identity, ""

    def check(self, crate, root, level):
        flags, target = [], BARE
        if level == "std":
            target = self.libraries.host
        else:
            flags.append(f"--sysroot={self.libraries.root(level)}")
        if level == "alloc":
            flags += ["--force-warn", "deprecated"]
        return Run(self.cargo(root, target,
                              "-p", f"{crate.name}@{crate.version}",
                              "--message-format=json",
                              f"--target-dir={self.target / 'check'}",
                              flags=flags), crate)

    def sites(self, crate, runs):
        """Where the crate needs what only `alloc` has; which libraries tell.
        A crate whose dependencies need it is not got to without."""
        found = sites_of(crate, runs["alloc"].deprecations())
        searched = ["alloc"]
        for level in ("fallible", "names"):
            if errors := runs[level].own_errors():
                found = sites_of(crate, errors) | found
            if errors or runs[level].good:
                searched.append(level)
        return {"sites": [found[place] for place in sorted(found)],
                "searched": sorted(searched)}

    def grade(self, crate, root):
        runs, errors, grade, skip = {}, {}, "broken", set()
        for level in GRADES:
            if level in skip:
                continue
            runs[level] = self.check(crate, root, level)
            if runs[level].good:
                grade = GRADES[level]
                break
            errors[level] = runs[level].errors()
            if runs[level].lacks("alloc"):
                skip.add("float")
            if runs[level].lacks("std"):
                skip |= {"float", "fallible", "alloc"}
        out = {"grade": grade, "errors": errors}
        if grade in ("core", "core-float"):
            out["float"] = grade == "core-float"
        elif grade in ("alloc", "alloc-fallible"):
            runs["alloc-nofp"] = self.check(crate, root, "alloc-nofp")
            out["float"] = not runs["alloc-nofp"].good
            if out["float"]:
                errors["alloc-nofp"] = runs["alloc-nofp"].errors()
        if grade == "alloc":
            runs["names"] = self.check(crate, root, "names")
            out |= self.sites(crate, runs)
        return out

    def pair(self, crate, mode, known):
        """The answer for a crate and mode; known has that for other modes."""
        root = self.out / "roots" / crate.key(mode)
        write_root(crate, mode, self.registry, root)
        answer = {
            "crate": crate.name, "version": crate.version, "mode": mode,
            "features": crate.features(mode), "proc_macro": crate.proc_macro,
            "packages": [], "grade": None, "float": None, "errors": {},
            "sites": [], "searched": [],
            "toolchain": self.libraries.identity, "format": FORMAT,
        }
        packages, identity, refusal = self.graph(crate, root)
        if packages is None:
            lacks = any(text in refusal for text in LACKS)
            return answer | {
                "grade": "lacking" if lacks else "broken",
                "errors": {"cargo": [{"code": None,
                                      "message": refusal.strip()[:600]}]}}
        if identity not in known:
            known[identity] = self.grade(crate, root)
        return answer | {"packages": packages} | known[identity]


class Truth:
    """All pairs, those that are there already among them."""

    def __init__(self, toolchain, registry, out, names):
        self.registry = registry
        self.out = out
        self.toolchain = toolchain
        self.libraries = Libraries(toolchain, out)
        self.crates = sorted(
            (Crate(path) for path in registry.iterdir()
             if (path / "Cargo.toml").exists()
             and (path / ".cargo-checksum.json").exists()),
            key=lambda crate: (crate.name, crate.version))
        if names:
            self.crates = [c for c in self.crates if c.name in names]
        self.done = 0

    def file(self, crate, mode):
        return self.out / "pairs" / (crate.key(mode) + ".json")

    def kept(self, crate, mode):
        try:
            pair = json.loads(self.file(crate, mode).read_text())
        except (FileNotFoundError, ValueError):
            return None
        same = (pair.get("toolchain") == self.libraries.identity
                and pair.get("format") == FORMAT)
        return pair if same else None

    def do_crate(self, worker, crate):
        known = {}
        for mode in crate.modes():
            if self.kept(crate, mode):
                continue
            pair = worker.pair(crate, mode, known)
            write(self.file(crate, mode), json.dumps(pair, indent=1) + "\n")
            print(f"{crate.key(mode)}: {pair['grade']}, "
                  f"{len(pair['sites'])} sites", file=sys.stderr)
        self.done += 1
        print(f"{self.done} of {len(self.crates)} crates", file=sys.stderr)

    def run(self):
        self.libraries.make()
        write(self.out / "wrapper.sh", WRAPPER)
        (self.out / "wrapper.sh").chmod(0o755)
        workers = [Worker(self.libraries, self.toolchain, self.registry,
                          self.out, number) for number in range(JOBS)]
        rest = iter(self.crates)
        lock = threading.Lock()

        def work(worker):
            while True:
                with lock:
                    crate = next(rest, None)
                if crate is None:
                    return
                self.do_crate(worker, crate)

        with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
            list(pool.map(work, workers))
        self.write_all()

    def write_all(self):
        lines = []
        for crate in self.crates:
            for mode in crate.modes():
                pair = self.kept(crate, mode)
                del pair["toolchain"], pair["format"]
                lines.append(json.dumps(pair) + "\n")
        write(self.out / "truth.jsonl", "".join(lines))


def main(args):
    if len(args) < 3:
        sys.exit("usage: truth.py TOOLCHAIN REGISTRY OUT [CRATE]...")
    toolchain, registry, out = (pathlib.Path(arg).resolve()
                                for arg in args[:3])
    Truth(toolchain, registry, out, set(args[3:])).run()


if __name__ == "__main__":
    main(sys.argv[1:])
