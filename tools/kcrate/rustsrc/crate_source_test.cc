// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/crate_source.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

Tree tree_of(const Files &files)
{
	Tree tree;

	for (const auto &[path, text] : files)
		tree.emplace(path, File(text));
	return tree;
}

/* yes is set, no is known not to be; everything else is unknown. */
CfgSet some_cfgs()
{
	CfgSet cfgs;

	cfgs.set("yes");
	cfgs.set("feature", "on");
	cfgs.know("no");
	cfgs.know("feature");
	cfgs.know("test");
	return cfgs;
}

void describe(std::string &out, std::string_view path, const SourceFile &file,
	      bool dead)
{
	constexpr std::string_view marks[] = { "-", "?", "" };
	const Truth reach = dead ? Truth::no : file.reach;

	CHECK(file.reach == reach);
	out += str(out.empty() ? "" : " ", marks[static_cast<size_t>(reach)],
		   path, file.role == FileRole::embedded ? "=" : "",
		   file.escapes_root_dir ? "^" : "");
}

/* A file for sure, ?maybe, -no, data=, out of the root's directory^; !finding
 */
std::string walk(const Files &files, const std::string &root = "lib.rs")
{
	const Tree tree = tree_of(files);
	Sink sink;
	const Result<CrateSource> crate =
		read_crate_source(tree, root, some_cfgs(), sink);
	std::string out;

	if (!crate)
		return outcome(crate);
	for (const auto &[path, file] : crate.value().files)
		if (path != root)
			describe(out, path, file, false);
	for (const auto &[path, file] : crate.value().unreachable)
		describe(out, path, file, true);
	for (const Diag &diag : sink.diags)
		out += str(out.empty() ? "" : " ", "!", name_of(diag.id));
	return out;
}

/* What a root with @text and some files beside it reaches. */
std::string reach(const std::string &text)
{
	return walk({ { "lib.rs", text },
		      { "a.rs", "" },
		      { "b.rs", "" },
		      { "c.rs", "" },
		      { "d.txt", "" },
		      { "m/a.rs", "" },
		      { "m/n/a.rs", "" },
		      { "p/q.rs", "" } });
}

struct Row {
	std::string_view text;
	std::string_view reached;
};

void check(const std::vector<Row> &rows)
{
	for (const Row &row : rows) {
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

TEST_CASE("a cfg decides over what it stands on, and over nothing else")
{
	check({
		{ "#[cfg(yes)] mod a; mod b;", "a.rs b.rs" },
		{ "#[cfg(no)] mod a; mod b;", "b.rs -a.rs" },
		{ "#[cfg(what)] mod a; mod b;", "?a.rs b.rs" },
		{ "#[cfg(yes)] #[cfg(what)] #[cfg(no)] mod a;", "-a.rs" },
		{ "#[cfg(yes)] #[cfg(what)] pub(in crate::x) mod a;", "?a.rs" },
		{ "#[cfg(all(yes, not(no)))] mod a;", "a.rs" },
		{ "#[cfg(any(no, feature = r\"on\",))] mod a;", "a.rs" },
		{ "#[cfg(feature = \"\\x6fn\")] mod a;", "a.rs" },
		{ "#[cfg(feature = \"off\")] mod a;", "-a.rs" },
		{ "#[cfg(/* x */ not ( no ) )] mod a;", "a.rs" },
		{ "#[cfg(true)] mod a; #[cfg(false)] mod b;", "a.rs -b.rs" },
		{ "#[cfg(r#true)] mod a;", "?a.rs" },
		{ "#[cfg(version(\"1.80\"))] mod a;", "?a.rs" },
		{ "#[cfg(accessible(a::b))] mod a; #[cfg(=)] mod b;",
		  "?a.rs ?b.rs" },
		{ "#[cfg(not(version(\"1\")))] mod a;", "?a.rs" },
		{ "#[cfg(test)] mod a; #[test] fn f() { include_str!(\"d.txt\"); }",
		  "-a.rs -d.txt=" },
		{ "#[cfg(no)] mod m { mod a; } #[cfg(what)] mod m { mod n { mod a; } }",
		  "?m/n/a.rs -m/a.rs" },
		{ "mod m { #![cfg(no)] mod a; } mod b;", "b.rs -m/a.rs" },
		{ "#![cfg(what)] mod a;", "?a.rs" },
		{ "#[doc = \"x\"] #[allow(x)] mod a;", "a.rs" },
	});
}

TEST_CASE("a cfg ends where its item, statement or field ends")
{
	const std::string_view nodes[] = {
		"fn f<T: A<{ 1 }>>() -> B<{ 2 }> where T: C { x }",
		"pub(crate) const unsafe extern \"C\" fn f() -> u8 { 1 }",
		"struct S<const N: usize = { 3 }> { a: [u8; { 1 }] }",
		"struct S(u8) where u8: Copy;",
		"const X: S = S { a: 1 };",
		"static X: fn() -> u8 = || { 1 };",
		"impl<T> From<Foo<{ N }>> for T where T: Fn() -> u8 { }",
		"unsafe impl Send for X {}",
		"extern crate x as y;",
		"extern \"C\" { fn f(); }",
		"unsafe extern { fn f(); }",
		"use a::{b, c::{d}};",
		"type T = [u8; { 1 }];",
		"union U { a: u8 }",
		"enum E { A { a: u8 }, B(u8) }",
		"pub trait T: A<B = C> { fn f() { } }",
		"macro_rules! m { () => { }; }",
		"macro_rules! m ( () => { } );",
		"foo! { a; b }",
		"foo::bar!(a, b);",
		"auto trait T {}",
	};

	for (const std::string_view node : nodes) {
		CAPTURE(node);
		CHECK(reach(str("#[cfg(no)] ", node, " mod a;")) == "a.rs");
		CHECK(reach(str("#[cfg(no)] mod b { ", node, " } mod a;")) ==
		      "a.rs");
	}
}

TEST_CASE("a cfg within a function ends where its expression ends")
{
	const std::string_view statements[] = {
		"let x = S { a: 1 };",
		"let Some(x) = y else { return };",
		"{ a; b }",
		"if a { b } else if let S { c } = d { e } else { f }",
		"while let S { a } = b { c }",
		"for S { a } in b { c }",
		"match unsafe { a } { B { c } => d, _ => { e } }",
		"'a: loop { break 'a; }",
		"unsafe { a() }",
		"const { a() }",
		"a.b(c, d)?.e = f;",
		"match a { b => c }.d();",
		"println!(\"{}\", a);",
		"foo! { a }",
		"return a;",
	};

	for (const std::string_view statement : statements) {
		CAPTURE(statement);
		CHECK(reach(str("fn f() { #[cfg(no)] ", statement,
				" include_str!(\"d.txt\"); }")) == "d.txt=");
	}
	check({
		{ "fn f() { #[cfg(no)] g(include_str!(\"d.txt\"), h); }",
		  "-d.txt=" },
		{ "static A: B = B { #[cfg(no)] c: D::<E, F>::g(), h: include_str!(\"d.txt\") };",
		  "d.txt=" },
		{ "struct A { #[cfg(no)] a: B<C, D>, e: [u8; include_bytes!(\"d.txt\").len()] }",
		  "d.txt=" },
		{ "fn f() { match a { #[cfg(no)] B => { c } D => include_str!(\"d.txt\"), } }",
		  "d.txt=" },
		{ "fn f() { match a { #[cfg(no)] B => if c { d } else { e }, D => include_str!(\"d.txt\"), } }",
		  "d.txt=" },
		{ "fn f() { match a { #[cfg(no)] B => include_str!(\"d.txt\"), _ => c, } }",
		  "-d.txt=" },
		{ "fn f() { g(#[cfg(no)] a, include_str!(\"d.txt\")) }",
		  "d.txt=" },
		{ "fn f() { g(a, #[cfg(no)] a) } mod a;", "a.rs" },
	});
}

TEST_CASE("cfg_attr gives paths and cfgs, each as far as its predicate holds")
{
	check({
		{ "#[cfg_attr(yes, path = \"b.rs\")] mod a;", "b.rs -a.rs" },
		{ "#[cfg_attr(no, path = \"b.rs\")] mod a;", "a.rs -b.rs" },
		{ "#[cfg_attr(what, path = \"b.rs\")] mod a;", "?a.rs ?b.rs" },
		{ "#[cfg_attr(what, path = \"b.rs\")] "
		  "#[cfg_attr(not(what), path = \"c.rs\")] mod a;",
		  "?b.rs ?c.rs" },
		{ "#[path = \"b.rs\"] #[path = \"c.rs\"] mod a;", "b.rs" },
		{ "#[cfg_attr(yes, cfg_attr(what, path = \"b.rs\"), allow(x))] mod a;",
		  "?a.rs ?b.rs" },
		{ "#[cfg_attr(yes, cfg(no))] mod a;", "-a.rs" },
		{ "#[cfg_attr(no, cfg(no))] mod a;", "a.rs" },
		{ "#[cfg_attr(what, cfg(no))] mod a;", "?a.rs" },
		{ "#[cfg_attr(yes, path = \"m\")] mod z { mod a; }", "m/a.rs" },
		{ "#[cfg_attr(yes)] mod a; #[cfg_attr()] mod b;", "a.rs b.rs" },
	});
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
	Sink sink;
	CHECK(read_crate_source(tree, "src/lib.rs", {}, sink));
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

TEST_CASE("cfg_if! and cfg_select! are understood")
{
	check({
		{ "cfg_if::cfg_if! { if #[cfg(yes)] { mod a; } else { mod b; } }",
		  "a.rs -b.rs" },
		{ "cfg_if! { if #[cfg(no)] { mod a; } else if #[cfg(what)] { mod b; } else { mod c; } }",
		  "?b.rs ?c.rs -a.rs" },
		{ "cfg_if! { if #[cfg(no)] { cfg_if! { if #[cfg(yes)] { mod a; } } } else { mod b; } }",
		  "b.rs -a.rs" },
		{ "cfg_if! { if #[cfg(yes)] { cfg_if! { if #[cfg(no)] { mod a; } else { mod b; } } } else { mod c; } }",
		  "b.rs -a.rs -c.rs" },
		{ "cfg_select! { no => { mod a; } all(yes, feature = \"on\") => { mod b; } _ => { mod c; } }",
		  "b.rs -a.rs -c.rs" },
		{ "const A: &str = cfg_select! { what => x, _ => include_str!(\"d.txt\") };",
		  "?d.txt=" },
		{ "cfg_if! { nonsense } mod a;", "a.rs" },
	});
}

TEST_CASE("a macro may keep what it is given")
{
	check({
		{ "foo! { mod a; }", "?a.rs" },
		{ "stringify!(include_str!(\"d.txt\"));", "-d.txt=" },
		{ "foo! { #[cfg(no)] mod a; #[cfg(yes)] mod b; }",
		  "?b.rs -a.rs" },
		{ "#[cfg(no)] foo! { mod a; }", "-a.rs" },
		{ "macro_rules! m { () => { mod a; } }", "?a.rs" },
		{ "macro_rules! m { ($($n:ident)*) => { $(mod $n;)* } } m!(a b);",
		  "?a.rs ?b.rs" },
		{ "macro_rules! m { ($f:expr) => { include_str!($f) } } m!(\"d.txt\");",
		  "?d.txt=" },
		{ "println!(\"{}\", include_str!(\"d.txt\"));", "d.txt=" },
	});
}

TEST_CASE("a local macro that only wraps items keeps them as its cfg says")
{
	const std::string on =
		"macro_rules! on { ($($i:item)*) => { $( #[cfg(yes)] $i )* } }";
	const std::string off =
		"macro_rules! off { ($($i:item)*) => { $( #[cfg(yes)] #[cfg_attr(x, y)] #[cfg(no)] $i )* } }";
	const std::string meta =
		"macro_rules! meta { (#![$m:meta] $($i:item)*) => { $( #[cfg($m)] $i )* } }";

	CHECK(reach(on + "on! { mod a; }") == "a.rs");
	CHECK(reach(off + "off! { mod a; }") == "-a.rs");
	CHECK(reach("off! { mod a; }" + off) == "-a.rs");
	CHECK(reach(meta +
		    "meta! { #![no] mod a; } meta! { #![yes] mod b; }") ==
	      "b.rs -a.rs");
	CHECK(reach(meta + "macro_rules! w { ($($i:item)*) => { "
			   "#[cfg(yes)] meta! { #![any(no)] $($i)* } } }"
			   "w! { mod a; }") == "-a.rs");
	CHECK(reach(on + "macro_rules! w { ($($i:item)*) => { "
			 "on! { $($i)* } } } w! { mod a; }") == "a.rs");
	CHECK(reach("#[cfg(yes)] macro_rules! w { ($($t:tt)*) => { $($t)* } }"
		    "#[cfg(no)] macro_rules! w { ($($t:tt)*) => { } }"
		    "w! { mod a; }") == "a.rs");
	CHECK(reach("#[cfg(no)] macro_rules! w { ($($t:tt)*) => { $($t)* } }"
		    "#[cfg(yes)] macro_rules! w { ($($t:tt)*) => { } }"
		    "w! { mod a; }") == "-a.rs");
	CHECK(reach("macro_rules! w { ($($i:item)*) => { w! { $($i)* } } }"
		    "w! { mod a; }") == "?a.rs");
	CHECK(reach("macro_rules! w { ($($i:item)*) => { $($i)* }; () => {} }"
		    "w! { mod a; }") == "?a.rs");
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

TEST_CASE("envs and no_std are noted with what is switched on")
{
	const Tree tree = tree_of({
		{ "lib.rs", "#![cfg_attr(not(no), no_std)] mod a;"
			    "const A: &str = env!(\"ONE\", \"why\");"
			    "#[cfg(no)] const B: &str = env!(\"TWO\");" },
		{ "a.rs", "#![no_std] macro_rules! m { () => {\n"
			  "core::option_env!(\"THREE\") } }" },
	});
	Sink sink;
	const CrateSource crate = std::move(
		read_crate_source(tree, "lib.rs", some_cfgs(), sink).value());

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
		Sink sink;

		return read_crate_source(tree_of({ { "lib.rs", text } }),
					 "lib.rs", some_cfgs(), sink)
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
