// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/test_walk.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

void check(const std::vector<Reached> &rows)
{
	for (const Reached &row : rows) {
		CAPTURE(row.text);
		CHECK(reach(std::string(row.text)) == row.reached);
	}
}

} /* namespace */

TEST_CASE("mod finds its file beside mod.rs and the root, else behind a stem")
{
	const Files files = {
		{ "src/lib.rs", "mod a; pub mod r#b; mod c;" },
		{ "src/a.rs", "mod x; mod i { mod y; }" },
		{ "src/a/x.rs", "" },
		{ "src/a/i/y.rs", "" },
		{ "src/b.rs", "" },
		{ "src/c/mod.rs", "mod z; mod w;" },
		{ "src/c/z.rs", "" },
		{ "src/c/w/mod.rs", "mod v;" },
		{ "src/c/w/v.rs", "" },
		{ "src/x.rs", "" },
		{ "src/never.rs", "" },
	};

	CHECK(walk(files, "src/lib.rs") ==
	      "src/a.rs src/a/i/y.rs src/a/x.rs src/b.rs src/c/mod.rs src/c/w/mod.rs src/c/w/v.rs src/c/z.rs");
}

TEST_CASE("#[path] counts from the file, inside modules from theirs")
{
	const Files files = {
		{ "lib.rs", "mod s; #[path = \"o/t.rs\"] mod t;"
			    "#[path = \"dir\"] mod i { mod j; "
			    "#[path = \"k.rs\"] mod l; }" },
		{ "dir/j.rs", "" },
		{ "dir/k.rs", "" },
		/* not a mod.rs: plain paths beside it, nested ones behind s/ */
		{ "s.rs", "#[path = \"u.rs\"] mod u;"
			  "mod n { #[path = \"v.rs\"] mod v; }" },
		{ "u.rs", "" },
		{ "s/n/v.rs", "" },
		/* what #[path] loads is like a mod.rs */
		{ "o/t.rs", "mod w; mod n { mod z; }" },
		{ "o/w.rs", "" },
		{ "o/n/z.rs", "" },
	};

	CHECK(walk(files) ==
	      "dir/j.rs dir/k.rs o/n/z.rs o/t.rs o/w.rs s.rs s/n/v.rs u.rs");
}

TEST_CASE("include! and its kin name files from the including one")
{
	check({
		{ "include!(\"a.rs\");", "a.rs" },
		{ "const A: &str = include_str!(\"d.txt\");", "d.txt=" },
		{ "const A: &[u8] = core::include_bytes!{r\"d.txt\",};",
		  "d.txt=" },
		{ "x(std::include_str![std::concat!(\"d\", \".\", concat!(\"txt\"))])",
		  "d.txt=" },
		{ "include!(concat!(env!(\"OUT_DIR\"), \"/a.rs\"));", "" },
		{ "include!(env!(\"X\")); include_str!(x);", "" },
		{ "include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/d.txt\"));",
		  "d.txt=" },
		{ "#![doc = include_str!(\"d.txt\")]", "d.txt=" },
		{ "#![doc = include_str!(\"d.txt\")] #![cfg(no)]", "-d.txt=" },
		{ "#[doc = include_str!(\"d.txt\")] #[cfg(no)] fn f() {}",
		  "-d.txt=" },
		{ "#[cfg_attr(what, doc = include_str!(\"d.txt\"))] fn f() {}",
		  "?d.txt=" },
		{ "#![debugger_visualizer(natvis_file = \"d.txt\")]",
		  "d.txt=" },
		{ "fn include() { if !include (\"a.rs\") {} }", "" },
		{ "include!(\"a.rs\"); include_str!(\"a.rs\");", "a.rs" },
	});
	CHECK(walk({ { "lib.rs", "include!(\"x/in.rs\");" },
		     { "x/in.rs", "mod m; include!(\"z.rs\");" },
		     { "x/m.rs", "" },
		     { "x/z.rs", "" } }) == "x/in.rs x/m.rs x/z.rs");
}

TEST_CASE("files outside the root's directory or the tree are told apart")
{
	const auto from_src = [](const std::string &text) {
		return walk({ { "src/lib.rs", text },
			      { "README.md", "" },
			      { "src/x.rs", "" } },
			    "src/lib.rs");
	};

	CHECK(from_src("#![doc = include_str!(\"../README.md\")]") ==
	      "README.md=^");
	CHECK(from_src("#[path = \"../src/x.rs\"] mod y;") == "src/x.rs^");
	CHECK(from_src("include!(\"./x.rs\");") == "src/x.rs");
	CHECK(from_src("include_str!(\"../../x\");") == "!include-escapes");
	CHECK(from_src("include_str!(\"/etc/passwd\");") == "!include-escapes");
	CHECK(from_src("#[cfg(what)] include_str!(\"../../x\");").empty());
	CHECK(from_src("#[path = \"/\"] mod a { mod b; }") ==
	      "!include-escapes");
}

TEST_CASE("a module without a file is a finding only where it is certain")
{
	check({
		{ "mod z;", "!module-missing" },
		{ "#[path = \"z.rs\"] mod a;", "!module-missing" },
		{ "include_str!(\"z\");", "!file-not-found" },
		{ "#[cfg(what)] mod z;", "" },
		{ "#[cfg(no)] mod z;", "" },
		{ "foo! { mod z; }", "" },
		{ "cfg_if! { if #[cfg(yes)] { mod z; } }", "" },
		{ "fn f() { mod z; }", "" },
	});
	CHECK(walk({ { "lib.rs", "mod a;" },
		     { "a.rs", "" },
		     { "a/mod.rs", "" } }) ==
	      "a.rs a/mod.rs !module-ambiguous");

	const Tree tree = tree_of({ { "src/lib.rs", "\nmod x { mod y; }" } });
	TokenStore tokens;
	Sink sink;
	CHECK(read_crate_source(tree, "src/lib.rs", {}, tokens, sink));
	REQUIRE(sink.diags.size() == 1);
	CHECK(sink.diags[0].message ==
	      "module 'y' is not there: no file 'src/x/y.rs', no file 'src/x/y/mod.rs'");
	CHECK(sink.diags[0].where->line == 2);
	CHECK(sink.diags[0].where->column == 13);
}

TEST_CASE("a block has no modules but those with a path")
{
	check({
		{ "fn f() { #[path = \"a.rs\"] mod x; }", "a.rs" },
		{ "fn f() { mod m { #[path = \"a.rs\"] mod x; } }", "m/a.rs" },
		{ "fn f() { mod a; }", "?a.rs" },
	});
}

TEST_CASE(
	"a file is as reachable as its most reachable use, and so what it uses")
{
	check({
		{ "#[cfg(no)] mod a; #[path = \"a.rs\"] mod x;", "a.rs" },
	});
	CHECK(walk({ { "lib.rs", "#[cfg(what)] #[path = \"a.rs\"] mod x;"
				 "#[cfg(no)] mod z; mod y;" },
		     { "a.rs", "mod b;" },
		     { "b.rs", "" },
		     { "y.rs", "#[path = \"a.rs\"] mod x;" },
		     { "z.rs", "mod w;" },
		     { "z/w.rs", "" } }) == "a.rs b.rs y.rs -z.rs -z/w.rs");
}

TEST_CASE("a file that uses itself is read once")
{
	CHECK(walk({ { "lib.rs", "#[path = \"a.rs\"] mod a;" },
		     { "a.rs", "#[path = \"a.rs\"] mod x; include!(\"lib.rs\");"
			       "mod i { #[path = \"../a.rs\"] mod b; }" } }) ==
	      "a.rs");
}

TEST_CASE("many modules and many cfgs take no more than linear time")
{
	std::string text;
	Files files = { { "lib.rs", "" } };

	for (int i = 0; i < 20000; i++)
		text += "#[cfg(a)] x ";
	for (int i = 0; i < 20000; i++)
		text += str("mod m", i, ";");
	for (int i = 0; i < 20000; i++)
		files.emplace_back(str("m", i, ".rs"), "");
	files[0].second = text;
	CHECK(walk(files).size() > 20000);
}

TEST_CASE("unstable features are those of the root that may be on")
{
	const auto features = [](const std::string &text) {
		const Tree tree = tree_of({ { "lib.rs", text },
					    { "a.rs", "#![feature(of_a)]" } });
		TokenStore tokens;
		Sink sink;
		const Result<CrateSource> crate = read_crate_source(
			tree, "lib.rs", some_cfgs(), tokens, sink);
		std::string out;

		for (const auto &[name, truth] :
		     crate.value().unstable_features)
			out += str(truth == Truth::maybe ? "?" : "", name, " ");
		return out;
	};

	CHECK(features("#![no_std]").empty());
	CHECK(features("#![feature(b, a,)] #![feature(c)]") == "a b c ");
	CHECK(features("#![cfg_attr(yes, feature(a), feature(b))]") == "a b ");
	CHECK(features("#![cfg_attr(no, feature(a))] mod a;").empty());
	CHECK(features("#![cfg_attr(what, feature(a))]") == "?a ");
	CHECK(features("#![cfg_attr(what, feature(a))] #![feature(a)]") ==
	      "a ");
	CHECK(features("#![cfg_attr(feature = \"on\", feature(a))]"
		       "#![cfg_attr(feature = \"off\", feature(b))]") == "a ");
	CHECK(features("mod i { #![feature(a)] } /* #![feature(b)] */")
		      .empty());
	CHECK(features("#![feature()] #![feature] #[feature(a)] fn f() {}")
		      .empty());
	CHECK(features("#![r#feature(a)]").empty());
}

TEST_CASE("envs and no_std are noted with what is switched on")
{
	const Tree tree = tree_of({
		{ "lib.rs", "#![cfg_attr(not(no), no_std)] mod a;"
			    "const A: &str = env!(\"ONE\", \"why\");"
			    "#[cfg(no)] const B: &str = env!(\"TWO\");" },
		{ "a.rs", "#![no_std] macro_rules! m { () => {\n"
			  "core::option_env!(\"THREE\") } }" },
	});
	TokenStore tokens;
	Sink sink;
	const CrateSource crate = std::move(
		read_crate_source(tree, "lib.rs", some_cfgs(), tokens, sink)
			.value());

	CHECK(crate.no_std == Truth::yes);
	REQUIRE(crate.envs.size() == 2);
	CHECK(crate.envs[0].name == "THREE");
	CHECK(crate.envs[0].optional);
	CHECK(crate.envs[0].where.line == 2);
	CHECK(crate.envs[1].name == "ONE");
	CHECK(!crate.envs[1].optional);
	CHECK(crate.files.at("a.rs").from.file == "lib.rs");
	CHECK(crate.files.at("lib.rs").from.file.empty());
}

TEST_CASE("no_std is as certain as its cfg_attr")
{
	const auto no_std = [](const std::string &text) {
		TokenStore tokens;
		Sink sink;

		return read_crate_source(tree_of({ { "lib.rs", text } }),
					 "lib.rs", some_cfgs(), tokens, sink)
			.value()
			.no_std;
	};

	CHECK(no_std("") == Truth::no);
	CHECK(no_std("mod a { #![no_std] }") == Truth::no);
	CHECK(no_std("#![cfg_attr(no, no_std)]") == Truth::no);
	CHECK(no_std("#![cfg_attr(what, no_std)]") == Truth::maybe);
	CHECK(no_std("#![cfg_attr(what, no_std)] #![no_std]") == Truth::yes);
	CHECK(no_std("#![no_core]") == Truth::yes);
}

TEST_CASE("a file that must be Rust and is not stops the walk")
{
	CHECK(walk({ { "lib.rs", "mod a;" }, { "a.rs", "`" } }) ==
	      "rust-syntax: a character that begins nothing in Rust");
	CHECK(walk({ { "lib.rs", "#[cfg(what)] mod a;" }, { "a.rs", "`" } }) ==
	      "?a.rs");
	CHECK(walk({ { "lib.rs", "" } }, "main.rs") ==
	      "file-not-found: the crate's root 'main.rs' is not in the archive");
}
