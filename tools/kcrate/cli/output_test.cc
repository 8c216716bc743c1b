// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/output.h"

#include <unistd.h>

#include "io/digest.h"
#include "testing/crates.h"
#include "testing/scratch.h"

using namespace kcrate;

namespace {

using Files = std::map<std::string, std::string>;

const std::string record_path = home_of(Home::Kind::directory).record();

/* What an import of one crate, "demo", with these files made. */
Import import_of(const Files &files)
{
	Import out;

	out.lock.crates["demo"].version = "1.0.0";
	for (const auto &[path, bytes] : files) {
		out.tree[path] = File(bytes);
		out.lock.files[path] = sha256_of(bytes);
	}
	return out;
}

/* A directory in which an import of @files has been written. */
void write_import(const ScratchDir &scratch, const Files &files)
{
	for (const auto &[path, bytes] : files)
		scratch.write(path, bytes);
	scratch.write(record_path, to_text(import_of(files).lock));
}

ImportTarget target_of(Home::Kind kind = Home::Kind::directory)
{
	ImportTarget out;

	out.home = home_of(kind);
	return out;
}

struct Compared {
	Comparison comparison;
	Strings said;
};

/* With the record that @dir has. */
Result<Comparison> compare_now(const OutputDir &dir, const ImportTarget &target,
			       const Import &import, Sink &sink)
{
	const Wanted wanted(import);
	const Lock record = TRY(read_record(dir, target.home, wanted));

	return compare_with(dir, target, record, wanted, sink);
}

Result<Comparison> try_compare(const ScratchDir &scratch, const Files &files,
			       Sink &sink)
{
	const OutputDir dir = TRY(OutputDir::open_to_read(scratch.path));

	return compare_now(dir, target_of(), import_of(files), sink);
}

Compared compared(const ScratchDir &scratch, const Files &files)
{
	Sink sink;
	Result<Comparison> out = try_compare(scratch, files, sink);

	REQUIRE_MESSAGE(out, outcome(out));
	return { std::move(out.value()), findings(sink) };
}

/* "+path" to write, "-path" to remove, without the record. */
std::string changes(const Comparison &comparison)
{
	Strings out;

	for (const auto &[path, file] : comparison.changes.write)
		if (path != record_path)
			out.push_back("+" + path);
	for (const std::string &path : comparison.changes.remove)
		out.push_back("-" + path);
	return join(out, " ");
}

std::string conflicts(const Comparison &comparison)
{
	Strings out;

	for (const Conflict &conflict : comparison.conflicts)
		out.push_back(
			str(conflict.path, ": '", conflict.found, "' for ",
			    conflict.wanted ? str("'", *conflict.wanted, "'")
					    : "nothing"));
	return join(out, "; ");
}

} /* namespace */

TEST_CASE("into an empty directory everything is written, with the record")
{
	const ScratchDir scratch;
	const Compared out = compared(scratch, { { "demo/lib.rs", "a" } });

	CHECK(changes(out.comparison) == "+demo/lib.rs");
	CHECK(out.comparison.changes.write.count(record_path) == 1);
	CHECK(out.comparison.conflicts.empty());
	CHECK(out.comparison.before.empty());
	CHECK(out.said.empty());
}

TEST_CASE("an import that changes nothing changes nothing")
{
	const ScratchDir scratch;
	const Files files = { { "demo/lib.rs", "a" },
			      { "crates/Kconfig", "k" } };

	write_import(scratch, files);
	const Compared out = compared(scratch, files);
	CHECK(out.comparison.changes.empty());
	CHECK(out.comparison.before.empty());
	CHECK(out.said.empty());
}

TEST_CASE("what the last import wrote may be replaced and removed")
{
	const ScratchDir scratch;

	write_import(
		scratch,
		{ { "demo/a", "1" }, { "demo/b", "2" }, { "demo/same", "3" } });
	const Compared out = compared(
		scratch, { { "demo/a", "new" }, { "demo/same", "3" } });
	CHECK(changes(out.comparison) == "+demo/a -demo/b");
	CHECK(out.comparison.conflicts.empty());
	CHECK(out.comparison.before.at("demo/a").bytes() == "1");
	CHECK(out.comparison.before.at("demo/b").bytes() == "2");
	CHECK(out.comparison.before.count("demo/same") == 0);
}

TEST_CASE("a file that the user changed is a conflict, unless it is right now")
{
	const ScratchDir scratch;

	write_import(
		scratch,
		{ { "demo/a", "1" }, { "demo/b", "2" }, { "demo/c", "3" } });
	scratch.write("demo/a", "mine");
	scratch.write("demo/b", "mine");
	scratch.write("demo/c", "wanted");
	const Compared out = compared(
		scratch, { { "demo/a", "new" }, { "demo/c", "wanted" } });
	CHECK(conflicts(out.comparison) ==
	      "demo/a: 'mine' for 'new'; demo/b: 'mine' for nothing");
	/* Still to be done, should the user insist. */
	CHECK(changes(out.comparison) == "+demo/a -demo/b");
}

TEST_CASE("a file that stands in the way was not ours to replace")
{
	const ScratchDir scratch;

	scratch.write("demo/a", "theirs");
	const Compared out = compared(scratch, { { "demo/a", "new" } });
	CHECK(conflicts(out.comparison) == "demo/a: 'theirs' for 'new'");
}

TEST_CASE("what is gone already need not be removed")
{
	const ScratchDir scratch;

	write_import(scratch, { { "demo/a", "1" } });
	REQUIRE(unlink((scratch / "demo/a").c_str()) == 0);
	CHECK(changes(compared(scratch, {}).comparison).empty());
	CHECK(changes(compared(scratch, { { "demo/a", "1" } }).comparison) ==
	      "+demo/a");
}

TEST_CASE("files in a crate's directory that nobody imported are findings")
{
	const ScratchDir scratch;

	write_import(scratch, { { "demo/a", "1" } });
	scratch.write("demo/notes.txt", "x");
	scratch.write("demo/sub/b", "x");
	scratch.write("other/c", "not a crate");
	scratch.write("top", "x");
	const Compared out = compared(scratch, { { "demo/a", "1" } });
	CHECK(out.said ==
	      Strings{ "foreign-file: demo/notes.txt was not made by an import",
		       "foreign-file: demo/sub/b was not made by an import" });
	CHECK(changes(out.comparison).empty());
}

TEST_CASE("a record that names files elsewhere is refused")
{
	const ScratchDir scratch;
	Sink sink;

	scratch.write(record_path,
		      str("schema: 1\nfiles:\n  ../../x: ", fake_hash(), "\n"));
	CHECK(outcome(try_compare(scratch, {}, sink)) ==
	      str("bad-value: ", scratch.path,
		  "/crates/crates.lock: '../../x' is not a path inside the "
		  "output"));
	scratch.write(record_path, "schema: 9\n");
	CHECK(outcome(try_compare(scratch, {}, sink))
		      .starts_with(str("bad-value: ", scratch.path,
				       "/crates/crates.lock: not a lock")));
}

TEST_CASE("a symbolic link in the output is not followed")
{
	const ScratchDir scratch;
	Sink sink;

	REQUIRE(symlink("/", (scratch / "demo").c_str()) == 0);
	CHECK(outcome(try_compare(scratch, { { "demo/etc/passwd", "x" } },
				  sink))
		      .starts_with("not-a-directory: "));
}

TEST_CASE("in a tree the crates are below rust/, and foreign files there too")
{
	const ScratchDir scratch;
	ImportTarget target = target_of(Home::Kind::kernel_tree);
	Sink sink;

	scratch.write("rust/demo/a", "1");
	scratch.write("rust/demo/mine", "x");
	scratch.write("rust/theirs/b", "x");
	scratch.write("demo/c", "x");
	Import import = import_of({ { "rust/demo/a", "1" } });
	import.lock.crates["theirs"].provided_by = "tree";
	const Result<OutputDir> dir = OutputDir::open_to_read(scratch.path);
	const Result<Comparison> out =
		compare_now(dir.value(), target, import, sink);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().changes.write.size() == 1);
	CHECK(out.value().changes.write.count("rust/crates/crates.lock") == 1);
	CHECK(findings(sink) ==
	      Strings{ "foreign-file: rust/demo/mine was not made by an "
		       "import" });
}

TEST_CASE("a file with hooks changes to what they are now, or back")
{
	const ScratchDir scratch;
	ImportTarget target = target_of(Home::Kind::kernel_tree);
	Import import;
	Sink sink;

	for (const std::string file : { "gone", "new", "other", "same" }) {
		const bool had =
			file == "gone" || file == "other" || file == "same";
		target.pristine[file] = File("1\n");
		target.found[file] = File(had ? "1\nhook\n" : "1\n");
		scratch.write(file, target.found[file].bytes());
	}
	import.hooked["new"] = File("1\nhook\n");
	import.hooked["other"] = File("1\nchanged\n");
	import.hooked["same"] = File("1\nhook\n");
	const Result<OutputDir> dir = OutputDir::open_to_read(scratch.path);
	const Result<Comparison> out =
		compare_now(dir.value(), target, import, sink);
	REQUIRE_MESSAGE(out, outcome(out));
	const Tree &write = out.value().changes.write;
	CHECK(changes(out.value()) ==
	      "+gone +new +other +rust/crates/crates.lock");
	CHECK(write.at("gone").bytes() == "1\n");
	CHECK(write.at("new").bytes() == "1\nhook\n");
	CHECK(write.at("other").bytes() == "1\nchanged\n");
	CHECK(out.value().before.at("gone").bytes() == "1\nhook\n");
	CHECK(out.value().conflicts.empty());

	const Result<Comparison> back =
		compare_with_nothing(dir.value(), target, Lock(), sink);
	REQUIRE_MESSAGE(back, outcome(back));
	CHECK(changes(back.value()) == "+gone +other +same");
}

TEST_CASE("a file with hooks that changes meanwhile stops the command")
{
	const ScratchDir scratch;
	ImportTarget target = target_of(Home::Kind::kernel_tree);
	Sink sink;

	target.found["Makefile"] = target.pristine["Makefile"] = File("1\n");
	scratch.write("Makefile", "2\n");
	const Result<OutputDir> dir = OutputDir::open_to_read(scratch.path);
	const Result<Comparison> out =
		compare_now(dir.value(), target, Import(), sink);
	CHECK(outcome(out) ==
	      "file-unreadable: Makefile changed while it was read");
	CHECK(out.error().help == "run the command again");
}

TEST_CASE("to leave nothing is to remove what is there of the record")
{
	const ScratchDir scratch;
	Sink sink;

	write_import(
		scratch,
		{ { "demo/a", "1" }, { "demo/b", "2" }, { "demo/gone", "3" } });
	REQUIRE(unlink((scratch / "demo/gone").c_str()) == 0);
	scratch.write("demo/b", "mine");
	scratch.write("demo/notes", "mine");
	const Result<OutputDir> dir = OutputDir::open_to_read(scratch.path);
	const Lock record = parse_lock("f", scratch.read(record_path)).value();
	const Result<Comparison> out =
		compare_with_nothing(dir.value(), target_of(), record, sink);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(changes(out.value()) == "-demo/a -demo/b");
	CHECK(conflicts(out.value()) == "demo/b: 'mine' for nothing");
	CHECK(findings(sink) == Strings{ "foreign-file: demo/notes was not "
					 "made by an import" });
}

TEST_CASE("the diff shows what is written, then what is removed")
{
	const ScratchDir scratch;

	write_import(scratch,
		     { { "demo/gone", "old\n" }, { "demo/a", "1\n" } });
	Comparison comparison = compared(scratch, { { "demo/a", "2\n" },
						    { "demo/new", "x\n" } })
					.comparison;
	comparison.changes.write.erase(record_path);
	const Result<std::string> diff = diff_of(comparison);
	REQUIRE_MESSAGE(diff, outcome(diff));
	Strings shown;
	for (const std::string_view line : lines(diff.value()))
		if (line.starts_with('+') || line.starts_with('-'))
			shown.emplace_back(line);
	CHECK(shown == Strings{ "--- a/demo/a", "+++ b/demo/a", "-1", "+2",
				"--- /dev/null", "+++ b/demo/new", "+x",
				"--- a/demo/gone", "+++ /dev/null", "-old" });
	CHECK(diff_of(Comparison()).value().empty());
}
