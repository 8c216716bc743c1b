// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/ignore.h"

#include <unistd.h>

#include "testing/crates.h"
#include "testing/scratch.h"

using namespace kcrate;

namespace {

/* Those of @paths that the .gitignore files in @scratch ignore. */
Strings ignored(const ScratchDir &scratch, const Strings &paths)
{
	const Result<Strings> out = ignored_paths(scratch.path, paths);

	REQUIRE_MESSAGE(out, outcome(out));
	return out.value();
}

} /* namespace */

TEST_CASE("without a .gitignore nothing is ignored")
{
	const ScratchDir scratch;

	CHECK(ignored(scratch, { "a", ".b", "c/d.o" }).empty());
	CHECK(ignored(scratch, {}).empty());
}

TEST_CASE("in a directory that is still to be made nothing is ignored")
{
	const ScratchDir scratch;
	const Result<Strings> out = ignored_paths(scratch / "none", { "a" });

	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().empty());
	CHECK_FALSE(file_exists(scratch / "none"));
}

TEST_CASE("a pattern is for all levels, one with a slash for its own")
{
	const ScratchDir scratch;

	scratch.write(".gitignore", "*.patch\n/top\ndir/only\n");
	CHECK(ignored(scratch, { "a.patch", "d/e/b.patch", "top", "d/top",
				 "dir/only", "d/dir/only", "a.diff" }) ==
	      Strings{ "a.patch", "d/e/b.patch", "top", "dir/only" });
}

TEST_CASE("a later line can take back what an earlier one says")
{
	const ScratchDir scratch;

	scratch.write(".gitignore", ".*\n!.gitignore\n*.s\n!keep.s\n");
	CHECK(ignored(scratch, { ".hidden", ".gitignore", "a.s", "keep.s",
				 "d/keep.s" }) == Strings{ ".hidden", "a.s" });
}

TEST_CASE("a directory that is ignored takes along what is in it")
{
	const ScratchDir scratch;

	scratch.write(".gitignore", "build/\n!build/kept\n");
	CHECK(ignored(scratch, { "build/a", "build/kept", "d/build/x/y",
				 "builder/a" }) ==
	      Strings{ "build/a", "build/kept", "d/build/x/y" });
}

TEST_CASE("a .gitignore further down is for what is below it")
{
	const ScratchDir scratch;

	scratch.write(".gitignore", "*.lock\n");
	scratch.write("sub/.gitignore", "!*.lock\nown\n");
	CHECK(ignored(scratch, { "a.lock", "sub/a.lock", "own", "sub/own" }) ==
	      Strings{ "a.lock", "sub/own" });
}

TEST_CASE("in a work tree the directories above are asked as well")
{
	const ScratchDir scratch;

	scratch.write(".gitignore", "kcrate/\n*.patch\n/modules/hello/top\n");
	scratch.write("modules/hello/Kbuild", "");
	const auto below = [&] {
		const Result<Strings> out = ignored_paths(
			scratch / "modules/hello",
			{ "kcrate/demo/lib.rs", "a.patch", "top", "Kbuild" });
		REQUIRE_MESSAGE(out, outcome(out));
		return out.value();
	};
	CHECK(below().empty());
	scratch.write(".git", "gitdir: elsewhere\n");
	CHECK(below() == Strings{ "kcrate/demo/lib.rs", "a.patch", "top" });
	/* What is ignored as a whole is no part of that work tree. */
	scratch.write(".gitignore", "/modules/\n*.patch\n");
	CHECK(below().empty());
}

TEST_CASE("what the user's own configuration ignores does not count")
{
	const ScratchDir scratch, home;

	home.write(".config/git/ignore", "*.rs\n");
	home.write(".gitconfig", str("[core]\n\texcludesFile = ", home.path,
				     "/.config/git/ignore\n"));
	const char *const before = getenv("HOME");
	const std::string old = before ? before : "";
	setenv("HOME", home.path.c_str(), 1);
	const Strings out = ignored(scratch, { "lib.rs" });
	if (before)
		setenv("HOME", old.c_str(), 1);
	else
		unsetenv("HOME");
	CHECK(out.empty());
}

TEST_CASE("to ask leaves nothing in the directory")
{
	const ScratchDir scratch;

	scratch.write(".gitignore", "*.o\n");
	scratch.write("d/a.o", "x");
	CHECK(ignored(scratch, { "d/a.o" }) == Strings{ "d/a.o" });
	const Result<Tree> left = read_tree(scratch.path);
	REQUIRE(left);
	Strings paths;
	for (const auto &[path, file] : left.value())
		paths.push_back(path);
	CHECK(paths == Strings{ ".gitignore", "d/a.o" });
	CHECK_FALSE(file_exists(scratch / ".git"));
}

TEST_CASE("the directory of another repository is asked like any")
{
	const ScratchDir scratch;

	scratch.write(".git", "gitdir: elsewhere\n");
	scratch.write(".gitignore", "*.o\n");
	CHECK(ignored(scratch, { "a.o", "a.c" }) == Strings{ "a.o" });
	CHECK(scratch.read(".git") == "gitdir: elsewhere\n");
}
