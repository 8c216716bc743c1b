#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later

"""Tests rust/crates_are_available.sh with fake tools, in a tree and a module
of a few lines, in each shell that there is: one test for each thing that the
script can say, and for what it must not say.  Prints KTAP.

    crates_are_available_test.py [SCRIPT [NAME]...]
"""

import enum
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = TOP / "rust" / "crates_are_available.sh"
NAME = "crates_are_available.sh"

TREE_NEEDS = """\
# what crates_are_available.sh reads
home tree
tree syn 2.0.106
unit helper 0.1.0 host - 2018 - -
unit derive 0.2.0 proc-macro 1.56 2021 - proc_macro_span
unit demo 1.0.0 kernel 1.80.0 2021 - -
calls cmd_rustc_library =
calls define rule_rustc_library
"""

MODULE_NEEDS = """\
home module
unit derive 0.2.0 proc-macro - 2021 - proc_macro_span
unit demo 1.0.0 kernel 1.80.0 2021 - asm_goto,arbitrary_self_types
"""

HOOKS = """\
diff --git a/Makefile b/Makefile
index 3948536..89ce52b 100644
--- a/Makefile
+++ b/Makefile
@@ -1,2 +1,6 @@
 first
+
+a blank behind it\x20
+\t\t\t-o -path $(srctree)/rust/demo \\
+--option [with] .* of grep
 last
diff --git a/rust/Makefile b/rust/Makefile
index 3948536..89ce52b 100644
--- a/rust/Makefile
+++ b/rust/Makefile
@@ -1,2 +1,2 @@
-cmd_rustc_library = old
+cmd_rustc_library = new
 define rule_rustc_library
"""


class Expected(enum.Enum):
    SUCCESS = enum.auto()
    WARNING = enum.auto()
    FAILURE = enum.auto()


class Case(unittest.TestCase):
    """A place with an import that is in order; each test spoils something."""

    shell = ["sh"]
    home = "tree"
    blocks = 2  # that a single error has

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="kcrate test ")
        self.addCleanup(temporary.cleanup)
        self.temporary = pathlib.Path(temporary.name)
        self.top = self.temporary / "top"
        self.tmp = self.temporary / "tmp"
        self.tmp.mkdir()
        self.tools = 0
        self.missing = self.temporary / "missing"
        self.sysroot = self.temporary / "sysroot"
        self.library = self.sysroot / "lib/rustlib/src/rust/library"
        self.core("1.84.0", "1.85.0")
        self.write(self.library / "alloc/src/lib.rs", "")
        self.rustc = self.fake_rustc()
        self.hostcc = self.fake_hostcc()
        if self.home == "tree":
            self.make_tree()
        else:
            self.make_module()

    def make_tree(self):
        self.source = self.build = self.top
        self.own = self.top / "rust/crates"
        self.write(self.own / "crates.needs", TREE_NEEDS)
        self.write(self.own / "hooks.diff", HOOKS)
        self.write(self.top / "Makefile", "first\n\na blank behind it \n"
                   "\t\t\t-o -path $(srctree)/rust/demo \\\n"
                   "--option [with] .* of grep\nlast\n")
        self.write(self.top / "rust/Makefile",
                   "cmd_rustc_library = new\ndefine rule_rustc_library\n")
        self.write(self.top / "rust/syn/README.md",
                   "from the Rust `syn` crate, version\nv2.0.106 (released "
                   "2025)\n")
        self.write(self.top / "rust/demo/lib.rs", "#![no_std]\n")
        self.write(self.top / "rust/demo/odd(C).rs", "//\n")
        self.promise("1.85.0")
        self.record("rust/crates/crates.needs", "rust/crates/hooks.diff",
                    "rust/demo/lib.rs", "rust/demo/odd(C).rs")

    def make_module(self):
        self.source = self.temporary / "source"
        self.build = self.temporary / "build"
        self.own = self.top / "kcrate"
        self.write(self.own / "crates.needs", MODULE_NEEDS)
        self.write(self.own / "demo/lib.rs", "#![no_std]\n")
        self.write(self.source / "scripts/Makefile.build",
                   "rust_allowed_features := "
                   "arbitrary_self_types,asm_goto,used_with_arg\n")
        self.write(self.build / "rust/libcore.rmeta", "")
        self.configuration("CONFIG_RUST=y",
                           "CONFIG_RUSTC_VERSION_TEXT=rustc 1.85.1 (x)")
        self.record("kcrate/crates.needs", "kcrate/demo/lib.rs")

    # What the place consists of.

    def write(self, path, text, mode=0o644):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def replace(self, path, what, by):
        text = path.read_text()
        self.assertEqual(text.count(what), 1, f"'{what}' in {path}")
        path.write_text(text.replace(what, by))

    def need(self, what, by):
        self.replace(self.own / "crates.needs", what, by)
        self.record(*self.recorded)

    def core(self, *releases):
        self.write(self.library / "core/src/lib.rs", "")
        self.write(self.library / "core/src/num/mod.rs", "".join(
            f'    #[stable(feature = "f", since = "{release}")]\n'
            for release in releases))

    def promise(self, version):
        self.write(self.top / "scripts/min-tool-version.sh",
                   f'[ "$1" = rustc ]\necho {version}\n')

    def configuration(self, *lines):
        self.write(self.build / "include/config/auto.conf",
                   "".join(line + "\n" for line in lines))

    def record(self, *paths):
        self.recorded = paths
        self.write(self.own / "crates.lock", "schema: 1\ncrates:\n"
                   '  demo:\n    sha256: "' + 64 * "a" + '"\nfiles:\n' +
                   "".join(self.entry(path) for path in paths))

    def entry(self, path):
        digest = hashlib.sha256((self.top / path).read_bytes()).hexdigest()
        quote = '"' if "(" in path else ""
        return f'  {quote}{path}{quote}: "{digest}"\n'

    def fake(self, script):
        self.tools += 1
        return self.write(self.temporary / f"tool{self.tools}",
                          "#!/bin/sh\n" + script, 0o755)

    def fake_rustc(self, said="rustc 1.85.1 (x)"):
        return self.fake(f"""
case "$*" in
*'--print sysroot'*) echo '{self.sysroot}' ;;
--version) echo '{said}' ;;
*) exit 9 ;;
esac
""")

    def fake_hostcc(self):
        return self.fake("""
[ "$(cat)" ] || exit 8
while [ $# -gt 0 ]; do
	case $1 in
	-shared) shared=1 ;;
	-o) [ "$shared" ] && : > "$2" && exit ;;
	esac
	shift
done
exit 9
""")

    # What the script says of it.

    def run_script(self, *arguments, **environment):
        env = {
            "RUSTC": self.rustc,
            "HOSTCC": self.fake_words(self.hostcc),
            "srctree": self.source,
            "objtree": self.build,
            "TMPDIR": self.tmp,
        }
        env.update(environment)
        env = {name: str(value) for name, value in env.items()
               if value is not None}
        script = self.own / NAME
        shutil.copyfile(SCRIPT, script)
        result = subprocess.run([*self.shell, script, *arguments], env=env,
                                capture_output=True, cwd="/", check=False)
        result.stderr = result.stderr.decode()

        # Whatever it is, it says it on standard error alone, and cleans up.
        self.assertEqual(result.stdout, b"")
        self.assertEqual(list(self.tmp.iterdir()), [])
        return result

    def fake_words(self, path):
        """HOSTCC may be several words, so that its name has no blank."""
        link = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, link)
        (link / "cc").symlink_to(path)
        return link / "cc"

    def expect(self, expected, *said, arguments=(), **environment):
        result = self.run_script(*arguments, **environment)
        code = 1 if expected == Expected.FAILURE else 0
        self.assertEqual(result.returncode, code, result.stderr)
        if expected == Expected.SUCCESS:
            self.assertEqual(result.stderr, "")
        else:
            self.assertIn("*** Please see Documentation/rust/quick-start.rst",
                          result.stderr)
        for text in said:
            self.assertIn(text, result.stderr)
        self.stderr = result.stderr

    def succeed(self, **environment):
        self.expect(Expected.SUCCESS, **environment)

    def warn(self, *said, **environment):
        self.expect(Expected.WARNING, *said, **environment)

    def fail_with(self, *said, **environment):
        self.expect(Expected.FAILURE, *said, **environment)
        # Nothing behind the first error but what refers to documentation.
        self.assertEqual(self.stderr.count("***\n*** "), self.blocks)


class Tree(Case):
    def test_success(self):
        self.succeed()

    def test_success_rustc_version(self):
        for said in ("rustc 1.85.1",
                     "rustc 1.85.1 (4eb161250 2025-03-15)",
                     "rustc 1.85.1-dev (4eb161250 2025-03-15)",
                     "rustc 1.85.1-1.60.0 (4eb161250 2025-03-15)",
                     "rustc 1.85.1 (4eb161250 2025-03-15) (built from a "
                     "source tarball)"):
            with self.subTest(said=said):
                self.succeed(RUSTC=self.fake_rustc(said))

    def test_usage(self):
        for arguments in (["--al"], ["--all", "x"], ["--import"], [""]):
            with self.subTest(arguments=arguments):
                self.fail_with("*** Usage: crates_are_available.sh",
                               arguments=arguments)

    def test_needs_missing(self):
        (self.own / "crates.needs").unlink()
        self.fail_with(f"'{self.own}/crates.needs' is missing")

    # Environment

    def unset(self, name):
        self.blocks = 3
        self.fail_with(f"*** Environment variable '{name}' is not set.",
                       "*** This script is intended to be called from Kbuild",
                       "use the 'cratesavailable' target", **{name: None})

    def test_rustc_unset(self):
        self.unset("RUSTC")

    def test_hostcc_unset(self):
        self.unset("HOSTCC")

    def test_srctree_unset(self):
        self.unset("srctree")

    def test_objtree_unset(self):
        self.unset("objtree")

    def test_all_of_them_unset(self):
        result = self.run_script(RUSTC=None, srctree=None)
        self.assertEqual(result.returncode, 1)
        self.assertIn("'RUSTC' is not set", result.stderr)
        self.assertIn("'srctree' is not set", result.stderr)
        self.assertEqual(result.stderr.count("called from Kbuild"), 1)

    def test_success_hostcc_unset_without_proc_macro(self):
        self.need("proc-macro", "host")
        self.succeed(HOSTCC=None)

    # The compiler

    def test_rustc_missing(self):
        self.fail_with(f"*** Rust compiler '{self.missing}' could not be "
                       "found.", RUSTC=self.missing)

    def test_rustc_nonexecutable(self):
        path = self.write(self.temporary / "nonexecutable", "x")
        result = self.run_script(RUSTC=path)
        self.assertEqual(result.returncode, 1)
        # dash finds it, and cannot run it; bash does not find it.
        self.assertTrue(
            f"Running '{path}' to check the Rust compiler version failed"
            in result.stderr or
            f"Rust compiler '{path}' could not be found." in result.stderr,
            result.stderr)

    def test_rustc_fails(self):
        rustc = self.fake("echo out; echo broken >&2; exit 42")
        self.fail_with(f"*** Running '{rustc}' to check the Rust compiler "
                       "version failed with", "*** code 42.",
                       "\nout\nbroken\n***\n", RUSTC=rustc)

    def unexpected(self, rustc):
        self.fail_with(f"*** Running '{rustc}' to check the Rust compiler "
                       "version did not return", RUSTC=rustc)

    def test_rustc_unexpected_binary(self):
        self.unexpected("true")

    def test_rustc_unexpected_name(self):
        self.unexpected(self.fake_rustc("unexpected 1.85.1 (x)"))
        self.assertIn("\nunexpected 1.85.1 (x)\n", self.stderr)

    def test_rustc_unexpected_version(self):
        self.unexpected(self.fake_rustc("rustc unexpected (x)"))

    def test_rustc_no_minor(self):
        self.unexpected(self.fake_rustc("rustc 1.85 (x)"))

    def test_rustc_too_old_for_crate(self):
        self.core("1.79.0")
        rustc = self.fake_rustc("rustc 1.79.0 (x)")
        self.fail_with(f"*** Rust compiler '{rustc}' is too old for the "
                       "crate 'demo' 1.0.0.\n"
                       "***   Your version:    1.79.0\n"
                       "***   Minimum version: 1.80.0\n***\n", RUSTC=rustc)

    def test_rustc_too_old_in_each_part(self):
        for version in ("1.86", "2", "1.85.2"):
            with self.subTest(version=version):
                self.need(" 1.80.0 ", f" {version} ")
                self.fail_with("'demo' 1.0.0.",
                               f"***   Minimum version: {version}\n")
                self.need(f" {version} ", " 1.80.0 ")

    def test_success_rustc_two_digits_more(self):
        self.core("1.100.0")
        self.succeed(RUSTC=self.fake_rustc("rustc 1.100.0 (x)"))

    def test_rustc_too_old_for_edition(self):
        for edition, before, first in (("2018", "1.30.1", "1.31.0"),
                                       ("2021", "1.55.0", "1.56.0"),
                                       ("2024", "1.84.1", "1.85.0")):
            with self.subTest(edition=edition):
                self.write(self.own / "crates.needs", "home tree\nunit demo 1.0.0 "
                           f"kernel - {edition} - -\n")
                self.record(*self.recorded)
                self.core(before)
                rustc = self.fake_rustc(f"rustc {before} (x)")
                self.fail_with(f"*** Rust compiler '{rustc}' is too old for "
                               f"edition {edition}, of which the\n"
                               "*** crate 'demo' 1.0.0 is.\n"
                               f"***   Your version:    {before}\n"
                               f"***   Minimum version: {first}\n",
                               RUSTC=rustc)
                self.core(first)
                self.succeed(RUSTC=self.fake_rustc(f"rustc {first} (x)"))

    def test_edition_unknown(self):
        self.need("1.80.0 2021", "1.80.0 2027")
        self.warn("*** The crate 'demo' 1.0.0 is of edition 2027")

    def test_promise_too_old(self):
        self.promise("1.79.0")
        self.warn("*** The crate 'demo' 1.0.0 needs a newer Rust compiler",
                  "***   Version promised: 1.79.0\n"
                  "***   Minimum version:  1.80.0\n")

    def test_success_promise_unknown(self):
        (self.top / "scripts/min-tool-version.sh").unlink()
        self.succeed()

    # The library source

    def test_sysroot_fails(self):
        rustc = self.fake("""
[ "$1" != --version ] || { echo rustc 1.85.1; exit; }
echo no sysroot >&2; exit 3""")
        self.fail_with("no sysroot\n", f"*** Running '{rustc}' to find the "
                       "library source failed with code\n*** 3.", RUSTC=rustc)

    def test_core_missing(self):
        (self.library / "core/src/lib.rs").unlink()
        self.fail_with("*** Source code for the 'core' standard library "
                       "could not be found\n"
                       f"*** at '{self.library}/core/src/lib.rs'.")

    def test_core_missing_krustflags(self):
        rustc = self.fake("""
case $* in
--version) echo rustc 1.85.1 ;;
--sysroot=*' --print sysroot') arg=$1; echo "${arg#*=}" ;;
esac""")
        self.fail_with("*** at '/none/lib/rustlib/src/rust/library/core/src/"
                       "lib.rs'.", RUSTC=rustc,
                       KRUSTFLAGS="--sysroot=/none")

    def test_core_missing_rust_lib_src(self):
        self.fail_with(f"*** at '{self.missing}/core/src/lib.rs'.",
                       RUST_LIB_SRC=self.missing)

    def test_success_rust_lib_src(self):
        elsewhere = self.temporary / "elsewhere"
        self.library.rename(elsewhere)
        self.succeed(RUST_LIB_SRC=elsewhere)

    def test_alloc_missing(self):
        shutil.rmtree(self.library / "alloc")
        self.succeed()
        self.need("1.80.0 2021 -", "1.80.0 2021 alloc")
        self.fail_with("*** Source code for the 'alloc' standard library "
                       "could not be found")

    def other_release(self, newest):
        self.fail_with("*** Source code for the 'core' standard library at",
                       "*** is of another release than Rust compiler",
                       "***   Your compiler:  1.85.1\n"
                       f"***   Library source: 1.{newest}\n")

    def test_library_too_new(self):
        self.core("1.84.0", "1.86.0", "1.9.0")
        self.other_release(86)

    def test_library_too_old(self):
        self.core("1.84.0", "1.9.0")
        self.other_release(84)

    def test_success_library_announces_deprecation(self):
        path = self.library / "core/src/num/mod.rs"
        path.write_text(path.read_text() + '#[deprecated(since = "1.99.0")]'
                        '\n    since = "1.99.0",\n')
        self.succeed()

    def test_success_library_not_released(self):
        self.core("1.84.0")
        for suffix in ("-nightly", "-dev"):
            with self.subTest(suffix=suffix):
                self.succeed(RUSTC=self.fake_rustc(
                    f"rustc 1.85.0{suffix} (x 2025-01-01)"))
        self.fail_with("is of another release",
                       RUSTC=self.fake_rustc("rustc 1.86.0-nightly (x)"))

    def test_library_says_no_release(self):
        self.core()
        self.warn("*** does not say of which release it is.")

    # The linker

    def test_hostcc_missing(self):
        self.fail_with("*** Host compiler '/none' could not be found.",
                       HOSTCC="/none")

    def test_hostcc_cannot_link(self):
        hostcc = self.fake_words(self.fake("echo no crti.o >&2; exit 7"))
        self.fail_with(f"*** Host compiler '{hostcc}' could not link",
                       "it failed with code 7.", "\nno crti.o\n***\n",
                       HOSTCC=hostcc)

    def test_success_hostcc_not_asked_without_proc_macro(self):
        self.need("proc-macro", "host")
        self.succeed(HOSTCC="/none")

    def test_success_hostcc_several_words(self):
        ccache = self.fake_words(self.fake('exec "$@"'))
        self.succeed(HOSTCC=f"{ccache} {self.fake_words(self.hostcc)}")

    def test_hostcc_gets_the_flags(self):
        hostcc = self.fake_words(self.fake('echo "$*" >&2; exit 1'))
        self.fail_with("\n-host flags -shared", HOSTCC=hostcc,
                       KBUILD_HOSTLDFLAGS="-host flags")
        self.fail_with("\n-macro -shared", HOSTCC=hostcc,
                       KBUILD_HOSTLDFLAGS="-host",
                       KBUILD_PROCMACROLDFLAGS="-macro")

    # The configuration

    def test_config_without_rust(self):
        for line in ("# none", "CONFIG_RUST=n", "CONFIG_RUST_IS_AVAILABLE=y",
                     "CONFIG_NO_RUST=y"):
            with self.subTest(line=line):
                self.configuration(line)
                self.fail_with("*** The kernel is configured without "
                               "CONFIG_RUST, in\n*** "
                               f"'{self.build}/include/config/auto.conf'.")

    def test_success_config_without_crates(self):
        self.configuration("CONFIG_RUST=y")
        self.succeed()

    # The tree

    def test_rule_missing(self):
        self.need("calls cmd_rustc_library =", "calls cmd_rustc_other =")
        self.fail_with("*** 'rust/Makefile' of this tree has no "
                       "'cmd_rustc_other =',")

    def test_rust_makefile_missing(self):
        (self.top / "rust/Makefile").unlink()
        self.fail_with("*** 'rust/Makefile' of this tree has no "
                       "'cmd_rustc_library ='")

    def tree_crate(self, found):
        self.fail_with("*** The tree's crate 'syn' is not the one",
                       f"***   Tree's version: {found}\n"
                       "***   Version wanted: 2.0.106\n")

    def test_tree_crate_of_another_version(self):
        self.replace(self.top / "rust/syn/README.md", "2.0.106", "2.0.110")
        self.tree_crate("2.0.110")

    def test_tree_crate_gone(self):
        (self.top / "rust/syn/README.md").unlink()
        self.tree_crate("none")

    # Hooks

    def test_hooks_missing(self):
        (self.own / "hooks.diff").unlink()
        self.fail_with(f"*** '{self.own}/hooks.diff' is missing")

    def hook_lost(self, file, line):
        self.fail_with(f"*** '{file}' of this tree lacks a line that the "
                       f"import has added:\n***   {line}\n***\n")

    def test_hook_lost(self):
        self.replace(self.top / "Makefile", "--option [with] .* of grep\n", "")
        self.hook_lost("Makefile", "--option [with] .* of grep")

    def test_hook_changed(self):
        for by in ("--option [with] .* of grep ", "--option i x of grep",
                   "\t--option [with] .* of grep"):
            with self.subTest(by=by):
                self.replace(self.top / "Makefile",
                             "\n--option [with] .* of grep\n", f"\n{by}\n")
                self.hook_lost("Makefile", "--option [with] .* of grep")
                self.make_tree()

    def test_hook_with_backslash_changed(self):
        self.replace(self.top / "Makefile", "rust/demo \\\n", "rust/demo\n")
        self.hook_lost("Makefile", "\t\t\t-o -path $(srctree)/rust/demo \\")

    def test_hook_that_replaced_a_line(self):
        self.replace(self.top / "rust/Makefile", "= new", "= old")
        self.hook_lost("rust/Makefile", "cmd_rustc_library = new")

    def test_hooked_file_missing(self):
        (self.top / "Makefile").unlink()
        self.hook_lost("Makefile", "a blank behind it ")

    def test_hooks_are_told_once_for_each_file(self):
        (self.top / "Makefile").write_text("")
        result = self.run_script("--all")
        self.assertEqual(result.stderr.count("lacks a line"), 1)

    # The lock

    def test_lock_missing(self):
        (self.own / "crates.lock").unlink()
        self.fail_with(f"*** '{self.own}/crates.lock' is missing")

    def test_lock_without_files(self):
        self.record()
        self.fail_with(f"*** '{self.own}/crates.lock' names no file.")

    def changed(self, *paths):
        self.fail_with("*** Imported files are not those of "
                       f"'{self.own}/crates.lock':\n***\n" +
                       "".join(path + "\n" for path in paths) + "***\n")

    def test_file_changed(self):
        self.replace(self.top / "rust/demo/lib.rs", "no_std", "no_core")
        self.changed("rust/demo/lib.rs")

    def test_file_missing(self):
        (self.top / "rust/demo/lib.rs").unlink()
        self.changed("rust/demo/lib.rs")

    def test_quoted_file_changed(self):
        self.write(self.top / "rust/demo/odd(C).rs", "")
        self.changed("rust/demo/odd(C).rs")

    def test_all_files_changed(self):
        self.write(self.top / "rust/demo/odd(C).rs", "")
        self.write(self.top / "rust/demo/lib.rs", "")
        self.need("# what", "# more of what")
        self.record(*self.recorded[:2])
        lock = self.own / "crates.lock"
        wanted = lock.read_text()
        for path in self.recorded:
            wanted = wanted.replace(self.entry(path),
                                    f'  {path}: "{64 * "b"}"\n')
        lock.write_text(wanted)
        self.changed(*self.recorded)

    def test_sha256sum_missing(self):
        found = subprocess.run(
            [*self.shell, "-c", "command -v sha256sum"], check=False,
            env={"PATH": "/none"}, capture_output=True).stdout
        if found:
            self.skipTest("the shell has a sha256sum of its own")
        path = self.temporary / "bin"
        path.mkdir()
        for tool in ("cat", "dirname", "find", "grep", "mktemp", "rm", "sed",
                     "sh", "sort", "tail", "tr"):
            (path / tool).symlink_to(shutil.which(tool))
        self.warn("*** Hash program 'sha256sum' could not be found",
                  PATH=path)

    # Which import

    def test_success_before_an_import(self):
        for name in ("hooks.diff", "crates.lock"):
            (self.own / name).unlink()
        self.succeed(arguments=["--import", ""])

    def test_import_elsewhere(self):
        elsewhere = self.temporary / "elsewhere"
        own = self.own
        shutil.copytree(own, elsewhere)
        (own / "crates.needs").write_text("home tree\n")
        self.own = elsewhere
        self.fail_with("Imported files are not those of "
                       f"'{own}/crates.lock'", "\nrust/crates/crates.needs\n",
                       arguments=["--import", own])

    # All at once

    def test_first_alone(self):
        self.promise("1.79.0")
        self.configuration("# none")
        (self.own / "crates.lock").unlink()
        self.expect(Expected.FAILURE, "needs a newer Rust compiler",
                    "without CONFIG_RUST")
        self.assertNotIn("crates.lock", self.stderr)

    def test_all(self):
        self.write(self.own / "crates.needs", TREE_NEEDS +
                   "unit other 3.0.0 kernel 1.90 2024 alloc -\n"
                   "unit other 3.0.0 host 1.90 2024 alloc -\n")
        shutil.rmtree(self.library)
        self.configuration("# none")
        (self.top / "rust/Makefile").unlink()
        (self.top / "rust/syn/README.md").unlink()
        (self.top / "Makefile").unlink()
        self.expect(
            Expected.FAILURE, "crate 'demo' 1.0.0.", "crate 'other' 3.0.0.",
            "'core' standard library", "'alloc' standard library",
            "Host compiler '/none'", "without CONFIG_RUST",
            "has no 'cmd_rustc_library ='", "has no 'define rule_rustc",
            "crate 'syn'", "'Makefile' of this tree lacks",
            "'rust/Makefile' of this tree lacks", "\nrust/crates/crates.needs\n",
            arguments=["--all"], RUSTC=self.fake_rustc("rustc 1.79.0"),
            HOSTCC="/none")
        self.assertEqual(self.stderr.count("crate 'other'"), 2)  # and promise
        self.assertEqual(self.stderr.count("Please see Documentation"), 1)

    def test_all_without_a_compiler(self):
        self.configuration("# none")
        self.expect(Expected.FAILURE, "could not be found.",
                    "without CONFIG_RUST", arguments=["--all"],
                    RUSTC=self.missing)

    def test_success_all(self):
        self.succeed(arguments=["--all"])

    # The real ones

    def test_success_real_programs(self):
        rustc = shutil.which("rustc")
        hostcc = shutil.which("cc")
        if not rustc or not hostcc:
            self.skipTest("no rustc or cc")
        code = subprocess.run([rustc, "--version"], capture_output=True,
                              check=True, text=True).stdout.split()[1]
        self.core(code.split("-", maxsplit=1)[0])
        self.succeed(RUSTC=rustc, HOSTCC=hostcc, RUST_LIB_SRC=self.library,
                     PATH=os.environ["PATH"], HOME=os.environ.get("HOME"))


class Module(Case):
    home = "module"

    def test_success(self):
        self.succeed()

    def test_success_without_a_kernel(self):
        self.succeed(srctree="", objtree="")

    def test_success_without_library_source(self):
        shutil.rmtree(self.sysroot)
        self.succeed()

    def test_alloc_missing(self):
        self.need("1.80.0 2021 -", "1.80.0 2021 alloc")
        shutil.rmtree(self.library / "alloc")
        self.fail_with("'alloc' standard library could not be found")

    def test_hostcc_unset(self):
        self.blocks = 3
        self.fail_with("'HOSTCC' is not set.", HOSTCC=None)

    def test_rustc_too_old(self):
        self.fail_with("too old for the crate 'demo' 1.0.0.",
                       RUSTC=self.fake_rustc("rustc 1.79.0 (x)"))

    def test_config_without_rust(self):
        self.configuration("# none")
        self.fail_with("*** The kernel is configured without CONFIG_RUST")

    def test_libcore_missing(self):
        (self.build / "rust/libcore.rmeta").unlink()
        self.fail_with(f"*** '{self.build}/rust/libcore.rmeta' is missing")

    def test_kernel_of_another_compiler(self):
        rustc = self.fake_rustc("rustc 1.85.1 (y)")
        self.fail_with(f"*** Rust compiler '{rustc}' is not the one that the "
                       "kernel was built with.\n"
                       "***   Your version:     rustc 1.85.1 (y)\n"
                       "***   Kernel's version: rustc 1.85.1 (x)\n",
                       RUSTC=rustc)

    def test_kernel_that_quotes_its_compiler(self):
        self.configuration("CONFIG_RUST=y",
                           'CONFIG_RUSTC_VERSION_TEXT="rustc 1.85.1 (x)"')
        self.succeed()
        self.fail_with("Kernel's version: rustc 1.85.1 (x)\n",
                       RUSTC=self.fake_rustc("rustc 1.85.1 (y)"))

    def test_success_kernel_of_unknown_compiler(self):
        self.configuration("CONFIG_RUST=y")
        self.succeed(RUSTC=self.fake_rustc("rustc 1.85.1 (y)"))

    def test_feature_not_allowed(self):
        self.need("asm_goto", "asm_goto,never_type")
        self.fail_with("*** The crate 'demo' 1.0.0 uses the unstable feature "
                       "'never_type',\n*** which this kernel does not allow.\n"
                       "***   Features allowed: "
                       "arbitrary_self_types,asm_goto,used_with_arg\n")

    def test_feature_that_begins_alike(self):
        self.need("asm_goto", "asm")
        self.fail_with("unstable feature 'asm',")

    def test_feature_not_allowed_perhaps(self):
        self.need("asm_goto", "?never_type")
        self.warn("*** The crate 'demo' 1.0.0 uses the unstable feature "
                  "'never_type',", "with some compilers or configurations")

    def test_success_feature_allowed_perhaps(self):
        self.need("asm_goto", "?asm_goto")
        self.succeed()

    def test_feature_allowed_nowhere(self):
        (self.source / "scripts/Makefile.build").unlink()
        self.fail_with("unstable feature 'asm_goto'")

    def test_file_changed(self):
        self.write(self.own / "demo/lib.rs", "")
        self.fail_with("\nkcrate/demo/lib.rs\n")

    def test_all_features(self):
        self.need("asm_goto", "one,two")
        self.expect(Expected.FAILURE, "feature 'one'", "feature 'two'",
                    arguments=["--all"])


class Ktap(unittest.TestResult):
    """One line for each test; what failed stands above it."""

    number = 0
    failed = 0
    skipped = 0

    def startTest(self, test):
        super().startTest(test)
        self.notes = []
        self.skip = None

    def addSkip(self, test, reason):
        self.skip = reason

    def addFailure(self, test, err):
        self.notes.append(self._exc_info_to_string(err, test))

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err:
            self.notes.append(str(subtest))
            self.addFailure(test, err)

    def stopTest(self, test):
        super().stopTest(test)
        Ktap.number += 1
        name = (f"{os.path.basename(test.shell[0])}: {test.home}: " +
                test.id().rsplit(".", maxsplit=1)[1].removeprefix("test_"))
        for line in "\n".join(self.notes).splitlines():
            print("#", line)
        if self.notes:
            Ktap.failed += 1
        skip = f" # SKIP {self.skip}" if self.skip else ""
        Ktap.skipped += bool(self.skip)
        print(f"{'not ' if self.notes else ''}ok {Ktap.number} {name}{skip}")


def shells():
    found = [["dash"], ["bash", "--posix"], ["busybox", "sh"]]
    found = [words for words in found if shutil.which(words[0])]
    return [[shutil.which(words[0]), *words[1:]] for words in found] or \
        [["sh"]]


def suite_of(shell, names):
    suite = unittest.TestSuite()
    for case in (Tree, Module):
        named = type(case.__name__, (case,), {"shell": shell})
        for name in unittest.defaultTestLoader.getTestCaseNames(named):
            if not names or name in names:
                suite.addTest(named(name))
    return suite


def main():
    global SCRIPT
    if len(sys.argv) > 1:
        SCRIPT = pathlib.Path(sys.argv[1]).resolve()
    suites = [suite_of(shell, sys.argv[2:]) for shell in shells()]
    print("KTAP version 1")
    print(f"1..{sum(suite.countTestCases() for suite in suites)}")
    for suite in suites:
        suite.run(Ktap())
    passed = Ktap.number - Ktap.failed - Ktap.skipped
    print(f"# Totals: pass:{passed} fail:{Ktap.failed} skip:{Ktap.skipped}")
    return 1 if Ktap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
