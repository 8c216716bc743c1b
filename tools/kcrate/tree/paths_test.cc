// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree/paths.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string path(std::string_view name)
{
	return outcome(check_path("a.crate", name));
}

/* A name that ends in a slash is a directory. */
std::string together(const std::vector<std::string_view> &names)
{
	std::vector<PlacedPath> paths;

	for (std::string_view name : names) {
		const bool directory = name.ends_with('/');

		name.remove_suffix(directory ? 1 : 0);
		paths.push_back({ name, directory });
	}
	return outcome(check_side_by_side("a.crate", paths));
}

} /* namespace */

TEST_CASE("names as crates have them are accepted")
{
	for (const std::string_view name : { "Cargo.toml",
					     "src/lib.rs",
					     ".cargo_vcs_info.json",
					     ".gitignore",
					     ".gitattributes",
					     ".github/workflows/ci.yml",
					     "a/b-c_d.e+f",
					     "a b",
					     "Makefile",
					     "src/console.rs",
					     "com10",
					     "lpt",
					     "nulls/a",
					     "aux_",
					     "..a",
					     "a..b",
					     "...a",
					     "[a]",
					     "(b)",
					     "a,b;c='d'",
					     "#a#",
					     "~a",
					     "git~2",
					     "$x",
					     "&%!@^`{}" }) {
		INFO(name);
		CHECK(path(name) == "ok");
	}
}

TEST_CASE("a refused path is named with its first offence")
{
	CHECK(path("a\nb/..") ==
	      "path-control-character: the path 'a\\x0ab/..' has a control character");
	CHECK(path("") == "path-empty-component: the path '' is empty");
	CHECK(path("/") == "path-absolute: the path '/' begins with a slash");
	CHECK(path("a/") ==
	      "path-empty-component: the path 'a/' has an empty component");
	CHECK(path("..") ==
	      "path-dot-component: the path '..' has a component '.' or '..'");
	CHECK(path("a./b") ==
	      "path-trailing-dot: the path 'a./b' has a component that ends with a dot or a space");
	CHECK(path("c:/x") ==
	      "path-reserved-character: the path 'c:/x' has one of the characters \\ : * ? \" < > |");
	CHECK(path("\xc3\xa9") ==
	      "path-not-ascii: the path '\\xc3\\xa9' has a character beyond ASCII");
	CHECK(path("\xc3") == "path-not-utf8: the path '\\xc3' is not UTF-8");
	CHECK(path("src/nul.tar.gz") ==
	      "path-windows-name: the path 'src/nul.tar.gz' has a component that is a device on Windows");
	CHECK(path(".git") ==
	      "path-git: the path '.git' has a component that is git's own");
}

TEST_CASE("each control character is refused")
{
	for (int c = 0; c < 0x20; c++) {
		INFO(c);
		CHECK(path(str("a", static_cast<char>(c)))
			      .starts_with("path-control-character"));
	}
	CHECK(path("\x7f").starts_with("path-control-character"));
}

TEST_CASE("each device of Windows is refused")
{
	for (const std::string_view stem :
	     { "con", "prn", "aux", "nul", "conin$", "conout$", "com0", "com9",
	       "lpt0", "lpt9" }) {
		INFO(stem);
		CHECK(path(stem).starts_with("path-windows-name"));
		CHECK(path(to_upper(stem)).starts_with("path-windows-name"));
		CHECK(path(str(stem, "x")) == "ok");
		CHECK(path(str("x", stem)) == "ok");
		CHECK(path(str("x.", stem)) == "ok");
	}
}

TEST_CASE("only what would lead elsewhere matters beside a crate")
{
	for (const std::string_view name :
	     { "usr/share/man/man3/Foo::Bar.3pm.gz", "caf\xc3\xa9", "a b." }) {
		INFO(name);
		CHECK(outcome(check_path_is_plain("a.deb", name)) == "ok");
	}
	for (const std::string_view name :
	     { "", "/a", "a//b", "a/", "a/./b", "../a", "a/..", "." }) {
		INFO(name);
		CHECK(outcome(check_path_is_plain("a.deb", name)) != "ok");
	}
}

TEST_CASE("cargo's own files are refused at any depth and in any case")
{
	for (const std::string_view name :
	     { ".cargo-ok", "a/.cargo-ok", ".cargo-ok/a", ".CARGO-OK",
	       ".cargo-checksum.json", "a/.cargo/config", ".cargo/config.toml",
	       ".cargo/config/a", ".Cargo/CONFIG" }) {
		INFO(name);
		CHECK(outcome(check_not_cargos("a", name)) ==
		      str("path-cargo-internal: the path '", name,
			  "' is one that cargo keeps for itself"));
	}
	for (const std::string_view name :
	     { ".cargo/audit.toml", "cargo/config.toml", "config.toml",
	       "x.cargo/config", ".cargo/a/config.toml", "Cargo.toml" }) {
		INFO(name);
		CHECK(outcome(check_not_cargos("a", name)) == "ok");
	}
}

TEST_CASE("files and directories stand side by side")
{
	CHECK(together({}) == "ok");
	CHECK(together({ "a" }) == "ok");
	CHECK(together({ "a", "a-b", "a.b", "ab", "aBc/c" }) == "ok");
	CHECK(together({ "src/lib.rs", "src/lib/a.rs", "src/lib-a" }) == "ok");
	CHECK(together({ "src/", "src/lib.rs", "src/a/", "src/a/b" }) == "ok");
	CHECK(together({ "src/lib.rs", "src/" }) == "ok");
	CHECK(together({ "B/x", "a/x", "B/y", "a/y" }) == "ok");
}

TEST_CASE("paths that collide are refused, in whatever order they come")
{
	const struct {
		std::string_view a, b, why;
	} cases[] = {
		{ "a", "a", "path-duplicate: the path 'a' is there twice" },
		{ "a/", "a/", "path-duplicate: the path 'a' is there twice" },
		{ "a/b", "a/B",
		  "path-case-collision: the paths 'a/B' and 'a/b' collide where case does not count" },
		{ "a/", "A/",
		  "path-case-collision: the paths 'A' and 'a' collide where case does not count" },
		{ "Src/a", "src/b",
		  "path-case-collision: the paths 'Src/a' and 'src/b' collide where case does not count" },
		{ "x/Y/z/1", "x/y/z/2",
		  "path-case-collision: the paths 'x/Y/z/1' and 'x/y/z/2' collide where case does not count" },
		{ "a", "A/b",
		  "path-case-collision: the paths 'a' and 'A/b' collide where case does not count" },
		{ "a", "a/b",
		  "path-file-as-directory: the path 'a/b' has 'a' as a directory, which is a file" },
		{ "a", "a/",
		  "path-file-as-directory: the path 'a' has 'a' as a directory, which is a file" },
		{ "a/b", "a/b/c/d",
		  "path-file-as-directory: the path 'a/b/c/d' has 'a/b' as a directory, which is a file" },
	};

	for (const auto &c : cases) {
		const std::string there = together({ "0", c.a, "a-", c.b });
		const std::string back = together({ c.b, "a-", c.a, "0" });

		CHECK(there.substr(0, there.find(':')) ==
		      c.why.substr(0, c.why.find(':')));
		CHECK(back.substr(0, back.find(':')) ==
		      c.why.substr(0, c.why.find(':')));
		CHECK((there == c.why || back == c.why));
	}
}

TEST_CASE("30,000 paths are compared with their neighbours only")
{
	std::vector<std::string> names;
	std::vector<std::string_view> views;

	names.reserve(30000);
	for (int i = 0; i < 30000; i++)
		names.push_back(str("d", i % 7, "/f", i));
	views.assign(names.begin(), names.end());
	CHECK(together(views) == "ok");
	views.emplace_back("d3/F10");
	CHECK(together(views).starts_with("path-case-collision"));
}
