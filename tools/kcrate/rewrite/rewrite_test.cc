// SPDX-License-Identifier: GPL-2.0-or-later

#include "rewrite/rewrite.h"

#include "io/digest.h"
#include "testing/crates.h"

using namespace kcrate;

namespace {

using Patches = std::map<std::string, std::string>;

Selection selection_of(const std::string &text)
{
	Selection out;

	out.files["lib.rs"] = File(text);
	out.facts["lib.rs"] = { "src/lib.rs", FileRole::module, {} };
	return out;
}

Rewritten rewritten(const std::string &recipe, Selection selection,
		    const Patches &patches = {}, const std::string &tag = "MIT")
{
	Result<Rewritten> out =
		rewrite(demo_entry(recipe), tag, patches, std::move(selection));

	REQUIRE_MESSAGE(out, outcome(out));
	return std::move(out.value());
}

const std::string tag_line = "// SPDX-License-Identifier: MIT\n";
const std::string patch_recipe = "    patches: [demo-0001-x.diff]\n";

/* A patch of the third line of a tagged file, after @head. */
Patches patch_with(const std::string &head)
{
	return { { "demo-0001-x.diff", head + "--- a/lib.rs\n+++ b/lib.rs\n"
					      "@@ -3 +3 @@\n-a\n+b\n" } };
}

} /* namespace */

TEST_CASE("a file gets its tag, and the README says so")
{
	const Rewritten out = rewritten("", selection_of("a\n"));

	CHECK(out.files.at("lib.rs").bytes() == tag_line + "\na\n");
	CHECK(out.changes == Strings{ "add the SPDX license identifiers" });
	CHECK(out.modifications == 1);
}

TEST_CASE("a crate that has the right tags is not modified")
{
	const Rewritten out = rewritten("", selection_of(tag_line + "a\n"));

	CHECK(out.files.at("lib.rs").bytes() == tag_line + "a\n");
	CHECK(out.changes.empty());
	CHECK(out.modifications == 0);
}

TEST_CASE("upstream's own tags are tweaked, which is another phrase")
{
	Selection mixed =
		selection_of("// SPDX-License-Identifier: MIT/Apache-2.0\n");
	const Rewritten one = rewritten("", mixed);
	mixed.files["b.rs"] = File("b\n");
	mixed.facts["b.rs"] = { "src/b.rs", FileRole::module, {} };
	const Rewritten both = rewritten("", mixed);

	CHECK(one.files.at("lib.rs").bytes() ==
	      "// SPDX-License-Identifier: Apache-2.0 OR MIT\n");
	CHECK(one.changes == Strings{ "tweak the SPDX license identifiers" });
	CHECK(both.changes ==
	      Strings{ "add and tweak the SPDX license identifiers" });
	CHECK(both.modifications == 2);
}

TEST_CASE("what is read as data keeps its bytes")
{
	Selection selection = selection_of(tag_line);

	selection.files["t.rs"] = File("data");
	selection.facts["t.rs"] = { "src/t.rs", FileRole::embedded, {} };
	const Rewritten out = rewritten("", selection);
	CHECK(out.files.at("t.rs").bytes() == "data");
	CHECK(out.modifications == 0);
}

TEST_CASE("without a licence nothing is tagged")
{
	const Rewritten out = rewritten("", selection_of("a\n"), {}, "");

	CHECK(out.files.at("lib.rs").bytes() == "a\n");
	CHECK(out.changes.empty());
}

TEST_CASE("documentation from elsewhere is cut out, all of it")
{
	const std::string text = "#![doc = x]\nfn a() {}\n#![doc = y]fn b() {}";
	Selection selection = selection_of(text);

	selection.facts["lib.rs"].doc_includes = { { 0, 11, "x" },
						   { 22, 33, "y" } };
	const Rewritten out = rewritten("", selection);
	CHECK(out.files.at("lib.rs").bytes() ==
	      tag_line + "\n\nfn a() {}\nfn b() {}");
	CHECK(out.changes ==
	      Strings{ "add the SPDX license identifiers",
		       "remove the documentation that was included from other "
		       "files" });
	CHECK(out.modifications == 3);
}

TEST_CASE("the README's phrases come in the order of Linux's own, each once")
{
	const Rewritten out = rewritten(
		"    drop-dependencies: {libc: w, unicode-ident: w}\n"
		"    edits:\n"
		"      - {file: src/lib.rs, find: one, replace: 1, why: use "
		"digits}\n"
		"      - {file: src/lib.rs, find: two, replace: 2, why: use "
		"digits}\n" +
			patch_recipe,
		selection_of("a\none two\n"),
		patch_with("Subject: [PATCH 3/4] prefer b  \n\nWhy not.\n"));

	CHECK(out.files.at("lib.rs").bytes() == tag_line + "\nb\n1 2\n");
	CHECK(out.changes == Strings{ "add the SPDX license identifiers",
				      "remove the `libc` dependency",
				      "remove the `unicode-ident` dependency",
				      "use digits", "prefer b" });
	CHECK(out.modifications == 4);
}

TEST_CASE("a patch is named by its subject, or by its file")
{
	const struct {
		std::string head, phrase;
	} cases[] = {
		{ "Subject: remove x\n", "remove x" },
		{ "From: me\nSubject: [PATCH] remove x\n", "remove x" },
		{ "Subject: [a] [b] c\n", "[b] c" },
		{ "Subject: [unclosed\n", "[unclosed" },
		{ "Subject: remove x\r\n", "remove x" },
		{ "", "apply `demo-0001-x.diff`" },
		{ "subject: no\n", "apply `demo-0001-x.diff`" },
		{ "Subject: \n", "apply `demo-0001-x.diff`" },
		{ "Subject: [PATCH] \n", "apply `demo-0001-x.diff`" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.head);
		const Rewritten out = rewritten(
			patch_recipe, selection_of("a\n"), patch_with(c.head));
		REQUIRE(out.changes.size() == 2);
		CHECK(out.changes[1] == c.phrase);
	}
}

TEST_CASE("the hash is that of the files before any patch")
{
	Tree before = { { "lib.rs", File(tag_line + "\na\n") } };
	const Rewritten out =
		rewritten(patch_recipe, selection_of("a\n"), patch_with(""));

	CHECK(out.rewritten_hash == tree_hash(before));
	CHECK(out.files.at("lib.rs").bytes() == tag_line + "\nb\n");
}

TEST_CASE("what a patch leaves has a licence and a name of its own")
{
	const std::string add = "--- /dev/null\n+++ b/";
	const std::string missing = " does not begin with an SPDX-License-"
				    "Identifier";
	const struct {
		std::string patch, said;
	} cases[] = {
		{ add + "new.rs\n@@ -0,0 +1,3 @@\n+" + tag_line +
			  "+\n+fn f() {}\n",
		  "ok" },
		{ add + "new.rs\n@@ -0,0 +1 @@\n+fn f() {}\n",
		  "patch-without-licence: after this patch new.rs" + missing },
		{ add + "new.rs\n@@ -0,0 +1,2 @@\n+\n+" + tag_line,
		  "patch-without-licence: after this patch new.rs" + missing },
		{ add + "new.rs\n@@ -0,0 +1 @@\n+// SPDX-License-Identifier: "
			"GPL-3.0\n",
		  "licence-not-accepted: licence 'GPL-3.0' needs 'GPL-3.0', "
		  "which the kernel's LICENSES/ does not have" },
		{ add + "table.txt\n@@ -0,0 +1 @@\n+1 2 3\n", "ok" },
		{ add + "README.md\n@@ -0,0 +1 @@\n+text\n",
		  "name-collision: 'README.md' would take a name that the "
		  "import's own README.md has" },
		{ add + "doc/README.md\n@@ -0,0 +1 @@\n+text\n", "ok" },
		{ add + "sub/Makefile\n@@ -0,0 +1 @@\n+all:\n",
		  "name-collision: 'sub/Makefile' would take a name that "
		  "Kbuild reads" },
		{ "--- a/lib.rs\n+++ b/lib.rs\n@@ -1 +0,0 @@\n-" + tag_line,
		  "patch-without-licence: after this patch lib.rs" + missing },
		{ "--- a/lib.rs\n+++ b/lib.rs\n@@ -1 +1,2 @@\n+//\n " +
			  tag_line,
		  "patch-without-licence: after this patch lib.rs" + missing },
		{ "--- a/lib.rs\n+++ b/lib.rs\n@@ -1 +1 @@\n-" + tag_line +
			  "+// SPDX-License-Identifier: Zlib\n",
		  "ok" },
		{ "--- a/data.rs\n+++ b/data.rs\n@@ -1 +1 @@\n-a\n+b\n", "ok" },
		{ "--- a/lib.rs\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-" + tag_line +
			  "-\n-a\n",
		  "ok" },
	};

	for (const auto &c : cases) {
		Selection selection = selection_of("a\n");
		CAPTURE(c.patch);
		selection.files["data.rs"] = File("a\n");
		selection.facts["data.rs"] = { "src/data.rs",
					       FileRole::embedded,
					       {} };
		const Result<Rewritten> out =
			rewrite(demo_entry(patch_recipe), "MIT",
				{ { "demo-0001-x.diff", c.patch } }, selection);
		CHECK(outcome(out) == c.said);
		if (!out && out.error().id != Id::licence_not_accepted)
			CHECK(where(out.error())
				      .starts_with("demo-0001-x.diff:1:1"));
	}
}

TEST_CASE("whatever does not fit stops the import")
{
	const auto said = [](const std::string &recipe, const std::string &text,
			     const Patches &patches) {
		return outcome(rewrite(demo_entry(recipe), "MIT", patches,
				       selection_of(text)));
	};

	CHECK(said(patch_recipe, "x\n", patch_with(""))
		      .starts_with("patch-mismatch: "));
	CHECK(said(patch_recipe, "a\n",
		   { { "demo-0001-x.diff", "@@ -1 +1 @@\n" } })
		      .starts_with("patch-syntax: "));
	CHECK(said("", "// SPDX-License-Identifier: GPL-3.0\n", {})
		      .starts_with("licence-not-accepted: "));
	CHECK(said("    edits:\n      - {file: src/x.rs, find: a, replace: b, "
		   "why: w}\n",
		   "a\n", {})
		      .starts_with("file-not-found: "));
}
