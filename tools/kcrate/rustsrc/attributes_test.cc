// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/attributes.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

struct Row {
	std::string_view text;
	std::string_view expected;
};

/* What is written in `#[@text]`, unpacked: truth and first word of each. */
std::string unpacked(const std::string &text)
{
	const std::string source = "#[" + text + "]";
	const TokenFile file = std::move(lex({ "x.rs", source }).value());
	constexpr std::string_view marks[] = { "-", "?", "" };
	std::vector<Attribute> attributes;
	std::vector<std::string> words;
	CfgSet cfgs;

	cfgs.set("yes");
	cfgs.know("no");
	read_attributes(file, 1, cfgs, attributes);
	words.reserve(attributes.size());
	for (const Attribute &attribute : attributes)
		words.push_back(str(marks[static_cast<size_t>(attribute.when)],
				    file.text(attribute.tokens.begin)));
	return join(words, " ");
}

bool opposite(const std::string &text)
{
	const TokenFile file = std::move(lex({ "x.rs", text }).value());
	std::vector<Attribute> attributes;
	const CfgSet cfgs;

	for (size_t i = 0; i < file.tokens.size(); i++) {
		if (!is_open(file, i, '['))
			continue;
		read_attributes(file, i, cfgs, attributes);
		i = file.tokens[i].match();
	}
	return are_opposite(file, attributes.at(0), attributes.at(1));
}

} /* namespace */

TEST_CASE("a predicate is read by rustc's grammar")
{
	constexpr Row rows[] = {
		{ "unix", "unix" },
		{ "feature=\"std\"", "feature = \"std\"" },
		{ "feature = /* x */ r#\"a b\"#", "feature = \"a b\"" },
		{ "a = \"\\u{62}\"", "a = \"b\"" },
		{ "all()", "all()" },
		{ "any( a,\n b, )", "any(a, b)" },
		{ "not(all(a, any(b)))", "not(all(a, any(b)))" },
		{ "r#fn", "fn" },
		/* what nobody can know has a key that nobody can set */
		{ "version(\"1.2\")", "(version(\"1.2\"))" },
		{ "accessible(a::b)", "(accessible(a::b))" },
		{ "not(a, b)", "(not(a, b))" },
		{ "not()", "(not())" },
		{ "a::b", "(a::b)" },
		{ "a = 1", "(a = 1)" },
		{ "a = \"\\q\"", "(a = \"\\q\")" },
		{ "\"a\"", "(\"a\")" },
		{ "a b", "(a b)" },
		{ "", "()" },
	};

	for (const Row &row : rows) {
		CAPTURE(row.text);
		const TokenFile file =
			std::move(lex({ "x.rs", row.text }).value());
		const CfgExpr expr =
			cfg_expression(file, { 0, file.tokens.size() });
		CHECK(to_string(expr) == row.expected);
	}
}

TEST_CASE("true and false are literals, r#true is not")
{
	const auto kind_of = [](std::string_view text) {
		const TokenFile file = std::move(lex({ "x.rs", text }).value());

		return cfg_expression(file, { 0, 1 });
	};

	CHECK(kind_of("true").kind == CfgExpr::Kind::literal);
	CHECK(kind_of("true").truth);
	CHECK(kind_of("false").kind == CfgExpr::Kind::literal);
	CHECK(!kind_of("false").truth);
	CHECK(kind_of("r#true").kind == CfgExpr::Kind::predicate);
}

TEST_CASE("cfg_attr is unpacked")
{
	CHECK(unpacked("inline") == "inline");
	CHECK(unpacked("cfg_attr(yes, a, b = \"c, d\", e(f, g),)") == "a b e");
	CHECK(unpacked("cfg_attr(no, a)") == "-a");
	CHECK(unpacked("cfg_attr(x, a, cfg_attr(no, b), cfg_attr(yes, c))") ==
	      "?a -b ?c");
	CHECK(unpacked("cfg_attr(x)").empty());
	CHECK(unpacked("cfg_attr()").empty());
	CHECK(unpacked("cfg_attr") == "cfg_attr");
	CHECK(unpacked("").empty());
}

TEST_CASE("P and not(P) are opposite")
{
	CHECK(opposite("[cfg_attr(a, x)] [cfg_attr(not(a), x)]"));
	CHECK(opposite("[cfg_attr(not(b = \"c\"), x)] [cfg_attr(b=\"c\", x)]"));
	CHECK(!opposite("[cfg_attr(a, x)] [cfg_attr(not(b), x)]"));
	CHECK(!opposite("[cfg_attr(a, x)] [cfg_attr(a, x)]"));
	CHECK(!opposite("[x] [cfg_attr(not(a), x)]"));
	/* under another cfg_attr the predicate alone says nothing */
	CHECK(!opposite("[cfg_attr(b, cfg_attr(a, x))] [cfg_attr(not(a), x)]"));
}

TEST_CASE("arguments are split at their own commas")
{
	const TokenFile file =
		std::move(lex({ "x.rs", "(a, b(c, d), [e, f] g,)" }).value());
	const std::vector<TokenRange> parts = arguments(file, 0);
	std::string sizes;

	for (const TokenRange part : parts)
		sizes += str(part.begin, "-", part.end, " ");
	CHECK(sizes == "1-2 3-9 10-16 ");
	CHECK(arguments(lex({ "", "()" }).value(), 0).empty());
}
