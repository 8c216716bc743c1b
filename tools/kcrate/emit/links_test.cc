// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/links.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

const std::string commit(40, 'c');

std::string repository(const std::string &url, const std::string &recipe = "")
{
	return repository_of(
		demo_entry(recipe),
		cargo_of("demo", str("repository = \"", url, "\"\n")));
}

struct Case {
	std::string url, recipe;
	Tree tree;
};

Strings links(const Case &c)
{
	return copyright_links(
		demo_entry(c.recipe),
		cargo_of("demo", str("repository = \"", c.url, "\"\n")),
		c.tree);
}

Tree with_vcs(const std::string &json)
{
	return { { ".cargo_vcs_info.json", File(json) },
		 { "LICENSE", File() } };
}

std::string vcs(const std::string &path)
{
	return str("{\"git\": {\"sha1\": \"", commit,
		   "\"}, \"path_in_vcs\": \"", path, "\"}");
}

} /* namespace */

TEST_CASE("a repository is a page, not a path inside it")
{
	const struct {
		std::string url, page;
	} cases[] = {
		{ "https://github.com/a/b", "https://github.com/a/b" },
		{ "https://github.com/a/b/", "https://github.com/a/b" },
		{ "https://github.com/a/b.git", "https://github.com/a/b" },
		{ "https://github.com/a/b/tree/master/c",
		  "https://github.com/a/b" },
		{ "https://gitlab.com/a/b/-/tree/main/c",
		  "https://gitlab.com/a/b" },
		{ "http://x", "http://x" },
		{ "", "" },
		{ "git@github.com:a/b", "" },
		{ "httpfoo", "" },
		{ "javascript:alert(1)", "" },
		{ "https://x/a b", "" },
		{ "https://x/a>b", "" },
		{ "https://x/`a`", "" },
		{ "https://x/$(a)", "" },
		{ "https://x/\\n# Owned", "" },
		{ "https://x/\\u001b[1m", "" },
		{ "https://x/\\u202e", "" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.url);
		CHECK(repository(c.url) == c.page);
	}
	CHECK(repository("https://a", "    repository: https://b/\n") ==
	      "https://b");
}

TEST_CASE("links lead to the tag, else to the commit that was packaged")
{
	const std::string url = "https://github.com/a/b";
	const Tree tree = with_vcs(vcs(""));

	CHECK(links({ url, "    tag: v1\n", tree }) ==
	      Strings{ url + "/blob/v1/LICENSE" });
	CHECK(links({ url, "", tree }) ==
	      Strings{ str(url, "/blob/", commit, "/LICENSE") });
	CHECK(links({ "https://gitlab.com/a/b", "    tag: v1\n", tree }) ==
	      Strings{ "https://gitlab.com/a/b/-/blob/v1/LICENSE" });
	CHECK(links({ url, "    tag: v1\n", with_vcs(vcs("crates/b")) }) ==
	      Strings{ url + "/blob/v1/crates/b/LICENSE" });
}

TEST_CASE("only names where there is no place to link to")
{
	CHECK(links({ "", "    tag: v1\n", with_vcs("") }) ==
	      Strings{ "LICENSE" });
	CHECK(links({ "https://x", "", { { "LICENSE", File() } } }) ==
	      Strings{ "LICENSE" });
	CHECK(links({ "https://x", "", {} }).empty());
}

TEST_CASE("what upstream says of its commit is not believed blindly")
{
	for (const std::string json :
	     { "", "{", "[]", "null", "1", "{\"git\": 1}",
	       "{\"git\": {\"sha1\": 1}}", "{\"git\": {\"sha1\": \"abc\"}}",
	       "{\"git\": {\"sha1\": \"$(reboot)\"}}", "\xff\xfe" }) {
		CAPTURE(json);
		CHECK(links({ "https://x", "", with_vcs(json) }) ==
		      Strings{ "LICENSE" });
	}
	for (const std::string path : { "../..", "/etc", "a/../b", "a//b",
					"a\\n# Owned", "a b", "`a`", "$(a)" }) {
		CAPTURE(path);
		CHECK(links({ "https://x", "    tag: v1\n",
			      with_vcs(vcs(path)) }) ==
		      Strings{ "https://x/blob/v1/LICENSE" });
	}
}

TEST_CASE("licence files are those at the crate's root, by their names")
{
	Tree tree;

	for (const char *const name :
	     { "COPYING", "COPYRIGHT", "LICENCE.txt", "LICENSE-APACHE",
	       "LICENSES/MIT.txt", "NOTICE", "UNLICENSE", "license-mit",
	       "src/LICENSE", "AUTHORS", "lib.rs" })
		tree[name] = File();
	CHECK(links({ "", "", tree }) ==
	      Strings{ "COPYING", "COPYRIGHT", "LICENCE.txt", "LICENSE-APACHE",
		       "NOTICE", "UNLICENSE", "license-mit" });
}

TEST_CASE("a README's section on licences comes first")
{
	const struct {
		std::string markdown;
		bool there;
	} cases[] = {
		{ "# demo\n\n## License\n\nMIT\n", true },
		{ "#### LICENSE\n", true },
		{ "License\n=======\n", false },
		{ "## Licenses\n", false },
		{ "text # License\n", false },
		{ "###\n", false },
		{ "", false },
	};

	for (const auto &c : cases) {
		CAPTURE(c.markdown);
		CHECK(links({ "",
			      "",
			      { { "LICENSE", File() },
				{ "README.md", File(c.markdown) } } }) ==
		      (c.there ? Strings{ "README.md#license", "LICENSE" }
			       : Strings{ "LICENSE" }));
	}
}

TEST_CASE("a crate from git has its links where it was fetched")
{
	const std::string pin =
		str("    git: {url: \"https://example.org/fork.git\", commit: ",
		    commit, ", tree-sha256: ", fake_hash(), "}\n");
	const CargoToml cargo =
		cargo_of("demo", "repository = \"https://github.com/a/b\"\n");
	const Tree tree = with_vcs("not read");

	CHECK(repository("https://github.com/a/b", pin) ==
	      "https://example.org/fork");
	CHECK(copyright_links(demo_entry(pin), cargo, tree,
			      { commit, "in/demo" }) ==
	      Strings{ str("https://example.org/fork/blob/", commit,
			   "/in/demo/LICENSE") });
	/* A clone on this machine is no page. */
	CHECK(repository("https://github.com/a/b",
			 replace_all(pin, "https://example.org", "file://")) ==
	      "https://github.com/a/b");
}
