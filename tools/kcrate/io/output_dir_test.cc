// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/output_dir.h"

#include <cstdlib>

#include <sys/stat.h>
#include <unistd.h>

#include "testing/scratch.h"

using namespace kcrate;

namespace {

/* A directory and what is told of it. */
struct Scratch : ScratchDir {
	std::vector<std::string> notices;
	Notice notice = [this](const std::string &text) {
		notices.push_back(text);
	};
};

} /* namespace */

TEST_CASE("apply writes, replaces and removes, and leaves no trace of itself")
{
	Scratch scratch;
	scratch.write("a/b/old", "1");
	scratch.write("same", "2");
	{
		Result<OutputDir> opened =
			OutputDir::open(scratch.path, scratch.notice);
		OutputDir &out = opened.value();
		CHECK(outcome(out.apply({ { { "a/new", File("x") },
					    { "same", File("3") } },
					  { "a/b/old" } })) == "ok");
	}
	CHECK(scratch.read("a/new") == "x");
	CHECK(scratch.read("same") == "3");
	CHECK_FALSE(file_exists(scratch.path + "/a/b"));
	CHECK_FALSE(file_exists(scratch.path + "/.kcrate"));
	CHECK(scratch.notices.empty());
}

TEST_CASE("a file that is replaced keeps its mode, a new one has the usual")
{
	Scratch scratch;
	const auto mode = [&](const std::string &file) {
		struct stat st = {};

		REQUIRE(stat((scratch / file).c_str(), &st) == 0);
		return st.st_mode & 07777;
	};
	const mode_t mask = umask(022);

	scratch.write_program("d/script", "old\n");
	scratch.write("secret", "old\n");
	REQUIRE(chmod((scratch / "secret").c_str(), 0600) == 0);
	{
		Result<OutputDir> opened =
			OutputDir::open(scratch.path, scratch.notice);
		CHECK(outcome(opened.value().apply(
			      { { { "d/script", File("new") },
				  { "secret", File("new") },
				  { "e/fresh", File("new") } },
				{} })) == "ok");
	}
	umask(mask);
	CHECK(scratch.read("d/script") == "new");
	CHECK(mode("d/script") == 0755);
	CHECK(mode("secret") == 0600);
	CHECK(mode("e/fresh") == 0644);
}

TEST_CASE("a journal that was left is carried out by the next open")
{
	Scratch scratch;
	scratch.write("gone", "1");
	scratch.write(".kcrate/0", "staged");
	/* Number 1 was renamed before the process died. */
	scratch.write("a/done", "done");
	scratch.write(".kcrate/journal",
		      "write 0 a/new\nwrite 1 a/done\nremove - gone\n");
	CHECK(OutputDir::open(scratch.path, scratch.notice));
	CHECK(scratch.read("a/new") == "staged");
	CHECK(scratch.read("a/done") == "done");
	CHECK_FALSE(file_exists(scratch.path + "/gone"));
	CHECK_FALSE(file_exists(scratch.path + "/.kcrate"));
	REQUIRE(scratch.notices.size() == 1);
	CHECK(scratch.notices[0].ends_with(
		"completing an import that was interrupted"));
}

TEST_CASE("a journal that is not ours is refused before any of it is done")
{
	const ScratchDir outside;
	outside.write("secret", "theirs");
	const std::vector<std::string> foreign = {
		str("write ../../", base_name(outside.path), "/secret a"), "x",
		"remove - .git/HEAD", "remove - ../x"
	};
	for (const std::string &line : foreign) {
		CAPTURE(line);
		Scratch scratch;
		scratch.write("gone", "1");
		scratch.write(".git/HEAD", "ref");
		scratch.write(".kcrate/0", "staged");
		const std::string journal =
			str("write 0 new\nremove - gone\n", line, "\n");
		scratch.write(".kcrate/journal", journal);
		const Result<OutputDir> out =
			OutputDir::open(scratch.path, scratch.notice);
		CHECK(outcome(out) ==
		      str("journal-damaged: ", scratch.path,
			  "/.kcrate/journal is not what an interrupted import "
			  "leaves"));
		CHECK(scratch.read("gone") == "1");
		CHECK(scratch.read(".git/HEAD") == "ref");
		CHECK(scratch.read("new") == "(none)");
		CHECK(scratch.read(".kcrate/journal") == journal);
		CHECK(scratch.notices.empty());
	}
	CHECK(outside.read("secret") == "theirs");
}

TEST_CASE("what a journal could not name is not begun")
{
	Scratch scratch;
	Result<OutputDir> opened =
		OutputDir::open(scratch.path, scratch.notice);

	CHECK(outcome(opened.value().apply({ {}, { "a\nremove - b" } }))
		      .starts_with("internal: "));
	CHECK(outcome(opened.value().apply({ { { ".git/a", File("") } }, {} }))
		      .starts_with("internal: "));
	CHECK_FALSE(file_exists(scratch / ".kcrate"));
}

TEST_CASE("complete does that alone, and makes no directory")
{
	Scratch scratch;

	CHECK(outcome(OutputDir::complete(scratch / "none", scratch.notice)) ==
	      "ok");
	CHECK_FALSE(file_exists(scratch / "none"));
	CHECK(outcome(OutputDir::complete(scratch.path, scratch.notice)) ==
	      "ok");
	CHECK(scratch.notices.empty());
	scratch.write(".kcrate/0", "staged");
	scratch.write(".kcrate/journal", "write 0 new\n");
	CHECK(outcome(OutputDir::complete(scratch.path, scratch.notice)) ==
	      "ok");
	CHECK(scratch.read("new") == "staged");
	CHECK(scratch.notices.size() == 1);
}

TEST_CASE("what was staged without a journal is thrown away")
{
	Scratch scratch;
	scratch.write("kept", "1");
	scratch.write(".kcrate/0", "staged");
	scratch.write(".kcrate/journal.new", "write 0 kept\n");
	CHECK(OutputDir::open(scratch.path, scratch.notice));
	CHECK(scratch.read("kept") == "1");
	CHECK_FALSE(file_exists(scratch.path + "/.kcrate"));
	CHECK(scratch.notices.size() == 1);
}

TEST_CASE("a symbolic link is never followed")
{
	Scratch scratch;
	REQUIRE(symlink("/", str(scratch.path, "/link").c_str()) == 0);
	Result<OutputDir> opened =
		OutputDir::open(scratch.path, scratch.notice);
	OutputDir &out = opened.value();

	CHECK(outcome(out.read("link/etc/passwd")) ==
	      str("not-a-directory: ", scratch.path,
		  "/link/etc/passwd: leads through a file or a symbolic link"));
	CHECK(outcome(out.read("link")) ==
	      str("not-a-directory: ", scratch.path,
		  "/link: is a symbolic link"));
}

TEST_CASE("of a removal that was interrupted the directories go as well")
{
	Scratch scratch;
	scratch.write("a/kept", "1");
	REQUIRE(make_directories(scratch / "a/b"));
	REQUIRE(make_directories(scratch / "x/y"));
	scratch.write(".kcrate/journal",
		      "remove - a/b/c/gone\nremove - x/y/z/gone\n");
	CHECK(outcome(OutputDir::open(scratch.path, scratch.notice)) == "ok");
	CHECK(scratch.read("a/kept") == "1");
	CHECK_FALSE(file_exists(scratch / "a/b"));
	CHECK_FALSE(file_exists(scratch / "x"));
}

TEST_CASE("directories that become empty are not removed through a link")
{
	const ScratchDir outside;
	Scratch scratch;
	REQUIRE(make_directories(outside / "b/c"));
	REQUIRE(symlink(outside.path.c_str(), (scratch / "a").c_str()) == 0);
	scratch.write(".kcrate/journal", "remove - a/b/c/gone\n");
	CHECK(outcome(OutputDir::open(scratch.path, scratch.notice))
		      .starts_with("not-a-directory: "));
	CHECK(file_exists(outside / "b/c"));
}

TEST_CASE("a path that leaves the directory is our own mistake")
{
	Scratch scratch;
	Result<OutputDir> opened =
		OutputDir::open(scratch.path, scratch.notice);
	OutputDir &out = opened.value();

	CHECK(outcome(out.read("../x")).starts_with("internal: "));
	CHECK(outcome(out.read("a/../../x")) != "ok");
	CHECK(outcome(out.list("..")).starts_with("internal: "));
	CHECK(outcome(out.list("a/../..")).starts_with("internal: "));
	CHECK(outcome(out.list("/")).starts_with("internal: "));
}

TEST_CASE("one that only looks makes nothing")
{
	Scratch scratch;
	const std::string path = scratch.path + "/none";
	Result<OutputDir> opened = OutputDir::open_to_read(path);
	OutputDir &out = opened.value();

	CHECK_FALSE(out.read("x").value());
	CHECK(out.list("x").value().empty());
	CHECK_FALSE(file_exists(path));
}

TEST_CASE("holds tells whether a file is just as wanted")
{
	Scratch scratch;
	const OutputDir out =
		std::move(OutputDir::open_to_read(scratch.path).value());
	const std::string large(200'000, 'x');

	scratch.write("d/f", "text");
	scratch.write("empty", "");
	scratch.write("large", large);
	REQUIRE(symlink("d", (scratch / "link").c_str()) == 0);
	CHECK(out.holds("d/f", "text"));
	CHECK(out.holds("empty", ""));
	CHECK(out.holds("large", large));
	CHECK_FALSE(out.holds("d/f", "tex"));
	CHECK_FALSE(out.holds("d/f", "text."));
	CHECK_FALSE(out.holds("d/f", ""));
	CHECK_FALSE(out.holds("large", large + "y"));
	CHECK_FALSE(out.holds("large", large.substr(1) + "y"));
	CHECK_FALSE(out.holds("none", ""));
	CHECK_FALSE(out.holds("none/f", ""));
	CHECK_FALSE(out.holds("d", ""));
	CHECK_FALSE(out.holds("link/f", "text"));
	CHECK_FALSE(out.holds("../f", ""));
}

TEST_CASE("list names everything but directories")
{
	Scratch scratch;
	scratch.write("a/b/x", "");
	scratch.write("a/y", "");
	scratch.write("z", "");
	Result<OutputDir> opened = OutputDir::open_to_read(scratch.path);
	OutputDir &out = opened.value();

	CHECK(out.list("a").value() ==
	      std::vector<std::string>{ "a/b/x", "a/y" });
}
