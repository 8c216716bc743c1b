// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/package_files.h"

#include "base/str.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

const std::string hash(64, 'a');
const std::string commit(40, 'c');

/* "PACKAGE: PATH=HASH …" with the first three digits, or what is wrong. */
std::string checksums(const std::string &text)
{
	const Result<PackageChecksums> read = parse_checksums(text);
	std::string out;

	if (!read)
		return str(name_of(read.error().id), ": ",
			   read.error().message);
	out = read.value().package.substr(0, 3) + ":";
	for (const auto &[path, value] : read.value().files)
		out += str(" ", path, "=", value.substr(0, 3));
	return out;
}

/* "COMMIT PATH dirty", as far as it is known. */
std::string vcs(const std::string &text)
{
	const VcsInfo info = parse_vcs_info(text);

	return str(info.commit.substr(0, 3), " ", info.path,
		   info.dirty ? " dirty" : "");
}

/* A list with @files in it. */
std::string list(const std::string &files)
{
	return str(R"({"files": )", files, "}");
}

constexpr std::string_view not_json =
	"file-modified: it cannot be used: it is not JSON";

} /* namespace */

TEST_CASE("checksums are read as cargo reads them")
{
	check(checksums,
	      {
		      { R"({"files": {}, "package": null})", ":" },
		      { R"({"files": {}})", ":" },
		      { str(R"({"package": ")", hash, R"(", "files": {}})"),
			"aaa:" },
		      /* As Debian's are, where it did not know. */
		      { R"({"files": {}, "package": "Could not get it"})",
			":" },
		      { list(R"({"src/lib.rs": "abcd", ".a": "b"})"),
			": .a=b src/lib.rs=abc" },
		      { R"({"files": {}, "more": [1]})", ":" },
	      });
}

TEST_CASE("checksums that cargo would not read, or that leave the crate")
{
	constexpr std::string_view no_files =
		"file-modified: it cannot be used: 'files' is not an object";

	check(checksums,
	      {
		      { "", not_json },
		      { "{", not_json },
		      { "\xff\xfe", not_json },
		      { std::string(200000, '['), not_json },
		      { "[]", "file-modified: it cannot be used: it is not a "
			      "JSON object" },
		      { "{}", no_files },
		      { list("null"), no_files },
		      { list("[]"), no_files },
		      { list(R"({"a": 1})"),
			"file-modified: it cannot be used: 'files' has no text "
			"for 'a'" },
		      { list(R"({"a": "1", "a": "2"})"),
			"file-modified: it cannot be used: an object has a "
			"member twice" },
		      { R"({"files": {}, "files": {}})",
			"file-modified: it cannot be used: an object has a "
			"member twice" },
		      { R"({"files": {}, "package": 1})",
			"file-modified: it cannot be used: 'package' is "
			"neither a text nor null" },
		      { list("{}") + std::string(max_package_file, ' '),
			"file-modified: it cannot be used: it has more than "
			"4194304 bytes" },
	      });
	for (const std::string path :
	     { "", "/etc/passwd", "../a", "a/../../b", "a/../b", "./a", "a//b",
	       "a/", ".", "..", "a\\u0000b" }) {
		CAPTURE(path);
		CHECK(checksums(list(str("{\"", path, "\": \"\"}")))
			      .ends_with("', which is no path of a file in the "
					 "crate"));
	}
}

TEST_CASE("what is read of a commit is a commit")
{
	const std::string sha1 = str(R"("sha1": ")", commit, '"');

	check(vcs,
	      {
		      { str(R"({"git": {)", sha1, R"(}, "path_in_vcs": ""})"),
			"ccc " },
		      { str(R"({"git": {)", sha1,
			    R"(, "dirty": true}, "path_in_vcs": "a/b"})"),
			"ccc a/b dirty" },
		      { str(R"({"git": {)", sha1, R"(, "dirty": false}})"),
			"ccc " },
		      { str(R"({"git": {)", sha1, R"(, "dirty": "true"}})"),
			"ccc " },
		      { R"({"git": {"dirty": true}})", "  dirty" },
		      { R"({"git": {"sha1": "abc"}, "path_in_vcs": "a"})",
			" a" },
		      { R"({"git": {"sha1": 1}, "path_in_vcs": 1})", " " },
		      { R"({"path_in_vcs": "../a"})", " " },
		      { R"({"path_in_vcs": "/a"})", " " },
		      { R"({"git": [], "path_in_vcs": []})", " " },
		      { R"({"git": null})", " " },
		      { "", " " },
		      { "[]", " " },
		      { "null", " " },
		      { "\xff", " " },
		      { std::string(200000, '['), " " },
	      });
}
