// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/origin.h"

#include "audit/test_findings.h"
#include "cargo/package_files.h"
#include "io/digest.h"
#include "testing/crates.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

constexpr char source[] = "pub fn f() {}\n";

Tree tree_of(const std::vector<std::pair<std::string, std::string>> &files)
{
	Tree out;

	for (const auto &[path, text] : files)
		out.emplace(path, File(text));
	return out;
}

/* What is found, as "PATH: severity: message". */
std::string found(const OriginAudit &audit)
{
	std::vector<std::string> out;

	for (const Diag &diag : audit.findings) {
		CHECK(diag.id == Id::file_modified);
		CHECK_FALSE(diag.help.empty());
		REQUIRE(diag.where);
		CHECK(diag.where->line == 0);
		out.push_back(str(diag.where->file, ": ",
				  name_of(severity_of(diag)), ": ",
				  diag.message));
	}
	return join(out, "; ");
}

/* Of a crate with src/lib.rs and a .hidden, and a list with @listed; "@" is the
 * right hash. */
std::string checksums(const std::string &listed)
{
	const std::string json = str(R"({"files": {)", listed, "}}");

	return found(check_origin(
		cargo_of("demo"), tree_of({ { "src/lib.rs", source } }),
		tree_of({ { checksum_file,
			    replace_all(json, "@", sha256_of(source)) },
			  { ".hidden", source } })));
}

/* Of one whose .cargo_vcs_info.json is @json. */
std::string vcs(const std::string &json)
{
	return found(check_origin(cargo_of("demo"), {},
				  tree_of({ { vcs_info_file, json } })));
}

/* Of demo 1.0.0 whose Cargo.toml.orig is @text. */
std::string original(const std::string &text)
{
	return found(check_origin(cargo_of("demo"),
				  tree_of({ { "Cargo.toml.orig", text } }),
				  {}));
}

} /* namespace */

TEST_CASE("each file is the one that the checksums are of")
{
	check(checksums,
	      {
		      { "", "" },
		      { R"("src/lib.rs": "@")", "" },
		      { R"("src/lib.rs": "@", ".hidden": "@")", "" },
		      { R"("src/lib.rs": "abc")",
			"src/lib.rs: error: it differs from its package's: its "
			"SHA-256 is not that of .cargo-checksum.json" },
		      { R"("src/lib.rs": "@", ".hidden": "")",
			".hidden: error: it differs from its package's: its "
			"SHA-256 is not that of .cargo-checksum.json" },
		      { R"("src/lib.rs": "@", "src/a.rs": "@", ".b": "@")",
			".b: error: its package has it, and it is missing; "
			"src/a.rs: error: its package has it, and it is "
			"missing" },
		      { R"(".hidden": "@")",
			"src/lib.rs: warning: its package does not have it" },
		      { R"("../a": "@")",
			".cargo-checksum.json: error: it cannot be used: "
			"'files' names '../a', which is no path of a file in "
			"the crate" },
	      });
	/* cargo compares the text. */
	CHECK(checksums(str(R"("src/lib.rs": ")", to_upper(sha256_of(source)),
			    '"')) != "");
}

TEST_CASE("a package of what was not committed is told")
{
	check(vcs, {
			   { R"({"git": {"dirty": true}})",
			     ".cargo_vcs_info.json: warning: the package was "
			     "made of files that were not committed" },
			   { R"({"git": {"dirty": false}})", "" },
			   { R"({"git": {}})", "" },
			   { "{", "" },
		   });
}

TEST_CASE("Cargo.toml is of the crate that Cargo.toml.orig is of")
{
	check(original,
	      {
		      { "[package]\nname = 'demo'\nversion = '1.0.0'\n", "" },
		      { "[project]\nname = 'demo'\nversion = ' 1.0.0 '\n", "" },
		      { "[package]\nname = 'demo'\nversion.workspace = true\n",
			"" },
		      { "[package]\nname = 'demo'\n", "" },
		      { "[package]\nname = 1\nversion = 1\n", "" },
		      { "[workspace]\n", "" },
		      { "package = 'demo'\n", "" },
		      { "[package\n", "" },
		      { "\xff", "" },
		      { "[package]\nname = 'other'\nversion = '1.0.0'\n",
			"Cargo.toml: error: its name is 'demo', and that of "
			"Cargo.toml.orig is 'other'" },
		      { "[project]\nname = 'demo'\nversion = '1.0.1'\n",
			"Cargo.toml: error: its version is '1.0.0', and that "
			"of Cargo.toml.orig is '1.0.1'" },
	      });
}

TEST_CASE("where a crate comes from is what is written beside it")
{
	const std::string commit(40, 'c');
	const Origin origin =
		check_origin(
			cargo_of("demo"), {},
			tree_of({ { checksum_file,
				    str(R"({"files": {}, "package": ")",
					fake_hash(), "\"}") },
				  { vcs_info_file,
				    str(R"({"git": {"sha1": ")", commit,
					R"("}, "path_in_vcs": "a/b"})") } }))
			.origin;

	CHECK(origin.package_sha256 == fake_hash());
	CHECK(origin.commit == commit);
	CHECK(origin.path == "a/b");
	CHECK(check_origin(cargo_of("demo"), {}, {}).origin.commit.empty());
}
