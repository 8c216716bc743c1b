// SPDX-License-Identifier: GPL-2.0-or-later

#include "testing/hostile_case.h"
#include "tree/refuse.h"

namespace kcrate {

namespace {

/* A file called @name, with a long name header where it needs one. */
std::vector<TarMember> file_called(const std::string &name)
{
	std::vector<TarMember> members;

	if (name.size() > 100)
		members.push_back(long_name(name + '\0'));
	members.push_back({ .name = name, .data = "note\n" });
	return members;
}

/* A third file whose whole name is @hostile, or demo-1.0.0/@twin. */
HostileCase name(std::string rule, Id id, const std::string &hostile,
		 const std::string &twin)
{
	return { std::move(rule),
		 id,
		 demo_gzip(file_called(hostile)),
		 demo_gzip(file_called("demo-1.0.0/" + twin)),
		 quoted(hostile),
		 demo_tree_with(twin, "note\n") };
}

/* The same, and @hostile is in the crate's directory, too. */
HostileCase within(std::string rule, Id id, const std::string &hostile,
		   const std::string &twin)
{
	return name(std::move(rule), id, "demo-1.0.0/" + hostile, twin);
}

std::vector<HostileCase> characters()
{
	std::vector<HostileCase> all = {
		within("a byte that is no character", Id::path_not_utf8,
		       "a\xff"
		       "b",
		       "ab"),
		within("an overlong slash", Id::path_not_utf8,
		       "a\xc0\xaf"
		       "b",
		       "a/b"),
		within("a surrogate", Id::path_not_utf8, "a\xed\xa0\x80", "a"),
		within("a character that is cut short", Id::path_not_utf8,
		       "a\xe2\x80", "a"),
		within("a letter in normal form C", Id::path_not_ascii,
		       "caf\xc3\xa9", "cafe"),
		within("a letter in normal form D", Id::path_not_ascii,
		       "cafe\xcc\x81", "cafe"),
		within("a character that turns text around", Id::path_not_ascii,
		       "a\xe2\x80\xae"
		       "b",
		       "ab"),
		within("a newline", Id::path_control_character, "a\nb", "ab"),
		within("an escape", Id::path_control_character, "a\x1b[2J",
		       "a[2J"),
		within("a delete", Id::path_control_character,
		       "a\x7f"
		       "b",
		       "ab"),
	};

	for (const char c : std::string_view("\\:*?\"<>|"))
		all.push_back(within(str("the character ", c),
				     Id::path_reserved_character,
				     str("a", c, "b"), "ab"));
	return all;
}

std::vector<HostileCase> shapes()
{
	std::string deep, wide;

	for (int i = 0; i < 30; i++)
		deep += "d/";
	for (int i = 0; i < 5; i++)
		wide += std::string(199, 'w') + "/";
	wide += std::string(13, 'w');
	return {
		name("an absolute path", Id::path_absolute,
		     "/demo-1.0.0/notes.txt", "notes.txt"),
		within("an empty component", Id::path_empty_component,
		       "a//notes.txt", "a/notes.txt"),
		within("a file that is called a directory",
		       Id::path_empty_component, "notes/", "notes"),
		name("an empty name", Id::path_empty_component, "", "notes"),
		within("a '.'", Id::path_dot_component, "./a", "a"),
		within("a '..' that stays inside", Id::path_dot_component,
		       "src/../notes.txt", "notes.txt"),
		within("a '..' that leads out", Id::path_dot_component,
		       "../evil.txt", "evil.txt"),
		within("a '..' at the end", Id::path_dot_component, "a/..",
		       "a/b"),
		within("a dot at the end", Id::path_trailing_dot, "notes.",
		       "notes"),
		within("a directory with a dot at the end",
		       Id::path_trailing_dot, "notes./a", "notes/a"),
		within("a space at the end", Id::path_trailing_dot, "notes ",
		       "notes"),
		within("a component of 256 bytes", Id::path_component_too_long,
		       std::string(256, 'a'), std::string(255, 'a')),
		within("a path of 1025 bytes", Id::path_too_long, wide + "w",
		       wide),
		within("33 components", Id::path_too_deep, deep + "d/x",
		       deep + "x"),
	};
}

std::vector<HostileCase> reserved_names()
{
	const auto device = [](const std::string &name,
			       const std::string &twin) {
		return within(str("the device ", name), Id::path_windows_name,
			      name, twin);
	};

	return {
		device("nul.rs", "null.rs"),
		device("src/AUX.rs", "src/AUX_.rs"),
		device("con/x", "cons/x"),
		device("Prn", "Prn-1"),
		device("com1", "com10"),
		device("LPT9.tar.gz", "LPT.tar.gz"),
		device("conin$", "conin"),
		device("CON .txt", "CON -.txt"),
		within("git's directory", Id::path_git, ".git/config",
		       ".github/config"),
		within("git's directory further in", Id::path_git, "a/.GIT/x",
		       "a/.gitignore"),
		within("git's directory by its short name", Id::path_git,
		       "GIT~1/config", "git1/config"),
		within("cargo's configuration", Id::path_cargo_internal,
		       ".cargo/config.toml", ".cargo/audit.toml"),
		within("cargo's old configuration", Id::path_cargo_internal,
		       ".cargo/config", ".cargo/conf"),
		within("cargo's configuration in capitals",
		       Id::path_cargo_internal, "a/.Cargo/Config.toml",
		       "a/.Cargo/Audit.toml"),
		within("cargo's mark", Id::path_cargo_internal, ".cargo-ok",
		       ".cargo_vcs_info.json"),
		within("cargo's mark further in", Id::path_cargo_internal,
		       "src/.cargo-ok", "src/.cargo-okay"),
		within("cargo's checksums", Id::path_cargo_internal,
		       ".cargo-checksum.json", "cargo-checksum.json"),
	};
}

std::vector<HostileCase> places()
{
	return {
		name("no directory", Id::path_outside_crate, "notes.txt",
		     "notes.txt"),
		name("another crate's directory", Id::path_outside_crate,
		     "demo-1.0.1/notes.txt", "notes.txt"),
		name("a directory that begins alike", Id::path_outside_crate,
		     "demo-1.0.0x/notes.txt", "notes.txt"),
		name("a directory in other case", Id::path_outside_crate,
		     "Demo-1.0.0/notes.txt", "notes.txt"),
		name("a file in the directory's place", Id::path_outside_crate,
		     "demo-1.0.0", "notes.txt"),
	};
}

/* Two files behind demo-1.0.0's own. */
HostileCase pair(std::string rule, Id id, const std::string &first,
		 const std::string &second, const std::string &twin)
{
	std::vector<TarMember> hostile = file_called("demo-1.0.0/" + first);
	std::vector<TarMember> good = hostile;
	HostileCase made;

	hostile.push_back({ .name = "demo-1.0.0/" + second, .data = "note\n" });
	good.push_back({ .name = "demo-1.0.0/" + twin, .data = "note\n" });
	made = { std::move(rule),    id,
		 demo_gzip(hostile), demo_gzip(good),
		 quoted(second),     demo_tree_with(first, "note\n") };
	made.expected.emplace(twin, std::string("note\n"));
	return made;
}

std::vector<HostileCase> pairs()
{
	HostileCase file_and_directory =
		within("a file and a directory of one name",
		       Id::path_file_as_directory, "notes", "notes");

	file_and_directory.hostile =
		demo_gzip({ { .name = "demo-1.0.0/notes/", .type = '5' },
			    { .name = "demo-1.0.0/notes", .data = "note\n" } });
	file_and_directory.entry = "'notes'";
	return {
		pair("a file twice", Id::path_duplicate, "a", "a", "b"),
		pair("a manifest twice", Id::path_duplicate, "a", "Cargo.toml",
		     "b"),
		pair("a repacked crate's Cargo.toml.orig", Id::path_duplicate,
		     "Cargo.toml.orig", "Cargo.toml.orig", "b"),
		pair("files that differ in case", Id::path_case_collision,
		     "a/b.rs", "a/B.rs", "a/c.rs"),
		pair("a file and a directory that differ in case",
		     Id::path_case_collision, "Notes", "notes/a", "note/a"),
		pair("directories that differ in case", Id::path_case_collision,
		     "a", "SRC/other.rs", "src/other.rs"),
		pair("a file in a file", Id::path_file_as_directory, "a", "a/b",
		     "c/b"),
		pair("a file in a file that comes later",
		     Id::path_file_as_directory, "a/b", "a", "c"),
		file_and_directory,
	};
}

HostileCase manifest(std::string rule, const std::string &name)
{
	const std::vector<TarMember> others = {
		demo()[1], { .name = "demo-1.0.0/sub/Cargo.toml" }
	};
	std::vector<TarMember> hostile = others, twin = others;

	hostile.push_back({ .name = name, .data = "[package]\n" });
	twin.push_back(demo()[0]);
	return { std::move(rule),
		 Id::manifest_missing,
		 gzip_of({ .content = tar_of(hostile) }),
		 gzip_of({ .content = tar_of(twin) }),
		 "'Cargo.toml'",
		 demo_tree_with("sub/Cargo.toml", "") };
}

std::vector<HostileCase> manifests()
{
	return {
		manifest("a manifest in other case", "demo-1.0.0/cargo.toml"),
		manifest("a manifest in the wrong place",
			 "demo-1.0.0/src/Cargo.toml"),
	};
}

} /* namespace */

std::vector<HostileCase> hostile_paths()
{
	std::vector<HostileCase> all;

	for (const std::vector<HostileCase> &cases :
	     { characters(), shapes(), reserved_names(), places(), pairs(),
	       manifests() })
		all.insert(all.end(), cases.begin(), cases.end());
	return all;
}

} /* namespace kcrate */
