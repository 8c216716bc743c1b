// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/git.h"

#include "io/process.h"
#include "testing/crates.h"
#include "testing/scratch.h"

using namespace kcrate;

namespace {

/* A repository with one commit, made by git itself, and a copy of it. */
struct World {
	World()
	{
		scratch.write("work/a/one.rs", "1");
		scratch.write("work/two.rs", "22");
		git({ "init", "-q" });
	}

	std::string git(const Strings &words)
	{
		Strings argv = { "git", "-c", "user.name=N", "-c",
				 "user.email=n@example.org" };

		argv.insert(argv.end(), words.begin(), words.end());
		const Result<std::string> out =
			run_process(argv, scratch / "work");
		REQUIRE_MESSAGE(out, outcome(out));
		return std::string(trim(out.value()));
	}

	/* Commits what there is, and fetches it into the copy. */
	GitRepository commit()
	{
		git({ "add", "-A" });
		git({ "commit", "-q", "-m", "x" });
		head = git({ "rev-parse", "HEAD" });
		Result<GitRepository> copy =
			GitRepository::open_or_make(scratch / "copy");
		REQUIRE_MESSAGE(copy, outcome(copy));
		const Status status = copy.value().fetch(
			"file://" + scratch / "work", { "+HEAD:refs/here" },
			[](const std::string &) {});
		REQUIRE_MESSAGE(status, outcome(status));
		return copy.value();
	}

	ScratchDir scratch;
	std::string head;
};

} /* namespace */

TEST_CASE("a copy has what a commit has")
{
	World world;
	const GitRepository copy = world.commit();
	const std::vector<GitEntry> all = copy.list(world.head, 10).value();
	Strings paths;

	CHECK(copy.has_commit(world.head));
	CHECK(copy.commit_at("refs/here") == world.head);
	for (const GitEntry &entry : all) {
		CHECK(entry.kind == GitEntry::Kind::file);
		paths.push_back(entry.path + ": " +
				copy.read(entry.id, 10).value());
	}
	CHECK(paths == Strings{ "two.rs: 22", "a/one.rs: 1" });
	CHECK(copy.read_path(world.head, "a/one.rs", 10).value() == "1");
}

TEST_CASE("what a copy does not have")
{
	World world;
	const GitRepository copy = world.commit();

	for (const std::string &none :
	     { std::string(40, '1'), std::string("main"), std::string() }) {
		CAPTURE(none);
		CHECK_FALSE(copy.has_commit(none));
		CHECK_FALSE(copy.list(none, 10));
	}
	CHECK(copy.commit_at("refs/there") == "");
	for (const std::string path : { "a", "none", "a/none", "two.rs/x" }) {
		CAPTURE(path);
		CHECK(copy.read_path(world.head, path, 10).value() ==
		      std::nullopt);
	}
	CHECK_FALSE(GitRepository::open(world.scratch / "none").value());
}

TEST_CASE("a tree and a file may be too large")
{
	World world;
	GitRepository copy = world.commit();

	CHECK(outcome(copy.list(world.head, 3)) == "ok");
	CHECK(outcome(copy.list(world.head, 2)) ==
	      str("archive-too-many-entries: the tree of ", world.head,
		  " has more than 2 entries"));
	CHECK(outcome(copy.read_path(world.head, "two.rs", 2)) == "ok");
	CHECK(outcome(copy.read_path(world.head, "two.rs", 1)) ==
	      "archive-too-large: the file is larger than 1 bytes");

	std::string deep = "work";
	for (int i = 0; i < 64; i++)
		deep += "/d";
	world.scratch.write(deep + "/file", "");
	copy = world.commit();
	CHECK(outcome(copy.list(world.head, 1000))
		      .starts_with("path-too-deep: the path d/d/d/"));
}

TEST_CASE("a repository that is not there")
{
	const ScratchDir scratch;
	const Result<GitRepository> copy =
		GitRepository::open_or_make(scratch / "copy");

	REQUIRE(copy);
	CHECK(outcome(copy.value().fetch("file://" + scratch / "none",
					 { "+HEAD:refs/here" },
					 [](const std::string &) {}))
		      .starts_with(str("source-unreachable: cannot get file://",
				       scratch.path, "/none: ")));
}
