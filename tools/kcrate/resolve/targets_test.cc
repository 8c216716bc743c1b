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
		CHECK(truth(kernel_targets({ "x86" }).front().cfgs, c.text) ==
		      c.kernel);
		CHECK(truth(host_cfgs(), c.text) == c.host);
		CHECK(truth(common_cfgs(), c.text) == c.any);
	}
}

TEST_CASE("each architecture of Linux is what rustc says of its target")
{
	const struct {
		std::string architecture, symbol;
		std::string_view holds;
	} cases[] = {
		{ "arm", "ARM",
		  "all(target_arch = \"arm\", unix, target_os = \"linux\", "
		  "target_pointer_width = \"32\", "
		  "target_has_atomic = \"64\", panic = \"abort\")" },
		{ "arm64", "ARM64",
		  "all(target_arch = \"aarch64\", not(unix), "
		  "target_os = \"none\", target_has_atomic = \"128\")" },
		{ "loongarch", "LOONGARCH",
		  "all(target_arch = \"loongarch64\", target_os = \"none\")" },
		{ "riscv", "RISCV",
		  "all(target_arch = \"riscv64\", target_abi = \"\", "
		  "not(target_has_atomic = \"128\"))" },
		{ "s390", "S390",
		  "all(target_arch = \"s390x\", target_endian = \"big\")" },
		{ "um", "UML",
		  "all(target_arch = \"x86_64\", target_os = \"none\")" },
		{ "x86", "X86_64",
		  "all(target_arch = \"x86_64\", target_os = \"none\")" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.architecture);
		const std::vector<KernelTarget> targets =
			kernel_targets({ c.architecture });
		REQUIRE(targets.size() == 1);
		CHECK(targets[0].symbol == c.symbol);
		CHECK(truth(targets[0].cfgs, c.holds) == "yes");
	}

	const std::vector<KernelTarget> powerpc = kernel_targets({ "powerpc" });
	REQUIRE(powerpc.size() == 2);
	CHECK(powerpc[0].symbol == "PPC64");
	CHECK(truth(powerpc[0].cfgs, "all(target_arch = \"powerpc64\", "
				     "target_endian = \"little\")") == "yes");
	CHECK(powerpc[1].symbol == "PPC32");
	CHECK(truth(powerpc[1].cfgs,
		    "all(target_arch = \"powerpc\", target_endian = \"big\", "
		    "not(target_has_atomic = \"64\"))") == "yes");
}

TEST_CASE("a cfg holds for any of several targets")
{
	const std::vector<KernelTarget> both =
		kernel_targets({ "x86", "arm64" });

	CHECK(holds_for_any(parse_cfg("target_arch = \"aarch64\"").value(),
			    both));
	CHECK(holds_for_any(parse_cfg("not(target_arch = \"aarch64\")").value(),
			    both));
	CHECK(!holds_for_any(parse_cfg("unix").value(), both));
	CHECK(holds_for_any(parse_cfg("something_of_its_own").value(), both));
}
