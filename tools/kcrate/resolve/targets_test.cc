// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/targets.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string truth(const CfgSet &cfgs, std::string_view text)
{
	const Result<CfgExpr> expr = parse_cfg(text);

	REQUIRE_MESSAGE(expr, outcome(expr));
	switch (evaluate(expr.value(), cfgs)) {
	case Truth::no:
		return "no";
	case Truth::yes:
		return "yes";
	default:
		return "maybe";
	}
}

} /* namespace */

TEST_CASE("the two targets differ where rustc says that they do")
{
	const struct {
		std::string_view text, kernel, host, any;
	} cases[] = {
		{ "unix", "no", "yes", "maybe" },
		{ "windows", "no", "no", "no" },
		{ "target_os = \"none\"", "yes", "no", "maybe" },
		{ "target_os = \"linux\"", "no", "yes", "maybe" },
		{ "target_family = \"unix\"", "no", "yes", "maybe" },
		{ "target_arch = \"x86_64\"", "yes", "yes", "maybe" },
		{ "target_arch = \"wasm32\"", "no", "no", "maybe" },
		{ "target_pointer_width = \"64\"", "yes", "yes", "maybe" },
		{ "target_endian = \"big\"", "no", "no", "maybe" },
		{ "target_has_atomic", "yes", "yes", "maybe" },
		{ "target_has_atomic = \"ptr\"", "yes", "yes", "maybe" },
		{ "target_has_atomic = \"128\"", "no", "no", "maybe" },
		{ "target_feature = \"sse2\"", "no", "yes", "maybe" },
		{ "target_feature = \"avx2\"", "no", "no", "maybe" },
		{ "target_env = \"gnu\"", "no", "yes", "maybe" },
		{ "panic = \"unwind\"", "no", "yes", "maybe" },
		{ "test", "no", "no", "no" },
		{ "doc", "no", "no", "no" },
		{ "docsrs", "no", "no", "no" },
		{ "miri", "no", "no", "no" },
		{ "debug_assertions", "maybe", "maybe", "maybe" },
		{ "feature = \"std\"", "maybe", "maybe", "maybe" },
		{ "something_of_its_own", "maybe", "maybe", "maybe" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.text);
		CHECK(truth(target_cfgs(Target::kernel), c.text) == c.kernel);
		CHECK(truth(target_cfgs(Target::host), c.text) == c.host);
		CHECK(truth(common_cfgs(), c.text) == c.any);
	}
}
