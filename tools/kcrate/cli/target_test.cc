// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/target.h"

#include <algorithm>
#include <tuple>

#include "emit/emit.h"
#include "io/diff.h"
#include "lock/lock.h"
#include "testing/crates.h"
#include "testing/kernel_tree.h"
#include "testing/scratch.h"

using namespace kcrate;

namespace {

EmittedUnit demo_unit()
{
	EmittedUnit unit;

	unit.unit = unit.crate_name = unit.package = "demo";
	unit.root = "demo/lib.rs";
	unit.edition = "2021";
	return unit;
}

/* A tree with hooks for one crate, and the diff that records them. */
struct Hooked {
	Tree files;
	std::string diff;
};

Hooked hooked(const Tree &pristine)
{
	Hooked out = { pristine, "" };

	for (const auto &[path, file] :
	     emit_hooks(pristine, probe_tree(pristine).value(), { demo_unit() },
			{ { "demo", "D <d@example.org>" } })) {
		out.diff += unified_diff(path, pristine.at(path).bytes(),
					 file.bytes())
				    .value();
		out.files[path] = file;
	}
	return out;
}

Options options_for(const ScratchDir &scratch, Home::Kind kind)
{
	Options options;

	options.home = kind;
	options.out = scratch.path;
	return options;
}

Result<ImportTarget> found(const ScratchDir &scratch, const Tree &files)
{
	for (const auto &[path, file] : files)
		scratch.write(path, file.bytes());
	return read_target(options_for(scratch, Home::Kind::kernel_tree));
}

bool is_same(const Tree &a, const Tree &b)
{
	return std::equal(a.begin(), a.end(), b.begin(), b.end(),
			  [](const auto &x, const auto &y) {
				  return x.first == y.first &&
					 x.second.bytes() == y.second.bytes();
			  });
}

constexpr char diff_file[] = "rust/crates/hooks.diff";

} /* namespace */

TEST_CASE("a tree without hooks is as it is found")
{
	const ScratchDir scratch;
	const Tree kernel = small_kernel();
	const Result<ImportTarget> out = found(scratch, kernel);

	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().found.size() == probed_files().size());
	CHECK(is_same(out.value().found, out.value().pristine));
	CHECK(out.value().kernel->crates.size() == 2);
	CHECK(out.value().taken ==
	      std::set<std::string>{ "Makefile", "quote", "theirs" });
}

TEST_CASE("a tree with hooks is seen as it would be without")
{
	const ScratchDir plain, scratch;
	const Result<ImportTarget> before = found(plain, small_kernel());
	Hooked tree = hooked(small_kernel());

	tree.files[diff_file] = File(tree.diff);
	const Result<ImportTarget> out = found(scratch, tree.files);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK_FALSE(is_same(out.value().found, out.value().pristine));
	CHECK(is_same(out.value().pristine, before.value().found));
	CHECK(out.value().kernel->hooks.size() ==
	      before.value().kernel->hooks.size());
}

TEST_CASE("hooks are found again where lines around them have moved")
{
	const ScratchDir scratch;
	Hooked tree = hooked(small_kernel());

	tree.files[diff_file] = File(tree.diff);
	tree.files["Makefile"].replace(
		str("# new\n# lines\n", tree.files["Makefile"].bytes()));
	const Result<ImportTarget> out = found(scratch, tree.files);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().pristine.at("Makefile").bytes() ==
	      str("# new\n# lines\n", small_top_makefile));
}

TEST_CASE("a file that does not end in a newline gets it lost again")
{
	const ScratchDir scratch;
	Tree kernel = small_kernel();

	kernel[".gitignore"] = File("*.a");
	Hooked tree = hooked(kernel);
	tree.files[diff_file] = File(tree.diff);
	const Result<ImportTarget> out = found(scratch, tree.files);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().pristine.at(".gitignore").bytes() == "*.a");
}

TEST_CASE("a hook that was changed stops the command, and says which")
{
	const ScratchDir scratch;
	Hooked tree = hooked(small_kernel());

	tree.files[diff_file] = File(tree.diff);
	change(tree.files, "init/Kconfig", "source \"rust/crates/Kconfig\"\n",
	       "source \"rust/other/Kconfig\"\n");
	const Result<ImportTarget> out = found(scratch, tree.files);
	CHECK(outcome(out).starts_with(
		"hook-changed: lines that kcrate added to the tree's own files "
		"are no longer as it wrote them: "));
	CHECK(outcome(out).find("init/Kconfig") != std::string::npos);
	CHECK(out.error().help ==
	      "put them back as rust/crates/hooks.diff has them, or take them "
	      "out by hand and remove that file");
}

TEST_CASE("hooks without their record stop the command, wherever they are")
{
	for (const std::string file : { "rust/Makefile", "init/Kconfig",
					"scripts/generate_rust_analyzer.py" }) {
		CAPTURE(file);
		const ScratchDir scratch;
		Tree files = small_kernel();
		files[file] = hooked(small_kernel()).files.at(file);
		const Result<ImportTarget> out = found(scratch, files);
		CHECK(outcome(out) ==
		      str("hook-changed: ", file,
			  " has lines that kcrate added, but "
			  "rust/crates/hooks.diff, which records them, is "
			  "missing"));
		CHECK(out.error().help == "restore that file from version "
					  "control, or take the lines out by "
					  "hand");
	}
}

TEST_CASE("an empty file with hooks is an empty file again")
{
	const ScratchDir scratch;
	Tree kernel = small_kernel();

	kernel[".gitignore"] = File("");
	Hooked tree = hooked(kernel);
	CHECK(tree.diff.find("/dev/null") == std::string::npos);
	tree.files[diff_file] = File(tree.diff);
	const Result<ImportTarget> out = found(scratch, tree.files);
	REQUIRE_MESSAGE(out, outcome(out));
	REQUIRE(out.value().found.count(".gitignore") == 1);
	CHECK_FALSE(out.value().found.at(".gitignore").bytes().empty());
	REQUIRE(out.value().pristine.count(".gitignore") == 1);
	CHECK(out.value().pristine.at(".gitignore").bytes().empty());
}

TEST_CASE("a record of hooks makes no file, removes none and changes no other")
{
	Tree files = small_kernel();

	files["init/main.c"] = File("a\n");
	for (const auto &[from, to, path] :
	     { std::tuple("/dev/null", "b/Makefile", "Makefile"),
	       std::tuple("a/Makefile", "/dev/null", "Makefile"),
	       std::tuple("a/init/main.c", "b/init/main.c", "init/main.c"),
	       std::tuple("/dev/null", "b/new", "new") }) {
		const std::string diff = str("--- ", from, "\n+++ ", to,
					     "\n@@ -1 +1 @@\n-b\n+a\n");
		CHECK(outcome(without_hooks("hooks.diff", diff, files)) ==
		      str("hook-changed: the record of lines that kcrate added "
			  "has another change in it, of ",
			  path));
	}
}

TEST_CASE("a record of hooks that is no diff stops the command")
{
	const ScratchDir scratch;
	Tree files = small_kernel();

	files[diff_file] = File("@@ nonsense\n");
	CHECK(outcome(found(scratch, files)).starts_with("patch-syntax: "));
}

TEST_CASE("what an import made is not taken, whatever else lies in it")
{
	const ScratchDir scratch;
	Tree files = small_kernel();
	Lock record;

	record.crates["demo"].version = "1.0.0";
	record.crates["theirs"].provided_by = "tree";
	record.files["rust/demo/lib.rs"] = fake_hash();
	files["rust/crates/crates.lock"] = File(to_text(record));
	files["rust/demo/lib.rs"] = File("");
	files["rust/demo/notes.txt"] = File("");
	files["rust/mine/lib.rs"] = File("");
	const Result<ImportTarget> out = found(scratch, files);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().taken ==
	      std::set<std::string>{ "Makefile", "mine", "quote", "theirs" });
}

TEST_CASE("with --force a record that cannot be read is none")
{
	const ScratchDir scratch;
	Tree files = small_kernel();
	Options options = options_for(scratch, Home::Kind::kernel_tree);

	files["rust/crates/crates.lock"] = File("<<<<<<< HEAD\n");
	files["rust/demo/README.md"] = File("the crate, version 1.0.0 (x)\n");
	files["rust/mine/lib.rs"] = File("");
	files["rust/quote/README.md"] = File("the crate, version 1.0.0 (x)\n");
	CHECK(outcome(found(scratch, files)) != "ok");
	options.force = true;
	const Result<ImportTarget> out = read_target(options);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().taken ==
	      std::set<std::string>{ "Makefile", "mine", "quote", "theirs" });
}

TEST_CASE("an imported crate with a README is not one of the tree's")
{
	const ScratchDir scratch;
	Tree files = small_kernel();
	Lock record;

	record.crates["theirs"].version = "0.8.54";
	record.files["rust/theirs/README.md"] = fake_hash();
	files["rust/crates/crates.lock"] = File(to_text(record));
	const Result<ImportTarget> out = found(scratch, files);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().kernel->crates.count("theirs") == 0);
	CHECK(out.value().kernel->crates.count("quote") == 1);
}

TEST_CASE("a directory, and a module without a kernel, need nothing")
{
	const ScratchDir scratch;

	for (const Home::Kind kind :
	     { Home::Kind::directory, Home::Kind::module }) {
		const Result<ImportTarget> out =
			read_target(options_for(scratch, kind));
		REQUIRE_MESSAGE(out, outcome(out));
		CHECK_FALSE(out.value().kernel.has_value());
		CHECK(out.value().home.kind == kind);
		CHECK(out.value().found.empty());
	}
}

TEST_CASE("the kernel of a module is its build directory")
{
	const ScratchDir module, build;
	Options options = options_for(module, Home::Kind::module);

	options.kernel = build.path;
	CHECK(outcome(read_target(options)) ==
	      str("kernel-unsupported: ", build.path,
		  " has no include/config/auto.conf: it is not a directory in "
		  "which a kernel was configured"));
	build.write("include/config/auto.conf",
		    "CONFIG_RUST=y\nCONFIG_RUSTC_VERSION=108501\n");
	CHECK(outcome(read_target(options)).find("rust/libcore.rmeta") !=
	      std::string::npos);
	build.write("rust/libcore.rmeta", "");
	const Result<ImportTarget> out = read_target(options);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().kernel->min_rustc == "1.85.1");
	CHECK(out.value().kernel->kernel_names ==
	      std::set<std::string>{ "kernel" });
	build.write("rust/.kernel.o.cmd", "x rust/libffi.rmeta\n");
	CHECK(read_target(options).value().kernel->kernel_names ==
	      std::set<std::string>{ "ffi", "kernel" });
}

TEST_CASE("to take hooks out, a tree need not be one for Rust any more")
{
	const ScratchDir scratch;
	Hooked tree = hooked(small_kernel());

	tree.files[diff_file] = File(tree.diff);
	tree.files.erase("scripts/min-tool-version.sh");
	CHECK(outcome(found(scratch, tree.files))
		      .starts_with("tree-unsupported: "));
	const Result<ImportTarget> out =
		read_place(options_for(scratch, Home::Kind::kernel_tree));
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK_FALSE(out.value().kernel.has_value());
	CHECK(out.value().pristine.at("Makefile").bytes() ==
	      small_top_makefile);
}
