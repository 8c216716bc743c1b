// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/conditions.h"

#include "rustsrc/test_walk.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

/* The condition of the path `here::x` in @files. */
std::string condition_in(const Files &files)
{
	const Tree tree = tree_of(files);
	const std::string root = "lib.rs";
	const CfgSet cfgs = some_cfgs();
	TokenStore tokens;
	Sink sink;
	const Result<CrateSource> source =
		read_crate_source(tree, root, cfgs, tokens, sink);
	REQUIRE(source);
	const Result<CrateCode> code = CrateCode::read(
		{ tree, root, cfgs, tokens, false }, source.value());
	REQUIRE(code);
	Conditions conditions(code.value());

	for (size_t m = 0; m < code.value().modules().size(); m++)
		for (const CodePath &path : code.value().paths(m))
			if (path.words[0] == "here")
				return conditions.at(code.value().place(
					code.value().modules()[m], path.begin));
	return "not found";
}

std::string condition_in(const std::string &text)
{
	return condition_in({ { "lib.rs", text } });
}

} /* namespace */

TEST_CASE("a condition is that of all attributes around a place")
{
	CHECK(condition_in("fn f() { here::x }").empty());
	CHECK(condition_in("#[cfg(yes)] fn f() { here::x }") == "yes");
	CHECK(condition_in(
		      "#[inline] #[cfg(yes)] #[cold] fn f() { here::x }") ==
	      "yes");
	CHECK(condition_in("#[cfg(yes)] mod m { #[cfg(not(what))] fn f() "
			   "{ here::x } }") == "all(yes, not(what))");
	CHECK(condition_in("fn f() { #[cfg(yes)] a::b(); here::x }").empty());
	CHECK(condition_in("fn f() { #[cfg(feature = \"on\")] here::x }") ==
	      "feature = \"on\"");
	CHECK(condition_in("#[cfg(yes)] fn g() {} fn f() { here::x }").empty());
	CHECK(condition_in("#[cfg(yes)] mod m { #[cfg(yes)] use here::x; }") ==
	      "yes");
}

TEST_CASE("an inner attribute is for what it stands in")
{
	CHECK(condition_in("#![cfg(yes)] fn f() { here::x }") == "yes");
	CHECK(condition_in("mod m { #![cfg(yes)] fn f() { here::x } }") ==
	      "yes");
	CHECK(condition_in("mod m { #![cfg(yes)] } fn f() { here::x }")
		      .empty());
}

TEST_CASE("a module has the condition of its declaration")
{
	CHECK(condition_in({ { "lib.rs", "#[cfg(yes)] mod m;" },
			     { "m.rs", "#[cfg(what)] mod n;" },
			     { "m/n.rs", "fn f() { here::x }" } }) ==
	      "all(yes, what)");
	CHECK(condition_in({ { "lib.rs", "#[cfg(yes)] mod a; mod m;" },
			     { "a.rs", "" },
			     { "m.rs", "fn f() { here::x }" } })
		      .empty());
	CHECK(condition_in({ { "lib.rs", "#[cfg(yes)] include!(\"a.rs\");" },
			     { "a.rs", "fn f() { here::x }" } }) == "yes");
}
