// SPDX-License-Identifier: GPL-2.0-or-later

#include "select/select.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

using Files = std::map<std::string, std::string>;

struct Selected {
	Selection selection;
	Strings said;
};

Tree tree_of(const Files &files)
{
	Tree tree;

	for (const auto &[path, bytes] : files)
		tree[path] = File(bytes);
	return tree;
}

Selected select(const Files &files, const std::string &recipe = "",
		const std::string &cargo_toml = "")
{
	const Tree tree = tree_of(files);
	TokenStore tokens;
	Sink sink;
	Result<Selection> out = select_files(demo_entry(recipe),
					     cargo_of("demo", cargo_toml, tree),
					     tree, tokens, sink);

	REQUIRE_MESSAGE(out, outcome(out));
	return { std::move(out.value()), findings(sink) };
}

/* "to=from" of each file kept, and only "to" where the two are one. */
std::string kept(const Selection &selection)
{
	Strings out;

	for (const auto &[path, facts] : selection.facts)
		out.push_back(path == facts.upstream
				      ? path
				      : str(path, "=", facts.upstream));
	return join(out, " ");
}

std::string dropped(const Selection &selection)
{
	Strings out;

	for (const auto &[path, why] : selection.dropped)
		out.push_back(str(path, ": ", why));
	return join(out, "; ");
}

} /* namespace */

TEST_CASE("src/ is flattened, and only what the library reads is kept")
{
	const Selected out = select({ { "Cargo.toml", "" },
				      { "LICENSE-MIT", "x" },
				      { "README.md", "x" },
				      { "benches/b.rs", "" },
				      { "examples/e.rs", "" },
				      { "src/a.rs", "mod c;" },
				      { "src/a/c.rs", "" },
				      { "src/lib.rs", "mod a;\n" },
				      { "src/main.rs", "" },
				      { "tests/t.rs", "" } });

	CHECK(kept(out.selection) ==
	      "a.rs=src/a.rs a/c.rs=src/a/c.rs lib.rs=src/lib.rs");
	CHECK(dropped(out.selection) ==
	      "Cargo.toml: not source; LICENSE-MIT: not source; README.md: not "
	      "source; benches/b.rs: not part of the library; examples/e.rs: "
	      "not part of the library; src/main.rs: not part of the library; "
	      "tests/t.rs: not part of the library");
	CHECK(out.selection.root == "lib.rs");
	CHECK(out.selection.files.at("a.rs").bytes() == "mod c;");
	CHECK(out.selection.path_of("src/a/c.rs") == "a/c.rs");
	CHECK(out.selection.path_of("a/c.rs").empty());
	CHECK(out.selection.path_of("tests/t.rs").empty());
	CHECK(out.said.empty());
}

TEST_CASE("the layout stays as it is when something leaves src/")
{
	const Selected data =
		select({ { "src/lib.rs", "const A: &str = "
					 "include_str!(\"../data/a.txt\");" },
			 { "data/a.txt", "x" } });
	const Selected module =
		select({ { "src/lib.rs", "#[path = \"../other/m.rs\"] mod m;" },
			 { "other/m.rs", "" } });

	CHECK(kept(data.selection) == "data/a.txt src/lib.rs");
	CHECK(data.selection.root == "src/lib.rs");
	CHECK(data.selection.facts.at("data/a.txt").role == FileRole::embedded);
	CHECK(data.selection.facts.at("src/lib.rs").role == FileRole::module);
	CHECK(kept(module.selection) == "other/m.rs src/lib.rs");
}

TEST_CASE("an include that leaves src/ and comes back keeps the layout too")
{
	const Selected out =
		select({ { "src/lib.rs",
			   "const A: &str = include_str!(\"../src/a.txt\");" },
			 { "src/a.txt", "x" } });

	CHECK(kept(out.selection) == "src/a.txt src/lib.rs");
}

TEST_CASE("an include within src/ moves with it")
{
	const Selected out =
		select({ { "src/lib.rs", "mod a;" },
			 { "src/a/mod.rs",
			   "const A: &[u8] = include_bytes!(\"../t.bin\");" },
			 { "src/t.bin", "x" } });

	CHECK(kept(out.selection) ==
	      "a/mod.rs=src/a/mod.rs lib.rs=src/lib.rs t.bin=src/t.bin");
}

TEST_CASE("features that are off are kept, tests are not")
{
	const Selected out = select(
		{ { "src/lib.rs", "#[cfg(feature = \"x\")] mod a;\n"
				  "#[cfg(test)] mod b;\n"
				  "#[cfg(not(test))] mod c;\n"
				  "#[cfg(all(test, feature = \"x\"))] mod d;\n"
				  "#[cfg(windows)] mod e;\n"
				  "#[cfg(fuzz)] mod f;\n"
				  "#[cfg(doc)] mod g;\n" },
		  { "src/a.rs", "" },
		  { "src/b.rs", "mod inner;" },
		  { "src/b/inner.rs", "" },
		  { "src/c.rs", "" },
		  { "src/d.rs", "" },
		  { "src/e.rs", "" },
		  { "src/f.rs", "" },
		  { "src/g.rs", "" } },
		"    cfgs-off: [fuzz]\n");

	CHECK(kept(out.selection) ==
	      "a.rs=src/a.rs c.rs=src/c.rs lib.rs=src/lib.rs");
	CHECK(dropped(out.selection) ==
	      "src/b.rs: compiled for tests only; src/b/inner.rs: compiled for "
	      "tests only; src/d.rs: compiled for tests only; src/e.rs: "
	      "compiled for tests only; src/f.rs: compiled for tests only; "
	      "src/g.rs: compiled for tests only");
	CHECK(out.said.empty());
}

TEST_CASE("documentation from outside src/ is noted to be taken out")
{
	const std::string lib = "#![doc = include_str!(\"../README.md\")]\n"
				"#[doc = include_str!(\"d.md\")]\nmod a;\n";
	const Selected out = select({ { "src/lib.rs", lib },
				      { "src/a.rs", "" },
				      { "src/d.md", "x" },
				      { "README.md", "x" } });
	const SelectedFile &facts = out.selection.facts.at("lib.rs");

	CHECK(kept(out.selection) ==
	      "a.rs=src/a.rs d.md=src/d.md lib.rs=src/lib.rs");
	REQUIRE(facts.doc_includes.size() == 1);
	CHECK(facts.doc_includes[0].path == "../README.md");
	CHECK(lib.substr(facts.doc_includes[0].begin,
			 facts.doc_includes[0].end -
				 facts.doc_includes[0].begin) ==
	      "#![doc = include_str!(\"../README.md\")]");
	/* Bytes are upstream's: taking it out is the next stage's. */
	CHECK(out.selection.files.at("lib.rs").bytes() == lib);
	CHECK(out.said.empty());
}

TEST_CASE("documentation that does not exist or escapes is taken out as well")
{
	for (const std::string path :
	     { "../none.md", "../../../etc/passwd", "../docs/x.md" }) {
		CAPTURE(path);
		const Selected out =
			select({ { "src/lib.rs", str("#![doc = include_str!(\"",
						     path, "\")]\n") } });
		CHECK(kept(out.selection) == "lib.rs=src/lib.rs");
		CHECK(out.selection.facts.at("lib.rs").doc_includes.size() ==
		      1);
		CHECK(out.said.empty());
	}
}

TEST_CASE("a README.md beside the library makes way for the import's own")
{
	const Selected out = select(
		{ { "lib.rs", "#![doc = include_str!(\"README.md\")]\n" },
		  { "README.md", "x" } },
		"", "[lib]\npath = \"lib.rs\"\n");

	CHECK(kept(out.selection) == "lib.rs");
	CHECK(out.selection.facts.at("lib.rs").doc_includes.size() == 1);
	CHECK(out.said.empty());
}

TEST_CASE("a README.md that code reads is a collision")
{
	const Selected out =
		select({ { "src/lib.rs",
			   "const A: &str = include_str!(\"../README.md\");" },
			 { "README.md", "x" } });

	CHECK(kept(out.selection) == "README.md src/lib.rs");
	CHECK(out.said ==
	      Strings{ "name-collision: 'README.md' would take a name that the "
		       "import's own README.md has" });
}

TEST_CASE("names that Kbuild reads are a collision")
{
	for (const std::string name :
	     { "Makefile", "Kbuild", "Kconfig", "Kconfig.debug", "a.mk",
	       ".lib.o.cmd", "modules.order", "sub/Makefile" }) {
		CAPTURE(name);
		const Selected out = select(
			{ { "src/lib.rs", str("const A: &str = include_str!(\"",
					      name, "\");") },
			  { "src/" + name, "x" } });
		CHECK(out.said ==
		      Strings{ str("name-collision: 'src/", name,
				   "' would take a name that Kbuild reads") });
	}
	const Selected fine = select(
		{ { "src/lib.rs", "const A: &str = include_str!(\"mk\");" },
		  { "src/mk", "x" },
		  { "Makefile", "not kept" } });
	CHECK(fine.said.empty());
}

TEST_CASE("a library may be anywhere")
{
	CHECK(kept(select({ { "lib.rs", "mod a;" }, { "a.rs", "" } }, "",
			  "[lib]\npath = \"lib.rs\"\n")
			   .selection) == "a.rs lib.rs");
	CHECK(kept(select({ { "x/y/top.rs", "mod a;" },
			    { "x/y/a.rs", "" },
			    { "src/lib.rs", "" } },
			  "", "[lib]\npath = \"x/y/top.rs\"\n")
			   .selection) == "a.rs=x/y/a.rs top.rs=x/y/top.rs");
	CHECK(kept(select({ { "x/y/top.rs", "#[path = \"../a.rs\"] mod a;" },
			    { "x/a.rs", "" } },
			  "", "[lib]\npath = \"x/y/top.rs\"\n")
			   .selection) == "x/a.rs x/y/top.rs");
}

TEST_CASE("a build script is no source, wherever it is")
{
	CHECK(dropped(select({ { "src/lib.rs", "" }, { "build.rs", "" } })
			      .selection) == "build.rs: build script");
	CHECK(dropped(select({ { "src/lib.rs", "" }, { "src/b.rs", "" } }, "",
			     "build = \"src/b.rs\"\n")
			      .selection) == "src/b.rs: build script");
}

TEST_CASE("drop-files leaves out files and directories, with the reason")
{
	const Files files = { { "src/lib.rs", "mod a; mod b; mod bc;" },
			      { "src/a.rs", "" },
			      { "src/b/mod.rs", "mod x;" },
			      { "src/b/x.rs", "" },
			      { "src/bc.rs", "" },
			      { "tests/t.rs", "" } };
	const Selected out = select(files, "    drop-files:\n"
					   "      src/a.rs: why a\n"
					   "      src/b: why b\n");

	CHECK(kept(out.selection) == "bc.rs=src/bc.rs lib.rs=src/lib.rs");
	CHECK(dropped(out.selection) ==
	      "src/a.rs: why a; src/b/mod.rs: why b; src/b/x.rs: why b; "
	      "tests/t.rs: not part of the library");
	CHECK(out.said.empty());
}

TEST_CASE("leaving out what would not be kept is a finding")
{
	const Files files = { { "src/lib.rs", "mod a;" },
			      { "src/a.rs", "" },
			      { "tests/t.rs", "" } };
	const auto said = [&](const std::string &name) {
		return select(files, str("    drop-files: {", name, ": w}\n"))
			.said;
	};

	CHECK(said("src/a.rs").empty());
	for (const std::string name :
	     { "src/x.rs", "tests", "src/a", "a.rs" }) {
		CAPTURE(name);
		CHECK(said(name) ==
		      Strings{ str("unused-override: leaving out '", name,
				   "' changes nothing: no file of that name "
				   "would be kept") });
	}
}

TEST_CASE("keep-files keeps what the library does not read, as it is")
{
	const Files files = { { "src/lib.rs", "mod a;" }, { "src/a.rs", "" },
			      { "src/a.css", "" },	  { "src/t/x.rs", "" },
			      { "src/t/y.rs", "" },	  { "src/tx", "" } };
	const Selected out =
		select(files, "    keep-files:\n"
			      "      src/a.css: why a\n"
			      "      src/t: why t\n"
			      "    drop-files: {src/t/y.rs: no y}\n");

	CHECK(kept(out.selection) ==
	      "a.css=src/a.css a.rs=src/a.rs lib.rs=src/lib.rs "
	      "t/x.rs=src/t/x.rs");
	CHECK(dropped(out.selection) == "src/t/y.rs: no y; src/tx: not source");
	CHECK(out.selection.facts.at("t/x.rs").role == FileRole::embedded);
	CHECK(out.selection.facts.at("a.rs").role == FileRole::module);
	CHECK(out.said.empty());
}

TEST_CASE("what is kept outside src/ leaves all files where they are")
{
	const Files files = { { "src/lib.rs", "" },
			      { "css/a.css", "" },
			      { "css/b.css", "" } };

	CHECK(kept(select(files, "    keep-files: {css/a.css: w}\n")
			   .selection) == "css/a.css src/lib.rs");
	CHECK(kept(select(files, "    keep-files: {css: w}\n").selection) ==
	      "css/a.css css/b.css src/lib.rs");
	/* What is dropped again is not kept. */
	CHECK(kept(select(files, "    keep-files: {css: w}\n"
				 "    drop-files: {css: w}\n")
			   .selection) == "lib.rs=src/lib.rs");
}

TEST_CASE("keeping what would be kept, or is not there, is a finding")
{
	const Files files = { { "src/lib.rs", "mod a;" },
			      { "src/a.rs", "" },
			      { "Makefile", "" },
			      { "README.md", "" },
			      { "x", std::string("\x7f"
						 "ELF\2\1\1",
						 7) } };
	const auto said = [&](const std::string &name) {
		return select(files, str("    keep-files: {", name, ": w}\n"))
			.said;
	};

	for (const std::string name : { "src/a.rs", "src", "css", "a.rs" }) {
		CAPTURE(name);
		CHECK(said(name) ==
		      Strings{ str("unused-override: keeping '", name,
				   "' changes nothing: no file of that name "
				   "would be left out") });
	}
	/* The rules for files that are kept hold for these as well. */
	CHECK(said("Makefile").size() == 1);
	CHECK(said("README.md").size() == 1);
	CHECK(said("x").size() == 1);
}

TEST_CASE("a missing module is a finding, and so is machine code")
{
	CHECK(select({ { "src/lib.rs", "mod gone;" } }).said.size() == 1);
	CHECK(select({ { "src/lib.rs", "#[cfg(test)] mod gone;" } })
		      .said.empty());
	CHECK(select({ { "src/lib.rs",
			 "const A: &[u8] = include_bytes!(\"a\");" },
		       { "src/a", std::string("\x7f"
					      "ELF\2\1\1",
					      7) } })
		      .said.size() == 1);
	/* Not kept, so nobody's business. */
	CHECK(select({ { "src/lib.rs", "" },
		       { "tests/a", std::string("\x7f"
						"ELF\2\1\1",
						7) },
		       { "tests/t.rs", "fn \xff \"unterminated" } })
		      .said.empty());
}

TEST_CASE("a crate that has only programs cannot be imported")
{
	const Tree tree = { { "src/main.rs", File() } };
	TokenStore tokens;
	Sink sink;
	const Result<Selection> out = select_files(
		demo_entry(), cargo_of("demo", "", tree), tree, tokens, sink);

	CHECK(outcome(out) == "cargo-manifest: demo 1.0.0 has no library");
	CHECK(out.error().help ==
	      "only libraries and proc macros can be imported");
}

TEST_CASE("a library that is not Rust stops the import")
{
	const Tree tree = { { "src/lib.rs", File("fn f() { \"") } };
	TokenStore tokens;
	Sink sink;

	CHECK(outcome(select_files(demo_entry(), cargo_of("demo", "", tree),
				   tree, tokens, sink))
		      .starts_with("rust-syntax: "));
}
