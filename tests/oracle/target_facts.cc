// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Whether what is recorded of a target (resolve/targets.cc) is what rustc says.
 *
 *	target_facts ARCHITECTURE SYMBOL < CFGS
 *
 * Each line is a cfg as `rustc --print cfg` prints it, and must hold; of each
 * key no other value may.
 */

#include <cstdio>
#include <iostream>
#include <set>

#include "base/str.h"
#include "resolve/targets.h"

using namespace kcrate;

namespace {

bool holds(const std::string &text, const CfgSet &cfgs)
{
	const Result<CfgExpr> expr = parse_cfg(text);

	return expr && evaluate(expr.value(), cfgs) == Truth::yes;
}

/* Keys that every target has, and the values that others have. */
const std::map<std::string, std::set<std::string>> &values()
{
	static const std::map<std::string, std::set<std::string>> all = {
		{ "target_has_atomic",
		  { "8", "16", "32", "64", "128", "ptr" } },
		{ "target_endian", { "big", "little" } },
		{ "target_pointer_width", { "16", "32", "64" } },
		{ "target_os", { "none", "linux" } },
		{ "target_env", { "", "gnu", "musl" } },
		{ "target_abi", { "", "softfloat", "eabi", "elfv2" } },
		{ "target_family", { "unix", "windows", "wasm" } },
	};

	return all;
}

} /* namespace */

int main(int argc, char **argv)
{
	const std::vector<KernelTarget> targets =
		argc == 3 ? kernel_targets({ argv[1] })
			  : std::vector<KernelTarget>();
	std::set<std::string> said;
	std::string line;
	int status = 0;

	const auto wrong = [&](const std::string &what) {
		std::printf("%s %s: %s\n", argv[1], argv[2], what.c_str());
		status = 1;
	};
	while (std::getline(std::cin, line))
		said.insert(line);
	for (const KernelTarget &target : targets) {
		if (target.symbol != argv[2])
			continue;
		for (const std::string &cfg : said)
			if (!holds(cfg, target.cfgs))
				wrong(str("rustc says ", cfg));
		for (const auto &[key, list] : values())
			for (const std::string &value : list) {
				const std::string cfg =
					str(key, "=\"", value, "\"");
				if (!said.count(cfg) && holds(cfg, target.cfgs))
					wrong(str("recorded is ", cfg));
			}
		std::printf("# %s %s: %zu cfgs\n", argv[1], argv[2],
			    said.size());
		return said.empty() ? 2 : status;
	}
	std::fprintf(stderr,
		     "usage: target_facts ARCHITECTURE SYMBOL < CFGS\n");
	return 2;
}
