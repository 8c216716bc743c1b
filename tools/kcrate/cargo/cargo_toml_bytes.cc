// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/cargo_toml_bytes.h"

#include "cargo/reader.h"
#include "diag/place_bytes.h"
#include "semver/version_bytes.h"

namespace kcrate {

static auto members_of(Is<Comparator> auto &comparator)
{
	auto &[op, major, has_minor, has_patch, minor, patch, pre] = comparator;

	return std::tie(op, major, has_minor, has_patch, minor, patch, pre);
}

static auto members_of(Is<Requirement> auto &requirement)
{
	auto &[comparators] = requirement;

	return std::tie(comparators);
}

/* But the target, which is in its text. */
static auto members_of(Is<Dependency> auto &dependency)
{
	auto &[name, package, requirement_text, requirement, kind, target,
	       target_text, features, renamed, optional, default_features,
	       local, builtin, builtin_ignored, where] = dependency;

	return std::tie(name, package, requirement_text, requirement, kind,
			target_text, features, renamed, optional,
			default_features, local, builtin, builtin_ignored,
			where);
}

static auto members_of(Is<CargoToml> auto &crate)
{
	auto &[name, version, version_text, edition, rust_version, license,
	       license_file, repository, homepage, description, authors, links,
	       readme, build, has_lib, lib_name, lib_path, lib_edition,
	       proc_macro, dependencies, features, feature_places] = crate;

	return std::tie(name, version, version_text, edition, rust_version,
			license, license_file, repository, homepage,
			description, authors, links, readme, build, has_lib,
			lib_name, lib_path, lib_edition, proc_macro,
			dependencies, features, feature_places);
}

static constexpr uint64_t last_of(DepKind)
{
	return static_cast<uint64_t>(DepKind::dev);
}

static constexpr uint64_t last_of(Comparator::Op)
{
	return static_cast<uint64_t>(Comparator::Op::wildcard);
}

namespace {

class Targets {
public:
	/* One value for each text; null where it is none. */
	std::shared_ptr<const CfgExpr> of(const std::string &text);

private:
	std::map<std::string, std::shared_ptr<const CfgExpr>> known;
};

std::shared_ptr<const CfgExpr> Targets::of(const std::string &text)
{
	std::shared_ptr<const CfgExpr> &target = known[text];

	if (target || text.size() > max_target_text)
		return target;
	Result<CfgExpr> cfg = parse_platform(text);
	if (cfg)
		target =
			std::make_shared<const CfgExpr>(std::move(cfg.value()));
	return target;
}

} /* namespace */

std::string to_bytes(const CargoToml &crate)
{
	ByteWriter writer;

	writer.put(crate);
	for (const Dependency &dependency : crate.dependencies)
		writer.put(dependency.target != nullptr);
	return std::move(writer.bytes);
}

std::optional<CargoToml> cargo_toml_of(const SharedText &bytes)
{
	std::optional<CargoToml> crate(std::in_place);
	ByteReader reader(bytes);
	Targets targets;
	bool good = true;

	reader.get(*crate);
	for (Dependency &dependency : crate->dependencies) {
		bool has_target = false;

		reader.get(has_target);
		if (reader.failed())
			return {};
		if (!has_target)
			continue;
		dependency.target = targets.of(dependency.target_text);
		good &= dependency.target != nullptr;
	}
	if (!good || !reader.is_done())
		crate.reset();
	return crate;
}

} /* namespace kcrate */
