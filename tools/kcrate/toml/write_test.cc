// SPDX-License-Identifier: GPL-2.0-or-later

#include "toml/write.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string rewritten(std::string_view text)
{
	const Result<TomlTable> table = parse_toml({ "f.toml", text });

	return table ? to_toml(table.value()) : outcome(table);
}

} /* namespace */

TEST_CASE("a file is written with its tables last and one level of headers")
{
	CHECK(rewritten("[b.c]\nd = 1\n[a]\ne = [true, {f = 'g'}]\n"
			"[[h]]\ni = {}\n") ==
	      "h = [{ i = {} }]\n\n[b]\nc = { d = 1 }\n\n[a]\n"
	      "e = [true, { f = \"g\" }]\n");
	CHECK(rewritten("").empty());
	CHECK(rewritten("[a]\n") == "[a]\n");
}

TEST_CASE("what is written reads as it was")
{
	for (const std::string_view text :
	     { "k = \"\\\"\\\\ \\u0001\\u007f\\n\\u00e9\"\n",
	       "\"cfg(unix)\" = '''\na'b\"c'''\n", "\"\" = 'x'\n",
	       "[target.'cfg(feature = \"a\")'.dependencies]\nx = '1'\n" }) {
		const std::string once = rewritten(text);
		CHECK(rewritten(once) == once);
		CHECK_FALSE(once.starts_with("toml-syntax"));
	}
	CHECK(rewritten("k = \"\\u0001\\u007f\\\"\"\n") ==
	      "k = \"\\u0001\\u007f\\\"\"\n");
}

TEST_CASE("what has no value here is left out")
{
	CHECK(rewritten("a = 1.5\nb = [1.5, 2]\nc = {d = 1979-05-27}\n") ==
	      "b = [2]\n\n[c]\n");
}

TEST_CASE("tables are made of values")
{
	TomlTable table;

	add(table, "a", toml_value(std::string("b")));
	add(table, "c", toml_value(std::vector<std::string>{ "d", "e" }));
	add(table, "f", toml_value(true));
	CHECK(to_toml(table) == "a = \"b\"\nc = [\"d\", \"e\"]\nf = true\n");
}
