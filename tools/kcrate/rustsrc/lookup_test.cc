// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/lookup.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* What a use in @user, whose modules are behind @stem, would like to find. */
std::string wanted(const SourceRef &user, Use::Kind kind,
		   const std::string &text, const ModuleDir &dir = {})
{
	const Use use = { kind, Truth::yes, false, false, 0, text, dir };

	return join(look_up({}, "src", user, use).wanted, " ");
}

bool escapes(const std::string &user, const std::string &text)
{
	const Tree tree = { { "src/a.rs", {} },
			    { "srca.rs", {} },
			    { "x/y.rs", {} } };
	const Use use = {
		Use::Kind::data, Truth::yes, false, false, 0, text, {}
	};
	const Lookup lookup = look_up(tree, "src", { user, "" }, use);

	REQUIRE(lookup.found.size() == 1);
	return lookup.escapes;
}

} /* namespace */

TEST_CASE("where modules and included files are looked for")
{
	const SourceRef plain = { "src/a.rs", "a" };
	const SourceRef mod_rs = { "src/a/mod.rs", "" };
	const ModuleDir top = { true, "" };
	const ModuleDir inner = { true, "i/" };

	CHECK(wanted(plain, Use::Kind::module_name, "x", top) ==
	      "src/a/x.rs src/a/x/mod.rs");
	CHECK(wanted(plain, Use::Kind::module_name, "x", inner) ==
	      "src/a/i/x.rs src/a/i/x/mod.rs");
	CHECK(wanted(mod_rs, Use::Kind::module_name, "x", inner) ==
	      "src/a/i/x.rs src/a/i/x/mod.rs");
	CHECK(wanted(plain, Use::Kind::module_path, "./x.rs", {}) ==
	      "src/x.rs");
	CHECK(wanted(plain, Use::Kind::module_path, "../x//y.rs", inner) ==
	      "src/a/x/y.rs");
	CHECK(wanted(plain, Use::Kind::data, "../x") == "x");
	CHECK(wanted(plain, Use::Kind::data, "../../x").empty());
	CHECK(wanted(plain, Use::Kind::module_path, "/x").empty());
	CHECK(wanted({ "lib.rs", "" }, Use::Kind::module_name, "x", top) ==
	      "x.rs x/mod.rs");
}

TEST_CASE("a path that leaves the root's directory is told, even if it returns")
{
	CHECK(!escapes("src/b.rs", "a.rs"));
	CHECK(!escapes("src/b/c.rs", "../a.rs"));
	CHECK(escapes("src/b.rs", "../src/a.rs"));
	CHECK(escapes("src/b.rs", "../srca.rs"));
	CHECK(escapes("src/b.rs", "../x/y.rs"));
	CHECK(escapes("x/z.rs", "y.rs"));
}
