// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/process.h"

#include "testing/scratch.h"

using namespace kcrate;

namespace {

Result<std::string> shell(const std::string &script)
{
	return run_process({ "sh", "-c", script });
}

} /* namespace */

TEST_CASE("output is returned as it was written")
{
	CHECK(shell("printf 'a\\0b'").value() == std::string("a\0b", 3));
	CHECK(shell("true").value().empty());
	CHECK(shell("echo out; echo err >&2").value() == "out\n");
}

TEST_CASE("arguments are data, whatever is in them")
{
	CHECK(run_process({ "printf", "%s|", "a b", "$(x)", "", "*", "'\"" })
		      .value() == "a b|$(x)||*|'\"|");
}

TEST_CASE("a program gets no input, the C locale and its directory")
{
	const ScratchDir scratch;

	CHECK(run_process({ "cat" }).value().empty());
	CHECK(shell("echo $LC_ALL").value() == "C\n");
	CHECK(run_process({ "pwd", "-P" }, scratch.path).value() ==
	      scratch.path + "\n");
}

TEST_CASE("a failure carries the exit status and what was said")
{
	const Result<std::string> failed =
		shell("echo out; echo one >&2; echo two >&2; exit 3");

	CHECK(outcome(failed) ==
	      "process-failed: sh -c echo out; echo one >&2; echo two >&2; "
	      "exit 3: exit status 3");
	CHECK(failed.error().context ==
	      std::vector<std::string>{ "one", "two" });
	CHECK(outcome(run_process({ "false" })) ==
	      "process-failed: false: exit status 1");
	CHECK(outcome(shell("kill -9 $$")) ==
	      "process-failed: sh -c kill -9 $$: killed by signal 9");
}

TEST_CASE("a program that does not exist is named, and so is a directory")
{
	const Result<std::string> none =
		run_process({ "kcrate-no-such-program", "x" });

	CHECK(outcome(none) ==
	      "process-failed: cannot run kcrate-no-such-program: No such file "
	      "or directory");
	CHECK(none.error().help == "install it, or put it on PATH");
	CHECK(outcome(run_process({ "true" }, "/no/such/directory")) ==
	      "process-failed: cannot run true in /no/such/directory: No such "
	      "file or directory");
}

TEST_CASE("much output on both sides does not block")
{
	const Result<std::string> both =
		shell("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero");

	REQUIRE(both);
	CHECK(both.value().size() == 300000);
}

TEST_CASE("an exit status can be an answer, being killed cannot")
{
	const Result<Ended> ended =
		run_to_end({ "sh", "-c", "echo out; echo err >&2; exit 3" });

	REQUIRE(ended);
	CHECK(ended.value().status == 3);
	CHECK(ended.value().output == "out\n");
	CHECK(ended.value().errors == "err\n");
	CHECK(run_to_end({ "true" }).value().status == 0);
	CHECK(outcome(run_to_end({ "sh", "-c", "kill -9 $$" })) ==
	      "process-failed: sh -c kill -9 $$: killed by signal 9");
	CHECK(outcome(run_to_end({ "kcrate-no-such-program" })) ==
	      "process-failed: cannot run kcrate-no-such-program: No such file "
	      "or directory");
}

TEST_CASE("a program is held to its limits")
{
	const auto said = [](const char *script, const Limits &limits) {
		const Result<Limited> done =
			run_limited({ "sh", "-c", script }, limits);

		REQUIRE(done);
		return str(done.value().stopped,
			   done.value().was_cut ? " (cut)|" : "|",
			   done.value().ended.output);
	};

	CHECK(said("echo out", { 60, size_t(1) << 32, 4 }) == "|out\n");
	CHECK(said("exec sleep 1000", { .seconds = 1 }) ==
	      "it took more than 1 s|");
	CHECK(said("exec >&- 2>&- sleep 1000", { .seconds = 1 }) ==
	      "it took more than 1 s|");
	CHECK(said("exec yes", { .output = 1 })
		      .starts_with("it printed enough (cut)|y\n"));
	CHECK(said("echo 'a1\nb2c\nd'; exec sleep 1000", { .enough = "2" }) ==
	      "it printed enough (cut)|a1\nb2c\n");
	CHECK(said("printf aE0; sleep 0.1; echo 4; echo d; exec sleep 1000",
		   { .enough = "E04" }) == "it printed enough (cut)|aE04\n");
	CHECK(said("echo a1; echo b2c", { .enough = "3" }) == "|a1\nb2c\n");
	CHECK(said("kill -9 $$", {}) == "it was killed by signal 9|");
	/* What a limit of memory does is the program's own business. */
	CHECK(said("head -c 64M /dev/zero | tail -n 1 | wc -c",
		   { .memory = 16 << 20 }) != "|67108864\n");
	CHECK(said("head -c 64M /dev/zero | tail -n 1 | wc -c", {}) ==
	      "|67108864\n");
	CHECK(outcome(run_limited({ "kcrate-no-such-program" }, {})) ==
	      "process-failed: cannot run kcrate-no-such-program: No such file "
	      "or directory");
}
