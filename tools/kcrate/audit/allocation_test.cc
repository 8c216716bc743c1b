// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/allocation.h"

#include "audit/test_library.h"
#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

const std::string imports = "use alloc::boxed::Box; use alloc::vec::Vec; "
			    "use alloc::string::String; ";

/* What is said of @text, in order; with `?` what is only possible. */
std::string sites(const std::string &text)
{
	const TestCode code(text);
	std::vector<std::string> out;

	for (const AllocationSite &site :
	     infallible_sites(*code, tiny_library()))
		out.push_back(str(site.possible ? "?" : "", site.what));
	return join(out, ", ");
}

/* The same with the library's types imported. */
std::string with_types(const std::string &text)
{
	return sites(imports + text);
}

/* In a function with variables of all kinds. */
std::string in_function(const std::string &body)
{
	return with_types(str("fn f(v: &mut Vec<u8>, b: Box<Vec<u8>>, "
			      "s: &mut String, t: &[u8], c: &str, "
			      "own: Own, n: u8) { ",
			      body, " }"));
}

} /* namespace */

TEST_CASE("an associated function that is gone is found by its path")
{
	check(in_function,
	      {
		      { "Box::new(n)", "Box::new" },
		      { "alloc::boxed::Box::new(n)", "Box::new" },
		      { "std::boxed::Box::new(n)", "Box::new" },
		      { "Vec::<u8>::with_capacity(n)", "Vec::with_capacity" },
		      { "Vec::push(v, n)", "Vec::push" },
		      { "Vec::from(t)", "Vec::from" },
		      { "t.map(Box::new)", "Box::new" },
		      /* the type in brackets */
		      { "Box::try_new(n)", "" },
		      { "Vec::<u8>::new()", "" },
		      { "String::from(c)", "" },
		      { "Own::new(n)", "" },
		      { "core::boxed::Box::new(n)", "" },
	      });
}

TEST_CASE("a name that the crate has itself is not the library's")
{
	check(sites,
	      {
		      { "use alloc::boxed::Box as B; fn f() { B::new(1) }",
			"Box::new" },
		      { "struct Box; fn f() { Box::new(1) }", "" },
		      { "mod m { pub struct Box; } use m::Box; "
			"fn f() { Box::new(1) }",
			"" },
		      { "mod m { pub use alloc::boxed::Box; } "
			"fn f() { m::Box::new(1) }",
			"Box::new" },
		      { "type B = alloc::boxed::Box<u8>; "
			"fn f() { B::new(1) }",
			"Box::new" },
		      { "type B = alloc::boxed::Box<u8>; "
			"fn f() { B::try_new(1) }",
			"" },
		      /* what a glob of the library brings */
		      { "use core as alloc; fn f() { "
			"alloc::boxed::Box::new(1) }",
			"" },
	      });
}

TEST_CASE("an item that is gone is found wherever it is named")
{
	check(sites, {
			     { "use alloc::vec::Splice;", "Splice" },
			     { "fn f() { alloc::fmt::format(x) }", "fmt" },
			     { "use alloc::vec::IntoIter;", "" },
			     { "use alloc::vec::{Vec, Splice};", "Splice" },
			     { "fn f(_: alloc::vec::Vec<u8>) {}", "" },
		     });
}

TEST_CASE("a method that is gone is found by the type before its dot")
{
	check(in_function,
	      {
		      { "v.push(1)", "Vec::push" },
		      { "v.insert(0, 1)", "Vec::insert" },
		      { "v.clone()", "Vec::clone" },
		      { "b.push(1)", "Box::push" },
		      { "s.push_str(c)", "String::push_str" },
		      { "t.to_vec()", "[]::to_vec" },
		      { "v.to_vec()", "Vec::to_vec" },
		      { "v.as_slice().to_vec()", "[]::to_vec" },
		      { "c.to_uppercase()", "str::to_uppercase" },
		      { "\"x\".to_uppercase()", "str::to_uppercase" },
		      { "let w: Vec<u8> = g(); w.push(1)", "Vec::push" },
		      { "let mut w = Vec::new(); w.push(1)", "Vec::push" },
		      { "Vec::new().push(1)", "Vec::push" },
	      });
	check(in_function, {
				   { "v.try_reserve(1)", "" },
				   { "v.len()", "" },
				   { "v.push", "" },
				   { "b.leak()", "" },
				   { "t.len()", "" },
				   { "c.clone()", "" },
				   { "own.clone()", "" },
				   { "let v: Own = g(); v.push(1)", "" },
				   { "let v = n; v.clone()", "" },
			   });
}

TEST_CASE("fields and functions have the types that they are spelled with")
{
	check(with_types,
	      {
		      { "struct S { v: Vec<u8> } impl S { fn f(&mut self) { "
			"self.v.push(1) } }",
			"Vec::push" },
		      { "struct S { v: Own } impl S { fn f(&mut self) { "
			"self.v.push(1) } }",
			"" },
		      { "struct S(Vec<u8>); fn f(s: S) { s.0.push(1) }",
			"Vec::push" },
		      { "fn g() -> Vec<u8> {} fn f() { g().push(1) }",
			"Vec::push" },
		      { "struct S { v: Vec<Vec<u8>> } fn f(s: &S) { "
			"s.v[0].push(1) }",
			"Vec::push" },
		      { "struct S { v: Option<Vec<u8>> } fn f(s: S) { "
			"s.v.unwrap().push(1) }",
			"Vec::push" },
		      { "struct S { v: Box<Own> } fn f(s: &S) { s.v.push(1) }",
			"" },
		      { "struct S; impl S { fn push(&self, x: u8) {} } "
			"fn f(s: S) { s.push(1) }",
			"" },
		      { "struct S; impl S { fn push(&self) {} fn f(&self) { "
			"self.push() } }",
			"" },
	      });
}

TEST_CASE("a box has the methods of what is in it, but for its own copies")
{
	const std::string rc = "fn f(r: alloc::rc::Rc<Vec<u8>>) { ";

	check(with_types,
	      {
		      { rc + "r.push(1) }", "Rc::push" },
		      { rc + "r.clone() }", "" },
		      { rc + "r.clone().push(1) }", "Rc::push" },
		      { rc + "r.len() }", "" },
		      { "fn f(b: Box<u8>) { b.push(1) }", "" },
		      { "fn f(b: Box<u8>) { b.clone() }", "Box::clone" },
	      });
}

TEST_CASE("a field of a name is of a type where all fields of it agree")
{
	const std::string use = "fn f() { x.v.push(1) }";

	check(with_types,
	      {
		      { "struct S { v: Vec<u8> } struct T { v: Vec<u16> } " +
				use,
			"Vec::push" },
		      { "struct S { v: Vec<u8> } struct T { v: Own } " + use,
			".push()" },
		      { "struct S { v: Own } struct T { v: Vec<u8> } " + use,
			".push()" },
		      { "struct S { v: Own } " + use, "" },
	      });
}

TEST_CASE("what holds a value gives it out, what takes one apart does not")
{
	const std::string cell = "struct S { v: RefCell<Vec<u8>> } "
				 "fn f(s: &S) { s.v";

	check(with_types,
	      {
		      { cell + ".borrow_mut().push(1) }", "Vec::push" },
		      { cell + ".push(1) }", "" },
		      { "fn f(b: Box<u8>) { let x = Box::leak(b); "
			"x.clone() }",
			"" },
		      { "fn f(b: u8) { let x = Box::new(b); x.clone() }",
			"Box::new, Box::clone" },
	      });
}

TEST_CASE("a method is found wherever its expression stands")
{
	check(in_function,
	      {
		      { "(*v).push(1)", "Vec::push" },
		      { "(&mut *v).push(1)", "Vec::push" },
		      { "v\n.push(1)", "Vec::push" },
		      { "return v.clone()", "Vec::clone" },
		      { "-v.clone()", "Vec::clone" },
		      { "n + v.clone()", "Vec::clone" },
		      { "if v.is_empty() { v.push(1) }", "Vec::push" },
		      { "match v.clone() { x => {} }", "Vec::clone" },
		      { "x! { v.push(1) }", "Vec::push" },
		      { "Own { x: v.clone() }", "Vec::clone" },
		      { "v[0..1].to_vec()", "[]::to_vec" },
		      { "v[0].clone()", "" },
		      { "w.push(1); let w: Own = g();", ".push()" },
		      { "let w = vec![1]; w.push(1)", "vec!, Vec::push" },
		      /* a part of a String is a str */
		      { "s[1..].to_uppercase()", "str::to_uppercase" },
	      });
}

TEST_CASE("a variable is what was bound last, where that is to be seen")
{
	check(in_function,
	      {
		      { "let v = Own::new(); v.push(1)", ".push()" },
		      { "let v = v.as_slice(); v.to_vec()", "[]::to_vec" },
		      /* not before its `let` ends */
		      { "let v = Own::from(v.clone());", "Vec::clone" },
		      { "let v: Own = g(v.push(1));", "Vec::push" },
		      { "let t = t.to_vec();", "[]::to_vec" },
		      /* not behind its block */
		      /* by a pattern as well */
		      { "for v in own { v.clone() }", "" },
		      { "x.map(|v| v.clone())", "" },
		      { "if let Some(v) = own { v.clone() }", "" },
		      { "let Some(v) = own else { g() }; v.clone()", "" },
		      { "let (v, w) = own; v.clone()", "" },
	      });
}

TEST_CASE("a method of nobody knows what is judged by its name")
{
	check(in_function, {
				   { "x.push(1)", ".push()" },
				   { "g(x)[0].push(1)", ".push()" },
				   /* core has one as well, one is no method */
				   { "x.insert(1)", "" },
				   { "x.with_capacity(1)", "" },
				   { "x.len()", "" },
				   { "x.nothing()", "" },
				   { "0..push(1)", "" },
			   });
	check(sites, {
			     { "struct S; impl S { fn push(&self) {} } "
			       "fn f() { x.push(1) }",
			       "?.push()" },
			     { "struct S; impl S { fn push() {} } "
			       "fn f() { x.push(1) }",
			       ".push()" },
		     });
}

TEST_CASE("a method of a trait that is gone is gone from all types")
{
	check(in_function, {
				   { "n.to_string()", ".to_string()" },
				   { "x.to_string()", ".to_string()" },
				   { "c.to_string()", ".to_string()" },
			   });
	check(sites, {
			     { "trait T { fn to_string(&self); } "
			       "fn f() { x.to_string() }",
			       "" },
			     { "fn f() { x.to_str() }", "" },
			     { "fn to_string() {} fn f() { to_string() }", "" },
		     });
}

TEST_CASE("vec! and format! allocate, unless they are the crate's own")
{
	check(sites,
	      {
		      { "fn f() { vec![1] }", "vec!" },
		      { "fn f() { alloc::vec![1] }", "vec!" },
		      { "fn f() { std::format!(\"\") }", "format!" },
		      { "use alloc::vec; fn f() {}", "vec!" },
		      { "use alloc::vec::{self}; fn f() {}", "" },
		      { "use alloc::format; fn f() {}", "format!" },
		      /* what is in a module is no macro */
		      { "use alloc::vec::*;", "" },
		      { "macro_rules! vec { () => {} } fn f() { vec![] }", "" },
		      { "fn f() { dep::vec![1] }", "" },
		      { "fn f() { format_args!(\"\") }", "" },
		      /* a variable that differs */
		      { "fn f(vec: u8) { vec != 1 }", "" },
	      });
}

TEST_CASE("collect makes what its type is said to be")
{
	check(in_function,
	      {
		      { "t.iter().collect::<Vec<u8>>()", "Vec::collect" },
		      { "t.iter().collect::<Vec<_>>().len()", "Vec::collect" },
		      { "let w: Vec<u8> = t.iter().collect();",
			"Vec::collect" },
		      { "t.iter().collect::<Own>()", "" },
		      { "let w: Own = t.iter().collect();", "" },
		      { "t.iter().collect::<Box<u8>>()", "" },
		      { "g(t.iter().collect())", "" },
	      });
	check(with_types,
	      {
		      { "fn f() -> Vec<u8> { x.collect() }", "Vec::collect" },
		      { "fn f() -> Vec<u8> { return x.collect(); }",
			"Vec::collect" },
		      { "fn f() -> Own { x.collect() }", "" },
		      { "fn f() -> Vec<u8> { x.collect(); g() }", "" },
	      });
}

TEST_CASE("what is written to a String is kept in it")
{
	check(in_function, {
				   { "write!(s, \"{}\", n)", "write!" },
				   { "writeln!(s, \"\")", "writeln!" },
				   { "write!(&mut s, \"\")", "write!" },
				   { "write!(own, \"{}\", s)", "" },
				   { "write!(v, \"\")", "" },
				   { "write(s, \"\")", "" },
				   { "s.write_str(c)", "String::write_str" },
				   { "own.write_str(c)", "" },
			   });
}

TEST_CASE("a derived copy is as bad as that of its fields")
{
	check(with_types,
	      {
		      { "#[derive(Clone)] struct S { v: Vec<u8> }",
			"a copy of Vec" },
		      { "#[derive(Clone)] enum E { A(u8), B(Box<u8>) }",
			"a copy of Box" },
		      { "#[derive(Debug)] struct S { v: Vec<u8> }", "" },
		      { "#[derive(Clone)] struct S { v: &'static str }", "" },
		      { "#[derive(Clone)] struct S { v: Own } "
			"struct T { v: Vec<u8> }",
			"" },
		      /* what is in others is copied, what is referred to not */
		      { "#[derive(Clone)] struct S(Option<Vec<u8>>);",
			"a copy of Option" },
		      { "#[derive(Clone)] struct S<'a>(&'a Vec<u8>);", "" },
		      { "#[derive(Clone)] struct S { n: u8, "
			"#[cfg(no)] v: Vec<u8> }",
			"" },
	      });
}

TEST_CASE("what Cow borrows must be what can be owned")
{
	const std::string use = "use alloc::borrow::Cow; ";

	check(sites,
	      {
		      { use + "fn f(x: Cow<'_, str>) {}",
			"Cow of a str or slice" },
		      { use + "fn f(x: Cow<[u8]>) {}",
			"Cow of a str or slice" },
		      { use + "fn f(x: Cow<'_, Own>) {}", "" },
		      { use + "fn f(x: Cow<'_, str>) { Cow::Borrowed(y) }",
			"Cow of a str or slice, Cow::Borrowed" },
		      { use + "fn f(x: Cow<'_, Own>) { Cow::Borrowed(y) }",
			"" },
		      { "enum Cow<'a, B> { A(&'a B) } "
			"fn f(x: Cow<'_, str>) {}",
			"" },
	      });
}

TEST_CASE("a macro that allocates does so where it is called")
{
	const std::string m = "macro_rules! m { () => { vec![1] } } ";
	const std::string boxes = "macro_rules! m { ($x:expr) => { "
				  "$crate::alloc::boxed::Box::new($x) } } "
				  "extern crate alloc; ";

	check(sites,
	      {
		      { m, "" },
		      { m + "fn f() { m!() }", "m!" },
		      { m + "fn f() { m!(); m!() }", "m!, m!" },
		      { boxes + "fn f() { m!(1) }", "m!" },
		      { m + "macro_rules! n { () => { m!() } } "
			    "fn f() { n!() }",
			"n!" },
		      { m + "macro_rules! n { () => {} } fn f() { n!() }", "" },
		      { "macro_rules! m { () => { m!() } } fn f() { m!() }",
			"" },
		      { m + "#[cfg(no)] fn f() { m!() }", "" },
	      });
}

TEST_CASE("code that is not compiled allocates nothing")
{
	check(in_function, {
				   { "#[cfg(no)] v.push(1);", "" },
				   { "#[cfg(no)] Box::new(n);", "" },
				   { "#[cfg(what)] v.push(1);", "Vec::push" },
			   });
	check(with_types,
	      {
		      { "#[cfg(no)] fn f(v: Vec<u8>) { v.push(1) }", "" },
		      { "#[cfg(no)] mod m { use alloc::vec::Splice; }", "" },
	      });
}

TEST_CASE("an initial value allocates as a function does")
{
	check(with_types,
	      {
		      { "static S: F = || Box::new(1);", "Box::new" },
		      { "impl T for S { const F: G = |x| vec![x]; }", "vec!" },
	      });
}

TEST_CASE("a function in another has variables of its own")
{
	check(with_types,
	      {
		      { "fn f(v: Vec<u8>) { x; fn g(v: Own) { v.push(1) } }",
			"" },
		      { "fn f(v: Own) { x; fn g(v: Vec<u8>) { v.push(1) } }",
			"Vec::push" },
		      /* the body begins with a function */
		      { "fn f(v: Vec<u8>) { fn g(v: Own) { "
			"v.push(1) } }",
			"" },
	      });
}

TEST_CASE("sites are in order, and stand at the name")
{
	const TestCode code("fn f(v: alloc::vec::Vec<u8>) { v.push(1); "
			    "alloc::boxed::Box::new(v.clone()) } "
			    "mod m { use alloc::vec::Splice; }");
	const std::vector<AllocationSite> found =
		infallible_sites(*code, tiny_library());
	std::vector<std::string> out;

	for (const AllocationSite &site : found)
		out.push_back(str(
			site.module, ":",
			code->modules()[site.module].tokens->text(site.token)));
	CHECK(join(out, " ") == "0:push 0:alloc 0:clone 1:alloc");
}
