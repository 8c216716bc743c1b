// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/temporary.h"

#include <cstdlib>

#include "testing/scratch.h"

using namespace kcrate;

TEST_CASE("temporary files are there as long as somebody has them")
{
	const Tree files = { { "a", File("one") }, { "b", File("two") } };
	std::string path;

	{
		Result<TemporaryFiles> made = TemporaryFiles::write(files);
		REQUIRE(made);
		const TemporaryFiles held = std::move(made.value());
		path = held.path_of("b");
		CHECK(read_file(held.path_of("a")).value() == "one");
		CHECK(read_file(path).value() == "two");
		CHECK(path !=
		      TemporaryFiles::write(files).value().path_of("b"));
	}
	CHECK(!file_exists(path));
	CHECK(!file_exists(std::string(parent_of(path))));
}

TEST_CASE("temporary files go where TMPDIR says, and say where they cannot")
{
	const ScratchDir scratch;
	const char *const before = getenv("TMPDIR");
	const std::string kept = before ? before : "";

	setenv("TMPDIR", scratch.path.c_str(), 1);
	CHECK(TemporaryFiles::write({}).value().path_of("x").starts_with(
		scratch.path + "/kcrate-"));
	setenv("TMPDIR", (scratch / "none").c_str(), 1);
	CHECK(outcome(TemporaryFiles::write({})) ==
	      str("write-failed: cannot make a directory in ", scratch.path,
		  "/none: No such file or directory"));
	if (before)
		setenv("TMPDIR", kept.c_str(), 1);
	else
		unsetenv("TMPDIR");
}
