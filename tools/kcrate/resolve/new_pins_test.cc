// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/new_pins.h"

#include <memory>

#include "testing/crates.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

std::string asked_of(const IndexRecord &root)
{
	std::vector<std::string> out;

	for (const Dependency &asked : root.dependencies)
		out.push_back(str(asked.package, asked.requirement_text,
				  asked.features.empty() ? "" : "/",
				  join(asked.features, ",")));
	return join(out, " ");
}

Dependency dependency(const std::string &package, DepKind kind,
		      const std::string &target)
{
	Dependency out;

	out.name = out.package = package;
	out.kind = kind;
	if (!target.empty())
		out.target = std::make_shared<const CfgExpr>(
			parse_platform(target).value());
	return out;
}

} /* namespace */

TEST_CASE("a wish is a name, or a name and a requirement")
{
	CHECK(parse_wish("syn").value().requirement_text.empty());
	CHECK(parse_wish("syn@=2.0.1").value().requirement_text == "=2.0.1");
	CHECK(parse_wish("syn@1, <1.9").value().name == "syn");
	for (const char *const bad :
	     { "", "@1", "../syn", "2syn", "a b", "a/b" })
		CHECK(outcome(parse_wish(bad)).starts_with("usage: "));
	for (const char *const bad : { "syn@", "syn@one", "syn@1@2" })
		CHECK(outcome(parse_wish(bad))
			      .starts_with("bad-requirement: "));
}

TEST_CASE("the manifest asks for what is compatible, or for a pin alone")
{
	const Manifest manifest = manifest_of(
		str("  free: {version: 1.2.3, sha256: ", fake_hash(),
		    ", kernel: {features: [a]}, host: {features: [b]}}\n"
		    "  held: {version: 1.0.0, sha256: ",
		    fake_hash(), ", selected-sha256: ", fake_hash(),
		    ", kernel: {}}\n"
		    "  here: {version: 0.1.0, directory: {path: here, "
		    "tree-sha256: ",
		    fake_hash(), "}, kernel: {}}\n"));
	const std::vector<CrateWish> wishes = {
		parse_wish("free@2").value(),
		parse_wish("more").value(),
	};

	CHECK(asked_of(root_of(manifest, {}, {})) ==
	      "free^1.2.3/a,b held=1.0.0 here=0.1.0");
	CHECK(asked_of(root_of(manifest, wishes, { "x" })) ==
	      "free2/a,b held=1.0.0 here=0.1.0 more/x");
}

TEST_CASE("what an import does not build is not followed")
{
	const Manifest manifest = manifest_of(
		str("  appl: {version: 1.0.0, sha256: ", fake_hash(),
		    ", kernel: {}, drop-dependencies: {gone: no use}}\n"));
	const std::vector<KernelTarget> kernels =
		kernel_targets(manifest.architectures);
	constexpr DepKind normal = DepKind::normal;
	const auto followed = [&](const std::string &package, DepKind kind,
				  const std::string &target) {
		return is_followed(manifest, kernels, "appl",
				   dependency(package, kind, target));
	};

	CHECK(followed("base", normal, ""));
	CHECK(followed("base", normal, "cfg(unix)")); /* the host's */
	CHECK(followed("base", normal, "cfg(target_os = \"none\")"));
	CHECK(followed("base", normal, "cfg(overflow_checks)"));
	CHECK_FALSE(followed("base", normal, "cfg(windows)"));
	CHECK_FALSE(followed("base", DepKind::build, ""));
	CHECK_FALSE(followed("base", DepKind::dev, ""));
	CHECK_FALSE(followed("gone", normal, ""));
	CHECK(is_followed(manifest, kernels, "other",
			  dependency("gone", normal, "")));
}
