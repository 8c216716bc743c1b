// SPDX-License-Identifier: GPL-2.0-or-later

/* The key of a [target.'…'] table. */

#include <utility>

#include "cfg/cfg.h"
#include "fuzz.h"

using namespace kcrate;

namespace {

/* Little is known of the first, more of the second, all of the third. */
std::vector<CfgSet> configurations()
{
	std::vector<CfgSet> out(3);

	for (CfgSet &cfgs : out) {
		cfgs.set("unix");
		cfgs.set("target_os", "linux");
	}
	for (size_t i = 1; i < out.size(); i++) {
		out[i].know("target_os");
		out[i].know("windows");
		out[i].set("a", "b");
	}
	out[2].close();
	return out;
}

CfgExpr negation(const CfgExpr &expr)
{
	CfgExpr out;

	out.kind = CfgExpr::Kind::negation;
	out.operands.push_back(expr);
	return out;
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const std::vector<CfgSet> sets = configurations();
	const Result<CfgExpr> expr = parse_platform(text_of(data, size));
	Truth known = Truth::maybe;

	if (!expr) {
		require_sound(expr.error(), text_of(data, size));
		return 0;
	}
	const std::string text = to_string(expr.value());
	const Result<CfgExpr> again = parse_cfg(text);
	require(bool(again), "a printed cfg can be read");
	require(to_string(again.value()) == text,
		"a cfg is printed the same again");
	for (const CfgSet &cfgs : sets) {
		const Truth truth = evaluate(expr.value(), cfgs);
		require(evaluate(again.value(), cfgs) == truth,
			"a cfg means what it is printed as");
		require(evaluate(negation(expr.value()), cfgs) == !truth,
			"not() turns it round");
		require(known == Truth::maybe || truth == known,
			"to know more changes nothing that was known");
		known = truth;
	}
	require(known != Truth::maybe, "who knows all has no doubt");
	return 0;
}
