// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/impls.h"

#include "rustsrc/test_code.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

using Texts = std::vector<std::string>;

/* `Vec<u8>`, "?" for a type without a name. */
std::string type_text(const SpelledType &type)
{
	std::string out(type.word);

	for (const SpelledType &inner : type.inner)
		out += str("<", type_text(inner), ">");
	return out;
}

std::string type_text(const std::optional<SpelledType> &type)
{
	return type ? type_text(*type) : "?";
}

/* `name` or `.name` for a method, `name:T` where it returns something. */
std::string fn_text(const FnItem &fn)
{
	return str(fn.has_self ? "." : "", fn.name,
		   fn.returns ? str(":", type_text(*fn.returns)) : "");
}

/* `Trait for Type{a .b}`, `trait Trait{…}`, and `{…}` for what is in none. */
std::string impl_text(const ImplItem &impl)
{
	Texts functions;
	std::string head;

	for (const FnItem &fn : impl.functions)
		functions.push_back(fn_text(fn));
	if (impl.is_trait)
		head = str("trait ", impl.of_trait);
	else if (!impl.of_trait.empty())
		head = str(impl.of_trait, " for ", type_text(impl.self));
	else if (impl.token)
		head = type_text(impl.self);
	return str(head, "{", join(functions, " "), "}");
}

std::string fields_text(const std::vector<FieldItem> &fields)
{
	Texts out;

	for (const FieldItem &field : fields)
		out.push_back(str(field.owner, field.owner.empty() ? "" : ".",
				  field.name, ":", type_text(field.type)));
	return join(out, " ");
}

/* Those of the root with @text; without `{}`, the first, if it is empty. */
std::string impls(const std::string &text)
{
	const TestCode code("; " + text);
	Texts out;

	for (const ImplItem &impl : items_of(code->modules()[0]).impls)
		if (!out.empty() || impl.token || !impl.functions.empty())
			out.push_back(impl_text(impl));
	return join(out, " ");
}

std::string fields(const std::string &text)
{
	const TestCode code(text);

	return fields_text(items_of(code->modules()[0]).fields);
}

std::string variants(const std::string &text)
{
	const TestCode code(text);

	return fields_text(items_of(code->modules()[0]).variants);
}

std::string aliases(const std::string &text)
{
	const TestCode code(text);

	return fields_text(items_of(code->modules()[0]).aliases);
}

/* `Trait(A B)` with the fields' types. */
std::string derives(const std::string &text)
{
	const TestCode code(text);
	Texts out;

	for (const DeriveItem &derive : items_of(code->modules()[0]).derives) {
		Texts types;
		for (const SpelledType &type : derive.fields)
			types.push_back(type_text(type));
		CHECK(code->modules()[0].tokens->is(derive.token,
						    derive.of_trait));
		out.push_back(str(derive.of_trait, "(", join(types, " "), ")"));
	}
	return join(out, " ");
}

std::string type_of(const std::string &text)
{
	const Result<TokenFile> file = lex({ "x.rs", text });

	REQUIRE(file);
	return type_text(type_at(file.value(), 0, file.value().tokens.size()));
}

} /* namespace */

TEST_CASE("a type is the last word of its path and its first argument")
{
	check(type_of, {
			       { "A", "A" },
			       { "a::b::C", "C" },
			       { "::a::B", "B" },
			       { "Self", "Self" },
			       { "A<B>", "A<B>" },
			       { "A<b::C<D>, E>", "A<C<D>>" },
			       { "A<'a, B>", "A<B>" },
			       { "A<'a>", "A" },
			       { "A<(B, C)>", "A" },
			       { "A + B", "A" },
		       });
}

TEST_CASE("a type's references and lifetimes are left out")
{
	check(type_of, {
			       { "&A", "A" },
			       { "&'a mut A", "A" },
			       { "&&A", "A" },
			       { "*const A", "A" },
			       { "*mut A", "A" },
			       { "dyn A", "A" },
			       { "&mut dyn A", "A" },
			       { "impl A<B>", "A<B>" },
			       { "A<&'a B>", "A<B>" },
		       });
}

TEST_CASE("a slice and an array are of their element, others have no name")
{
	check(type_of, {
			       { "[A]", "[]<A>" },
			       { "&[A]", "[]<A>" },
			       { "[a::B; 3]", "[]<B>" },
			       { "[[A; 2]; 3]", "[]<[]<A>>" },
			       { "[(A, B)]", "[]" },
			       { "(A, B)", "?" },
			       { "()", "?" },
			       { "fn(A) -> B", "?" },
			       { "!", "?" },
			       { "<A as B>::C", "?" },
		       });
	CHECK(type_of("A<A<A<A<A<A<A<A<A>>>>>>>>") ==
	      "A<A<A<A<A<A<A<A<A>>>>>>>>");
	CHECK(type_of("A<A<A<A<A<A<A<A<A<A<A>>>>>>>>>>") ==
	      "A<A<A<A<A<A<A<A<A>>>>>>>>");
}

TEST_CASE("an impl has a type, perhaps a trait, and functions")
{
	check(impls,
	      {
		      { "impl S {}", "S{}" },
		      { "impl S { fn a() {} fn b(&self) {} }", "S{a .b}" },
		      { "impl a::S<T> { fn a() {} }", "S<T>{a}" },
		      { "impl T for S { fn a() {} }", "T for S{a}" },
		      { "impl a::T<X> for b::S<Y> {}", "T for S<Y>{}" },
		      { "unsafe impl T for S {}", "T for S{}" },
		      { "impl !T for S {}", "T for S{}" },
		      { "impl const T for S {}", "T for S{}" },
		      { "impl T for &'a mut S {}", "T for S{}" },
		      { "impl T for [X] {}", "T for []<X>{}" },
		      { "impl T for [X; N] {}", "T for []<X>{}" },
		      { "impl T for (X, Y) {}", "T for ?{}" },
		      { "impl T for str {} impl S {}", "T for str{} S{}" },
	      });
}

TEST_CASE("what an impl has in angle brackets is neither type nor trait")
{
	check(impls,
	      {
		      { "impl<T> S<T> {}", "S<T>{}" },
		      { "impl<T: A<B>> S<T> where T: C { fn a() {} }",
			"S<T>{a}" },
		      { "impl<T> A for T where T: B<C> {}", "A for T{}" },
		      { "impl<F: Fn(X) -> Y> A for F {}", "A for F{}" },
		      { "impl<const N: usize> A for S<{ N }> {}", "A for S{}" },
		      { "impl<#[may_dangle] T, A: B> C for S<T, A> {}",
			"C for S<T>{}" },
		      { "impl<T: for<'a> A<'a>> S<T> {}", "S<T>{}" },
		      { "impl A<dyn for<'a> B<'a>> for S {}", "A for S{}" },
		      { "impl<T> A for S<T> where for<'a> T: B<'a> {}",
			"A for S<T>{}" },
		      /* `for` of a bound */
		      { "impl S where for<'a> T: B<'a> {}", "S{}" },
	      });
}

TEST_CASE("a trait is the impl of its own functions")
{
	check(impls,
	      {
		      { "trait T { fn a(); fn b(&self) {} }", "trait T{a .b}" },
		      { "pub unsafe trait T<X>: A + B<C> where X: D { fn a(); }",
			"trait T{a}" },
		      { "trait T {} fn a() {}", "{a} trait T{}" },
		      { "trait T = A + B; fn a() {}", "{a}" },
		      { "trait T { type A: B; const C: D; fn a() -> E; }",
			"trait T{a:E}" },
	      });
}

TEST_CASE("functions that are in no impl are in the first")
{
	check(impls,
	      {
		      { "fn a() {} pub const unsafe fn b() {}", "{a b}" },
		      { "extern \"C\" { fn a(x: X); }", "{a}" },
		      { "fn a<T: A<B>>(x: T) -> C {}", "{a:C}" },
		      { "fn r#fn() {}", "{fn}" },
		      { "const A: fn(B) = c;", "" },
		      { "struct S { a: fn(B) -> C }", "" },
		      { "x! { fn a() {} }", "{a}" },
		      { "macro_rules! m { () => { fn a() {} } }", "" },
		      { "mod m { fn a() {} impl S {} } fn b() {}", "{b}" },
	      });
}

TEST_CASE("what is in a function is in no impl")
{
	check(impls,
	      {
		      { "fn a() { fn b() { fn c() {} } fn d() {} }",
			"{a b c d}" },
		      { "impl S { fn a(&self) { fn b() {} } fn c() {} }",
			"{b} S{.a c}" },
		      { "fn a() { impl T for S { fn b() {} } } fn c() {}",
			"{a c} T for S{b}" },
	      });
}

TEST_CASE("a method is what has self")
{
	for (const char *const self :
	     { "self", "mut self", "&self", "&mut self", "&'a self",
	       "&'a mut self", "self: A<Self>", "self, x: B",
	       "mut self: &Self" }) {
		CAPTURE(self);
		CHECK(impls(str("impl S { fn a(", self, ") {} }")) == "S{.a}");
	}
	for (const char *const none :
	     { "", "x: Self", "this: &Self", "x: A<self::B>",
	       "x: A, y: self::B", "r#self_: A" }) {
		CAPTURE(none);
		CHECK(impls(str("impl S { fn a(", none, ") {} }")) == "S{a}");
	}
}

TEST_CASE("a function returns what stands behind its arrow")
{
	check(impls, {
			     { "fn a() -> B {}", "{a:B}" },
			     { "fn a() -> b::C<D> {}", "{a:C<D>}" },
			     { "fn a() -> &'a B {}", "{a:B}" },
			     { "fn a() -> [B; 2];", "{a:[]<B>}" },
			     { "fn a<T>() -> T where T: A {}", "{a:T}" },
			     { "fn a(x: fn() -> B) {}", "{a}" },
			     { "fn a(x: X) where F: Fn() -> B {}", "{a}" },
			     { "fn a() -> (B, C) {}", "{a}" },
			     { "fn a() -> ! {}", "{a}" },
			     { "fn a() {} fn b() -> C {}", "{a b:C}" },
		     });
}

TEST_CASE("a function has the tokens between its brackets")
{
	const TestCode code("fn a(x: [X; 3]) -> Y { z } fn b();");
	const ModuleItems items = items_of(code->modules()[0]);

	REQUIRE(items.impls.size() == 1);
	REQUIRE(items.impls[0].functions.size() == 2);
	const FnItem &a = items.impls[0].functions[0];
	const FnItem &b = items.impls[0].functions[1];
	/* fn a ( x : [ X ; 3 ] ) - > Y { z } fn b ( ) ; */
	CHECK(a.token == 1);
	CHECK(a.params == 3);
	CHECK(a.params_end == 10);
	CHECK(a.body == 15);
	CHECK(a.body_end == 16);
	CHECK(b.token == 18);
	CHECK(b.params == b.params_end);
	CHECK(b.body == b.body_end);
}

TEST_CASE("impls and functions that are switched off are not there")
{
	check(impls,
	      {
		      { "#[cfg(no)] fn a() {} #[cfg(yes)] fn b() {}", "{b}" },
		      { "#[cfg(what)] fn a() {}", "{a}" },
		      { "impl S { #[cfg(no)] fn a() {} fn b() {} }", "S{b}" },
		      { "#[cfg(no)] impl S { fn a() {} } fn b() {}", "{b}" },
		      { "fn a() { #[cfg(no)] fn b() {} }", "{a}" },
		      { "cfg_if! { if #[cfg(no)] { fn a() {} } else { "
			"impl S { fn b() {} } } }",
			"S{b}" },
	      });
}

TEST_CASE("a struct has fields with names")
{
	check(fields,
	      {
		      { "struct S { a: A, pub b: b::B<C>, }",
			"S.a:A S.b:B<C>" },
		      { "struct S { pub(crate) a: A, pub(in x) b: &'a B }",
			"S.a:A S.b:B" },
		      { "struct S { #[x] a: A, #[x] #[y(z)] pub b: B }",
			"S.a:A S.b:B" },
		      { "struct S<T: A<B>> where T: C { a: T }", "S.a:T" },
		      { "struct S { a: (A, B), b: C }", "S.b:C" },
		      { "union U { a: A }", "U.a:A" },
		      { "struct S {} struct T { a: A }", "T.a:A" },
		      { "struct S { r#type: A }", "S.type:A" },
		      { "fn f() { struct S { a: A } }", "S.a:A" },
		      /* a bound's parentheses */
		      { "struct S<F> where F: Fn(X) { a: A }", "S.a:A" },
	      });
}

TEST_CASE("a tuple's fields are numbers")
{
	check(fields, {
			      { "struct S(A, pub B, pub(crate) C<D>);",
				"S.0:A S.1:B S.2:C<D>" },
			      { "struct S((A, B), C);", "S.1:C" },
			      { "struct S<T>(#[x] T) where T: A;", "S.0:T" },
			      { "struct S; struct T(A);", "T.0:A" },
			      { "struct S();", "" },
		      });
}

TEST_CASE("fields that are switched off are not there")
{
	check(fields,
	      {
		      { "struct S { #[cfg(no)] a: A, b: B }", "S.b:B" },
		      { "struct S { #[cfg(what)] a: A, b: B }", "S.a:A S.b:B" },
		      { "struct S { a: A, #[cfg(no)] pub b: B }", "S.a:A" },
		      { "#[cfg(no)] struct S { a: A } struct T { a: A }",
			"T.a:A" },
		      { "struct S(A, #[cfg(no)] B);", "S.0:A" },
		      /* the second is then the first */
		      { "struct S(#[cfg(no)] A, B);", "S.0:B" },
	      });
}

TEST_CASE("a variant with one field is of that type")
{
	check(variants,
	      {
		      { "enum E { A(X), B(Y<Z>) }", "E.A:X E.B:Y<Z>" },
		      { "enum E { A { a: X }, B { a: X, b: Y } }", "E.A:X" },
		      { "enum E { A(X, Y), B, C = 3, D() }", "" },
		      { "pub enum E<T> where T: A { #[x] B(T) }", "E.B:T" },
		      { "enum E { #[cfg(no)] A(X), B(Y) }", "E.B:Y" },
		      { "#[cfg(no)] enum E { A(X) } enum F { B(Y) }", "F.B:Y" },
		      { "struct S(X);", "" },
	      });
	CHECK(fields("enum E { A(X), B { b: Y } }").empty());
}

TEST_CASE("an alias is what its type is")
{
	check(aliases,
	      {
		      { "type A = b::C<D>;", "A:C<D>" },
		      { "pub type A<T> = B<T>;", "A:B<T>" },
		      { "type A<T: X<Y>> where T: Z = B<T>;", "A:B<T>" },
		      { "type A = [B; 2];", "A:[]<B>" },
		      { "type A = (B, C);", "" },
		      { "#[cfg(no)] type A = B; type A = C;", "A:C" },
		      { "impl T for S { type A = B; } trait T { type C; }",
			"" },
		      { "extern \"C\" { type A; } type B = C;", "B:C" },
	      });
}

TEST_CASE("a derive is of the fields of what comes behind it")
{
	check(derives,
	      {
		      { "#[derive(C, D)] struct S { a: A, b: b::B<X> }",
			"C(A B<X>) D(A B<X>)" },
		      { "#[derive(c::d::E)] struct S(A);", "E(A)" },
		      { "#[derive(C)] #[derive(D)] struct S(A);", "C(A) D(A)" },
		      { "#[derive(C)] #[x(y)] pub(crate) struct S(A);",
			"C(A)" },
		      { "#[derive(C)] enum E { A(X, Y), B { b: Z }, D }",
			"C(X Y Z)" },
		      { "#[derive(C)] union U { a: A }", "C(A)" },
		      { "#[derive(C)] struct S {} struct T { a: A }", "C()" },
		      { "#[derive(C)] enum E { A } struct T { a: A }", "C()" },
		      { "struct T { a: A } #[derive(C)] enum E { B }", "C()" },
		      { "#[derive()] #[x(C)] struct S(A);", "" },
		      /* of none */
		      { "#[derive(C)] struct S; struct T(A);", "C()" },
		      { "#[derive(C)] struct S { a: [A; 2], b: (B, D) }",
			"C([]<A>)" },
	      });
}

TEST_CASE("a derive that is switched off, or whose type is, is not there")
{
	check(derives,
	      {
		      { "#[cfg_attr(yes, derive(C))] struct S(A);", "C(A)" },
		      { "#[cfg_attr(what, derive(C))] struct S(A);", "C(A)" },
		      { "#[cfg_attr(no, derive(C))] #[derive(D)] struct S(A);",
			"D(A)" },
		      { "#[cfg(no)] #[derive(C)] struct S(A); struct T(B);",
			"" },
		      { "#[derive(C)] #[cfg(no)] struct S(A); struct T(B);",
			"" },
		      { "#[derive(C)] struct S { #[cfg(no)] a: A, b: B }",
			"C(B)" },
	      });
}
