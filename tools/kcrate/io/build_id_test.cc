// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/build_id.h"

#include "base/str.h"
#include "io/files.h"
#include "io/process.h"
#include "testing/test.h"

using namespace kcrate;

TEST_CASE("the build id is the one that readelf finds in the program")
{
	const Result<std::string> program = real_path("/proc/self/exe");
	REQUIRE(program);
	const Result<std::string> notes = run_process(
		{ "readelf", "--notes", "--wide", program.value() });

	REQUIRE(notes);
	REQUIRE(build_id().size() == 40);
	CHECK(contains(notes.value(), "Build ID: " + build_id()));
}
