// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/work_dir.h"
#include "testing/scratch.h"
#include "testing/test.h"

namespace kcrate {

TEST_CASE("a directory of a work directory is there whole or not at all")
{
	const ScratchDir scratch;
	const Result<WorkDir> work = WorkDir::open(scratch / "a/work");
	REQUIRE(work);
	int filled = 0;
	const auto make = [&](bool good) {
		return work.value().make(
			"x/y", [&](const std::string &draft) -> Status {
				filled++;
				TRY(write_file(draft + "/f", "text"));
				if (good)
					return ok();
				return Diag(Id::internal, "no");
			});
	};

	CHECK(outcome(make(false)) == "internal: no");
	CHECK(!file_exists(scratch / "a/work/x/y"));
	REQUIRE(make(true));
	CHECK(scratch.read("a/work/x/y/f") == "text");
	CHECK(make(false).value() == work.value().path_of("x/y"));
	CHECK(filled == 2);
	/* No draft is left. */
	CHECK(read_tree(scratch / "a/work").value().size() == 1);
}

TEST_CASE("files are written below a directory of their own")
{
	const ScratchDir scratch;
	const Result<WorkDir> work = WorkDir::open(scratch.path);
	REQUIRE(work);
	const Tree files = { { "src/lib.rs", File("a") }, { "b", File("") } };

	REQUIRE(work.value().make("crate", files));
	CHECK(scratch.read("crate/src/lib.rs") == "a");
	CHECK(scratch.read("crate/b").empty());
}

} /* namespace kcrate */
