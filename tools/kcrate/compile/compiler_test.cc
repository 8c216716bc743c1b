// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/compiler.h"
#include "testing/scratch.h"
#include "testing/table.h"

namespace kcrate {

namespace {

/* By a compiler that says @said. */
std::string release_of(const std::string &said)
{
	const ScratchDir scratch;

	scratch.write_program("rustc", str("printf '", said, "'\n"));
	const Result<Compiler> compiler = Compiler::ask(scratch / "rustc");
	REQUIRE(compiler);
	return std::to_string(compiler.value().release());
}

} /* namespace */

TEST_CASE("a compiler's release is counted as Kbuild does")
{
	check(release_of,
	      {
		      { "rustc 1.63.0\\nrelease: 1.63.0\\nLLVM", "106300" },
		      { "release: 1.88.1-nightly\\n", "108801" },
		      { "release: 1.100.0", "110000" },
		      { "release: 2.0.0", "200000" },
		      { "release: new", "0" },
		      { "rustc 1.88.0", "0" },
		      { "", "0" },
	      });
}

TEST_CASE("a crate has the variables that are meant for it alone")
{
	const ScratchDir scratch;
	scratch.write_program("rustc", "echo $OUT_DIR+$MINE+$RUSTC_BOOTSTRAP");
	const Result<Compiler> compiler = Compiler::ask(scratch / "rustc");
	REQUIRE(compiler);
	const auto said = [&](const Compiler::Run &run) {
		const Result<Limited> done = compiler.value().run(run);
		REQUIRE(done);
		return done.value().ended.output;
	};

	REQUIRE(setenv("OUT_DIR", "/another", 1) == 0);
	REQUIRE(setenv("RUSTC_BOOTSTRAP", "demo", 1) == 0);
	CHECK(said({ {}, scratch.path }) == "++\n");
	CHECK(said({ {}, scratch.path, { { "MINE", "a" } }, true }) ==
	      "+a+1\n");
	CHECK(said({ {}, scratch.path, { { "OUT_DIR", "/own" } } }) ==
	      "/own++\n");
	unsetenv("OUT_DIR");
	unsetenv("RUSTC_BOOTSTRAP");
}

} /* namespace kcrate */
