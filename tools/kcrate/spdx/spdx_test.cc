// SPDX-License-Identifier: GPL-2.0-or-later

#include "spdx/spdx.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string parsed(std::string_view text)
{
	const Result<Licence> licence = parse_licence(text);

	return licence ? to_string(licence.value()) : outcome(licence);
}

} /* namespace */

TEST_CASE("a licence is printed with no more parentheses than needed")
{
	struct {
		const char *text, *printed;
	} const table[] = {
		{ "MIT", "MIT" },
		{ " (MIT) ", "MIT" },
		{ "MIT OR Apache-2.0", "MIT OR Apache-2.0" },
		{ "MIT/Apache-2.0", "MIT OR Apache-2.0" },
		{ "MIT / Apache-2.0", "MIT OR Apache-2.0" },
		{ "mit or apache-2.0", "mit OR apache-2.0" },
		{ "A OR B OR C", "A OR B OR C" },
		{ "(A OR B) OR C", "A OR B OR C" },
		{ "A OR (B OR C)", "A OR B OR C" },
		{ "A AND B OR C AND D", "A AND B OR C AND D" },
		{ "A AND (B AND C)", "A AND B AND C" },
		{ "A AND (B OR C)", "A AND (B OR C)" },
		{ "(MIT OR Apache-2.0) AND Unicode-3.0",
		  "(MIT OR Apache-2.0) AND Unicode-3.0" },
		{ "Apache-2.0 WITH LLVM-exception OR MIT",
		  "Apache-2.0 WITH LLVM-exception OR MIT" },
		{ "GPL-2.0+", "GPL-2.0+" },
		{ "LicenseRef-x.1", "LicenseRef-x.1" },
		{ "A\n\tOR\tB", "A OR B" },
	};

	for (const auto &row : table) {
		CHECK(parsed(row.text) == row.printed);
		CHECK(parsed(row.printed) == row.printed);
	}
}

TEST_CASE("a chain is one licence of many terms, AND before OR")
{
	const Licence chain = parse_licence("A/B OR C").value();
	const Licence mixed = parse_licence("A AND B OR C").value();

	CHECK(chain.kind == Licence::Kind::disjunction);
	CHECK(chain.terms.size() == 3);
	CHECK(mixed.kind == Licence::Kind::disjunction);
	REQUIRE(mixed.terms.size() == 2);
	CHECK(mixed.terms[0].kind == Licence::Kind::conjunction);
	CHECK(mixed.terms[1].id == "C");
}

TEST_CASE("what is not a licence is refused with the offending text")
{
	struct {
		const char *text, *message;
	} const table[] = {
		{ "MIT OR", "expected a licence, found the end" },
		{ "OR MIT", "expected a licence, found 'OR'" },
		{ "MIT OR AND X", "expected a licence, found 'AND'" },
		{ "MIT//X", "expected a licence, found '/'" },
		{ "()", "expected a licence, found ')'" },
		{ "(MIT", "expected ')', found the end" },
		{ "MIT)", "expected AND, OR or the end, found ')'" },
		{ "MIT, X", "expected AND, OR or the end, found ','" },
		{ "Apache 2.0", "expected AND, OR or the end, found '2.0'" },
		{ "MIT WITH", "expected an exception, found the end" },
		{ "MIT WITH (X)", "expected an exception, found '('" },
		{ "(MIT) WITH X", "expected AND, OR or the end, found 'WITH'" },
		{ "A WITH B WITH C",
		  "expected AND, OR or the end, found 'WITH'" },
		{ "MIT \xe2\x80\x93 X",
		  "expected AND, OR or the end, found '\xe2\x80\x93'" },
	};

	for (const auto &row : table)
		CHECK(parsed(row.text) == str("bad-licence: ", row.message,
					      " in licence '", row.text, "'"));
	CHECK(parsed("") == "bad-licence: the licence is empty");
	CHECK(parsed("  ") == "bad-licence: the licence is empty");
}

TEST_CASE("nesting and length are limited")
{
	const auto nested = [](size_t depth) {
		return str(std::string(depth, '('), "A",
			   std::string(depth, ')'));
	};

	CHECK(parsed(nested(129)) == "A");
	CHECK(parsed(nested(130)) ==
	      "bad-licence: licence nested more than 128 levels deep");
	CHECK(parsed(std::string(4096, 'A')) == std::string(4096, 'A'));
	CHECK(parsed(std::string(4097, 'A')) ==
	      "bad-licence: the licence is longer than 4096 bytes");
}
