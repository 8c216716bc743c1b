// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/evidence.h"
#include "testing/table.h"

namespace kcrate {

namespace {

/* A crate in `demo`, and what rustc made of it. */
struct World {
	World()
	{
		cargo.name = "demo";
		cargo.lib_path = "src/lib.rs";
		crate.cargo = &cargo;
		crate.directory = "demo";
	}

	void compiled(Build build, bool is_good,
		      std::vector<Message> messages = {})
	{
		Compiled &one = all[build];

		one.was_tried = true;
		one.is_good = is_good;
		one.messages = std::move(messages);
		verdict.tries[build] = &one;
		if (is_good && build < Build::no_float)
			verdict.grade = grade_of(build);
	}

	void found(Id id, size_t line, bool conditional = false)
	{
		findings.push_back(
			Diag(id, "found")
				.at({ "demo/src/lib.rs", line, 1, 1, {} }));
		findings.back().conditional = conditional;
	}

	/* Each finding: its id, its line, and what rustc says. */
	std::string merged()
	{
		std::string out;

		add_evidence(crate, verdict, findings);
		for (const Diag &diag : findings)
			out += str(name_of(diag.id), ":", diag.where->line, " ",
				   name_of(diag.evidence), "\n");
		return out;
	}

	CargoToml cargo;
	AuditedCrate crate;
	std::map<Build, Compiled> all;
	CompilerVerdict verdict;
	std::vector<Diag> findings;
};

Message error_at(size_t line, std::string code = "E0599",
		 std::string text = "text")
{
	Message out;

	out.is_error = true;
	out.code = std::move(code);
	out.text = std::move(text);
	if (line)
		out.places = { { "src/lib.rs", line, 1, 1, {} } };
	out.last_line = line;
	return out;
}

Message missing(const std::string &crate, size_t line = 0)
{
	return error_at(line, "E0463",
			str("can't find crate for `", crate, "`"));
}

} /* namespace */

TEST_CASE("an allocation is confirmed by an error at its line")
{
	World world;

	world.found(Id::alloc_reference, 2);
	world.found(Id::infallible_allocation, 4);
	world.found(Id::infallible_allocation, 5);
	world.compiled(Build::core, false, { missing("alloc", 2) });
	world.compiled(Build::alloc_fallible, false,
		       { error_at(4), error_at(7), error_at(8, "E0308") });
	world.compiled(Build::alloc, true);
	CHECK(world.merged() == "alloc-reference:2 confirmed\n"
				"infallible-allocation:4 confirmed\n"
				"infallible-allocation:5 refuted\n"
				"infallible-allocation:7 compiler-only\n");
}

TEST_CASE("where a name is not found, rustc has not seen all")
{
	World world;

	world.found(Id::infallible_allocation, 4);
	world.found(Id::infallible_allocation, 5);
	world.compiled(Build::alloc_fallible, false,
		       { error_at(4), error_at(7, "E0433") });
	world.compiled(Build::alloc, true);
	CHECK(world.merged() == "infallible-allocation:4 confirmed\n"
				"infallible-allocation:5 none\n"
				"infallible-allocation:7 compiler-only\n");
}

TEST_CASE("rustc's lint tells of what alloc has been marked for")
{
	World world;
	const auto lint = [](size_t line, std::string_view what) {
		Message out = error_at(
			line, "deprecated",
			str("use of deprecated method `push`: ", what));
		out.is_error = false;
		return out;
	};

	world.found(Id::infallible_allocation, 4);
	world.found(Id::infallible_allocation, 5);
	world.compiled(Build::alloc, true,
		       { lint(4, "infallible"), lint(6, "infallible"),
			 lint(5, "use another"), lint(7, "use another") });
	CHECK(world.merged() == "infallible-allocation:4 confirmed\n"
				"infallible-allocation:5 none\n"
				"infallible-allocation:6 compiler-only\n");
}

TEST_CASE("what compiles without a library does not use it")
{
	World world;

	world.found(Id::std_used, 1);
	world.found(Id::std_used, 2, true);
	world.found(Id::float_formatting, 3);
	world.found(Id::infallible_allocation, 4);
	world.found(Id::rust_atomics, 5);
	world.compiled(Build::core, true);
	CHECK(world.merged() == "std-used:1 refuted\n"
				"std-used:2 none\n"
				"float-formatting:3 refuted\n"
				"infallible-allocation:4 refuted\n"
				"rust-atomics:5 none\n");
}

TEST_CASE("floats are told apart where the crate has alloc as well")
{
	World world;

	world.found(Id::float_formatting, 3);
	world.found(Id::float_formatting, 4);
	world.compiled(Build::core, false, { missing("alloc", 2) });
	world.compiled(Build::alloc_fallible, true);
	world.compiled(Build::no_float, false,
		       { error_at(3, "E0277"), error_at(9, "E0277") });
	CHECK(world.merged() == "float-formatting:3 confirmed\n"
				"float-formatting:4 none\n"
				"alloc-reference:2 compiler-only\n"
				"float-formatting:9 compiler-only\n");
}

TEST_CASE("a crate that wants std says so once")
{
	World world;

	world.compiled(Build::core, false, { missing("std") });
	world.verdict.grade = Grade::std;
	CHECK(world.merged() == "std-used:0 compiler-only\n");

	World known;
	known.found(Id::std_used, 0);
	known.found(Id::std_used, 8);
	known.compiled(Build::core, false, { missing("std") });
	known.verdict.grade = Grade::std;
	CHECK(known.merged() == "std-used:0 confirmed\n"
				"std-used:8 none\n");
}

TEST_CASE("what compiles with nothing is refused where rustc says")
{
	World world;

	world.found(Id::env_unknown, 3);
	for (const Build build :
	     { Build::core, Build::core_float, Build::alloc_fallible,
	       Build::alloc, Build::std })
		world.compiled(build, false,
			       { error_at(3, ""), error_at(5, "E0425"),
				 error_at(6, "E0308") });
	CHECK(world.merged() == "env-unknown:3 confirmed\n"
				"compiler-refuses:5 compiler-only\n");

	/* Where nothing is certain, the first that nobody else says. */
	World unsure;
	for (const Build build : { Build::core, Build::std })
		unsure.compiled(build, false, { error_at(6, "E0308") });
	CHECK(unsure.merged() == "compiler-refuses:6 compiler-only\n");
}

TEST_CASE("what a build script would have made is not told piece by piece")
{
	World world;

	world.compiled(Build::core, false,
		       { error_at(3, "",
				  "environment variable `OUT_DIR` not defined "
				  "at compile time"),
			 error_at(5, "E0425") });
	world.verdict.unknown = true;
	CHECK(world.merged() == "compiler-refuses:3 compiler-only\n");

	World known;
	known.all = world.all;
	known.verdict = world.verdict;
	known.found(Id::env_unknown, 3);
	CHECK(known.merged() == "env-unknown:3 confirmed\n");
}

TEST_CASE("a compiler that is stopped is told of")
{
	World world;

	world.compiled(Build::core, false);
	world.verdict.unknown = true;
	world.all[Build::core].stopped = "it took more than 1 s";
	CHECK(world.merged() == "compiler-refuses:0 compiler-only\n");
	CHECK(world.findings[0].message ==
	      "rustc says: rustc was stopped: it took more than 1 s");
}

} /* namespace kcrate */
