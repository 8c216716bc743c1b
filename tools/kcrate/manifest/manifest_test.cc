// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/manifest.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

/* The outcome, the place and the help of a manifest that is refused. */
std::string refused(const std::string &text)
{
	const Result<Manifest> manifest = parse_manifest("crates.yaml", text);

	if (manifest)
		return "ok";
	return str(outcome(manifest), " @", where(manifest.error()), " (",
		   manifest.error().help, ")");
}

std::string refused_entry(const std::string &lines)
{
	return refused(str("schema: 1\ncrates:\n  a:\n", lines));
}

std::string with_pin(const std::string &lines)
{
	return str("    version: \"1.0.0\"\n    sha256: ", fake_hash(), "\n",
		   lines);
}

Strings texts(const std::vector<Word> &words)
{
	Strings out;

	for (const Word &word : words)
		out.push_back(word.text);
	return out;
}

} /* namespace */

TEST_CASE("the least manifest has a version and a pin for each crate")
{
	const Manifest manifest = manifest_of(
		str("  syn:\n    version: \"2.0.1-rc.1+x\"\n    sha256: ",
		    fake_hash(), "\n"));
	const CrateEntry &entry = manifest.crates.at("syn");

	CHECK(manifest.file == "crates.yaml");
	CHECK(manifest.registry.empty());
	CHECK(entry.name == "syn");
	CHECK(entry.where.line == 3);
	CHECK(entry.where.column == 3);
	CHECK(entry.version_text == "2.0.1-rc.1+x");
	CHECK(entry.version.major == 2);
	CHECK(entry.version.pre == "rc.1");
	CHECK(entry.version.build == "x");
	CHECK(entry.sha256 == fake_hash());
	CHECK_FALSE(entry.kernel);
	CHECK_FALSE(entry.host);
	CHECK_FALSE(entry.debian);
	CHECK_FALSE(entry.features_exact);
	CHECK_FALSE(entry.build_script_replaced);
}

TEST_CASE("a manifest without crates is one")
{
	CHECK(refused("schema: 1\ncrates: {}\n") == "ok");
	CHECK(refused("schema: 1\nregistry: \"https://r\"\ncrates: {}\n") ==
	      "ok");
}

TEST_CASE("sources are read with all that pins them")
{
	const CrateEntry entry = demo_entry(
		str("    debian: {suite: trixie, package: p, version: 1-1, "
		    "arch: amd64, sha256: ",
		    fake_hash('b'),
		    "}\n"
		    "    debian-source: {suite: sid, package: q, version: "
		    "2-1}\n"
		    "    directory: {path: ../x, tree-sha256: ",
		    fake_hash('c'),
		    "}\n"
		    "    git: {url: https://r/g, commit: ",
		    std::string(40, '1'), ", path: a/b, tree-sha256: ",
		    fake_hash('e'), "}\n    selected-sha256: ", fake_hash('d'),
		    "\n    released: 2025-03-12\n    tag: v1\n"
		    "    repository: https://r/x\n    maintainer: N <a@b>\n"));

	CHECK(entry.debian->suite == "trixie");
	CHECK(entry.debian->package == "p");
	CHECK(entry.debian->version == "1-1");
	CHECK(entry.debian->arch == "amd64");
	CHECK(entry.debian->sha256 == fake_hash('b'));
	CHECK(entry.debian_source->suite == "sid");
	CHECK(entry.debian_source->package == "q");
	CHECK(entry.debian_source->version == "2-1");
	CHECK(entry.directory->path == "../x");
	CHECK(entry.directory->tree_sha256 == fake_hash('c'));
	CHECK(entry.git->url == "https://r/g");
	CHECK(entry.git->commit == std::string(40, '1'));
	CHECK(entry.git->path == "a/b");
	CHECK(entry.git->tree_sha256 == fake_hash('e'));
	CHECK(entry.selected_sha256 == fake_hash('d'));
	CHECK(entry.released == "2025-03-12");
	CHECK(entry.tag == "v1");
	CHECK(entry.repository == "https://r/x");
	CHECK(entry.maintainer == "N <a@b>");
}

TEST_CASE("a commit is whole, and its repository is not behind ssh")
{
	const auto git = [](const std::string &url, const std::string &commit,
			    const std::string &path) {
		return refused_entry(
			str("    version: \"1.0.0\"\n"
			    "    git: {url: ",
			    url, ", commit: ", commit, ", path: ", path,
			    ", tree-sha256: ", fake_hash(), "}\n"));
	};
	const std::string commit(40, '1');

	CHECK(git("https://r", commit, "a") == "ok");
	CHECK(git("file:///r", commit, "a") == "ok");
	CHECK(git("ssh://r", commit, "a") ==
	      "bad-value: 'url' must be an http, https or file URL "
	      "@crates.yaml:5:16 ()");
	CHECK(git("https://r", "main", "a") ==
	      "bad-value: 'commit' must be a commit, 40 lower-case hexadecimal "
	      "digits @crates.yaml:5:35 ()");
	CHECK(git("https://r", commit, "../a") ==
	      "bad-value: 'path' must be a relative path without '.' and '..' "
	      "@crates.yaml:5:83 ()");
}

TEST_CASE("a registry's URL has one of the known prefixes")
{
	const auto registry = [](const std::string &url) {
		return refused(
			str("schema: 1\nregistry: ", url, "\ncrates: {}\n"));
	};

	for (const std::string url :
	     { "sparse+https://r/", "sparse+http://r/", "registry+https://r",
	       "registry+file:///r", "https://r", "file:///r" }) {
		CAPTURE(url);
		CHECK(registry(url) == "ok");
	}
	for (const std::string url :
	     { "sparse+file:///r", "ssh://r", "registry+ssh://r", "r" }) {
		CAPTURE(url);
		CHECK(registry(url) ==
		      "bad-value: 'registry' must be a registry's URL, such as "
		      "sparse+https://index.example.org/ @crates.yaml:2:11 ()");
	}
}

TEST_CASE("the recipe is read with its reasons and places")
{
	const CrateEntry entry = demo_entry(
		"    features-exact: true\n"
		"    cfgs-off: [fuzzing]\n"
		"    license: {drop: [Zlib], why: w}\n"
		"    build-script: {why: probes rustc}\n"
		"    drop-dependencies: {x: why x}\n"
		"    drop-files: {src/t.rs: why t}\n"
		"    keep-files: {doc/a.css: why a}\n"
		"    edits:\n"
		"      - {file: a.rs, find: f, replace: \"\", why: w}\n"
		"      - {file: b.rs, find: g, replace: h, why: v,"
		" count: 3}\n"
		"    patches: [demo-0001-x.diff]\n");

	CHECK(entry.features_exact);
	REQUIRE(entry.cfgs_off.size() == 1);
	CHECK(entry.cfgs_off[0].key == "fuzzing");
	CHECK(entry.license_drop == Strings{ "Zlib" });
	CHECK(entry.license_where.line == 8);
	CHECK(entry.build_script_replaced);
	CHECK(entry.build_script_where.line == 9);
	CHECK(entry.drop_dependencies.at("x").text == "why x");
	CHECK(entry.drop_files.at("src/t.rs").where.line == 11);
	CHECK(entry.keep_files.at("doc/a.css").text == "why a");
	REQUIRE(entry.edits.size() == 2);
	CHECK(entry.edits[0].replace.empty());
	CHECK(entry.edits[0].count == 1);
	CHECK(entry.edits[1].count == 3);
	CHECK(entry.edits[1].why == "v");
	CHECK(entry.edits[1].where.line == 15);
	CHECK(texts(entry.patches) == Strings{ "demo-0001-x.diff" });
}

TEST_CASE("a Cargo.toml in the manifest is known with its place and indent")
{
	const struct {
		std::string header, lines, text;
		size_t indent;
	} cases[] = {
		{ "|", "      [package]\n      name = 1\n",
		  "[package]\nname = 1\n", 6 },
		{ "|-", "      [package]\n", "[package]", 6 },
		{ "|2", "        [package]\n      name = 1\n",
		  "  [package]\nname = 1\n", 6 },
		{ "| # why", "\n      [package]\n", "\n[package]\n", 6 },
		{ "|", "            x\n              y\n", "x\n  y\n", 12 },
		{ "|", "", "", 0 },
		{ "|+", "\n\n", "\n\n", 0 },
	};

	CHECK_FALSE(demo_entry().cargo_toml);
	for (const auto &c : cases) {
		CAPTURE(c.header);
		CAPTURE(c.lines);
		const CrateEntry entry = demo_entry(
			str("    cargo-toml: ", c.header, "\n", c.lines));
		REQUIRE(entry.cargo_toml);
		CHECK(entry.cargo_toml->text == c.text);
		CHECK(entry.cargo_toml->indent == c.indent);
		CHECK(entry.cargo_toml->where.line == 6);
		CHECK(entry.cargo_toml->where.column == 17);
	}
}

TEST_CASE("lines of a Cargo.toml must be lines of the manifest")
{
	const std::string said = "bad-value: 'cargo-toml' must be a block of "
				 "lines @crates.yaml:6:17 (write 'cargo-toml: "
				 "|', and the text of the Cargo.toml indented "
				 "below it)";

	for (const std::string value :
	     { "'|'", "\"[package]\\n\"", "[package]", ">\n      a\n", "name",
	       "\"\"", ">-\n      |" }) {
		CAPTURE(value);
		const std::string found = refused_entry(
			with_pin(str("    cargo-toml: ", value, "\n")));
		CHECK((found == said ||
		       found.starts_with("wrong-type: 'cargo-toml' must be")));
	}
	CHECK(refused_entry(with_pin("    cargo-toml:\n"))
		      .starts_with("wrong-type: "));
	CHECK(refused_entry(with_pin("    cargo-toml: {a: b}\n"))
		      .starts_with("wrong-type: "));
}

TEST_CASE("cfgs are read with their values and conditions")
{
	const CrateEntry entry =
		demo_entry("    kernel:\n"
			   "      features: [x, y]\n"
			   "      envs: {A: \"1 2\"}\n"
			   "      cfgs:\n"
			   "        - plain\n"
			   "        - key=\"value\"\n"
			   "        - key = \"spaced\"\n"
			   "        - {cfg: new, when: rustc >= 1.88}\n"
			   "        - {cfg: old=\"\", when: rustc < 1.9.7}\n");
	const Role &role = *entry.kernel;
	const struct {
		std::string text, op;
		unsigned int rustc;
	} expected[] = {
		{ "plain", "", 0 },	     { "key=\"value\"", "", 0 },
		{ "key=\"spaced\"", "", 0 }, { "new", ">=", 108800 },
		{ "old=\"\"", "<", 100907 },
	};

	CHECK(texts(role.features) == Strings{ "x", "y" });
	CHECK(role.envs.at("A") == "1 2");
	REQUIRE(role.cfgs.size() == std::size(expected));
	for (size_t i = 0; i < role.cfgs.size(); i++) {
		CAPTURE(expected[i].text);
		CHECK(role.cfgs[i].text() == expected[i].text);
		CHECK(role.cfgs[i].when_op == expected[i].op);
		CHECK(role.cfgs[i].rustc == expected[i].rustc);
	}
}

TEST_CASE("what the kernel asks of a proc macro is asked of the host's")
{
	const CrateEntry kernel = demo_entry("    kernel: {features: [k]}\n");
	const CrateEntry host = demo_entry("    host: {features: [h]}\n");
	const CrateEntry both = demo_entry("    kernel: {features: [k]}\n"
					   "    host: {features: [h]}\n");
	const auto asked = [](const CrateEntry &entry, Target target,
			      bool proc_macro) {
		const Role *const role = role_for(entry, target, proc_macro);
		return role ? role->features.at(0).text : "nothing";
	};

	CHECK(asked(kernel, Target::kernel, false) == "k");
	CHECK(asked(kernel, Target::host, false) == "nothing");
	CHECK(asked(kernel, Target::host, true) == "k");
	CHECK(asked(host, Target::host, false) == "h");
	CHECK(asked(host, Target::kernel, false) == "nothing");
	CHECK(asked(both, Target::host, true) == "h");
	CHECK(asked(both, Target::kernel, false) == "k");
	CHECK(name_of(Target::kernel) == "kernel");
	CHECK(name_of(Target::host) == "host");
}

TEST_CASE("a manifest that is none says why and where")
{
	CHECK(refused("") == "wrong-type: the manifest must be a mapping, not "
			     "nothing @crates.yaml:1:1 ()");
	CHECK(refused("crates: {}\n") ==
	      "missing-key: the manifest lacks 'schema' @crates.yaml:1:1 "
	      "(Version of this format: 1)");
	CHECK(refused("schema: 1\n") ==
	      "missing-key: the manifest lacks 'crates' @crates.yaml:1:1 (One "
	      "entry for each crate)");
	CHECK(refused("schema: 2\ncrates: {}\n") ==
	      "bad-value: schema 2 is not known to this kcrate "
	      "@crates.yaml:1:9 (write schema: 1, or use a newer kcrate)");
	CHECK(refused("schema: 1\ncrates:\n  9a: {}\n") ==
	      "bad-value: a key of 'crates' must be a crate's name "
	      "@crates.yaml:3:3 ()");
	CHECK(refused("schema: 1\ncrates:\n  ../a: {}\n") ==
	      "bad-value: a key of 'crates' must be a crate's name "
	      "@crates.yaml:3:3 ()");
	CHECK(refused_entry("    version: \"1.0\"\n") ==
	      "bad-value: 'version' must be an exact version such as "
	      "\"1.2.3\" @crates.yaml:4:14 ()");
	CHECK(refused_entry("    version: \"01.0.0\"\n") ==
	      "bad-version: the major version has a leading zero in version "
	      "'01.0.0' "
	      "@crates.yaml:4:14 ()");
	CHECK(refused_entry(with_pin("    kernels: {}\n")) ==
	      "unknown-key: 'kernels' is not a key of 'a' @crates.yaml:6:5 "
	      "(did you mean 'kernel'?)");
	CHECK(refused_entry(with_pin("    kernel:\n")) ==
	      "wrong-type: 'kernel' must be a mapping, not nothing "
	      "@crates.yaml:6:5 ()");
}

TEST_CASE("what the schema cannot say is said all the same")
{
	const std::string debian =
		str("    debian: {suite: s, package: p, version: '1', arch: a, "
		    "sha256: ",
		    fake_hash(), "}\n");

	CHECK(refused_entry("    version: \"1.0.0\"\n") ==
	      "missing-key: 'a' lacks 'sha256' @crates.yaml:3:3 (only a crate "
	      "from a directory, from git or from a Debian binary package "
	      "needs none)");
	CHECK(refused_entry("    version: \"1.0.0\"\n" + debian) == "ok");
	CHECK(refused_entry(str("    version: \"1.0.0\"\n", debian,
				"    debian-source: {suite: s, package: p, "
				"version: '1'}\n")) ==
	      "missing-key: 'a' lacks 'sha256' @crates.yaml:3:3 (the .crate in "
	      "a Debian source package is known by it)");
	CHECK(refused_entry(with_pin("    license: {why: w}\n")) ==
	      "missing-key: 'license' has neither 'drop' nor 'is' "
	      "@crates.yaml:6:14 (state the choice, or remove 'license')");
}

TEST_CASE("an edit must be able to change something")
{
	const auto edit = [](const std::string &more) {
		return refused_entry(
			with_pin(str("    edits:\n      - {file: f, why: w, ",
				     more, "}\n")));
	};

	CHECK(edit("find: a, replace: b") == "ok");
	CHECK(edit("find: \"\", replace: b") ==
	      "bad-value: an edit must find some text at least once "
	      "@crates.yaml:7:9 ()");
	CHECK(edit("find: a, replace: b, count: 0") ==
	      "bad-value: an edit must find some text at least once "
	      "@crates.yaml:7:9 ()");
	CHECK(edit("find: a, replace: a") ==
	      "bad-value: an edit must replace its text by another "
	      "@crates.yaml:7:9 (correct 'find' or 'replace', or remove the "
	      "edit)");
}

TEST_CASE("two crates cannot have names that rustc or a file system joins")
{
	const std::string pin = with_pin("");
	const auto two = [&](const std::string &a, const std::string &b) {
		return refused(str("schema: 1\ncrates:\n  ", a, ":\n", pin,
				   "  ", b, ":\n", pin));
	};

	CHECK(two("a-b", "a-c") == "ok");
	CHECK(two("a-b", "a_b") ==
	      "name-collision: 'a_b' and 'a-b' are one name to rustc or to a "
	      "file system @crates.yaml:6:3 (keep one of them)");
	CHECK(two("Ab", "aB")
		      .starts_with(
			      "name-collision: 'aB' and 'Ab' are one name"));
	CHECK(two("a", "a").starts_with("duplicate-key: 'a' stands here "
					"twice"));
}

TEST_CASE("architectures are those of Linux that have Rust, x86 by default")
{
	const auto with = [](const std::string &value) {
		return str("schema: 1\narchitectures: ", value,
			   "\ncrates: {}\n");
	};
	const auto read = [&](const std::string &value) {
		return parse_manifest("crates.yaml", with(value))
			.value()
			.architectures;
	};

	CHECK(parse_manifest("crates.yaml", "schema: 1\ncrates: {}\n")
		      .value()
		      .architectures == Strings{ "x86" });
	CHECK(read("[riscv, x86]") == Strings{ "riscv", "x86" });
	CHECK(read("[arm, arm64, loongarch, powerpc, s390, um]").size() == 6);
	CHECK(refused(with("[]")) ==
	      "bad-value: no architecture is named @crates.yaml:2:16 (name one, or leave "
	      "the key out: it is x86 then)");
	CHECK(refused(with("[arm, x86, arm]")) ==
	      "bad-value: arm is named twice @crates.yaml:2:27 (name it once)");
	CHECK(refused(with("[x86_64]")).starts_with("bad-value: "));
}
