// SPDX-License-Identifier: GPL-2.0-or-later

/* The dependency tables of a Cargo.toml, and those of its targets. */

#include <utility>

#include "base/str.h"
#include "cargo/builtin.h"
#include "cargo/reader.h"

namespace kcrate {

namespace {

/* A target's text is copied into each of its dependencies. */
constexpr size_t max_copied = 8 << 20;

struct Target {
	std::shared_ptr<const CfgExpr> cfg;
	std::string text;
};

struct Found {
	std::vector<Dependency> dependencies;
	size_t copied = 0; /* bytes of targets' texts */
};

Status check_name(std::string_view what, std::string_view name,
		  const Place &where)
{
	const std::string fault = package_name_fault(name);

	if (!fault.empty())
		return manifest_error(
			str("'", name, "' cannot be ", what, ": ", fault),
			where);
	return ok();
}

Status refuse_keys(const Section &section)
{
	if (const TomlValue *value = section.find("workspace"))
		return manifest_error(
			       str("'", section.name,
				   "' is inherited from a workspace, so this is not the Cargo.toml of a packaged crate"),
			       value->where)
			.with_help("take the crate from its .crate archive");
	if (const TomlValue *value = section.find("artifact"))
		return manifest_error(
			str("'", section.name,
			    "' is an artifact dependency, which stable cargo refuses"),
			value->where);
	return ok();
}

Status read_version(const TomlValue &value, std::string_view path,
		    Dependency &out)
{
	out.requirement_text = TRY(as_string(&value, path)).value_or("");

	Result<Requirement> requirement =
		parse_requirement(out.requirement_text);
	if (!requirement)
		return as_manifest_error(requirement.error(), value.where);
	out.requirement = std::move(requirement.value());
	return ok();
}

/* What cargo says of a dependency that has only `builtin`. */
Diag no_source(const Section &section, const Dependency &dep)
{
	return manifest_error(
		       str("'", section.name,
			   "' has neither a version nor a path nor a git repository"),
		       section.where)
		.with_help(
			dep.builtin_ignored
				? str("'", builtin_names.key,
				      "' is read only with 'rfc3875: true' in crates.yaml: no released cargo knows it")
				: "");
}

Status read_source(const Section &section, Dependency &out)
{
	const TomlValue *builtin = section.find(builtin_names.key);

	if (builtin && section.rfc3875 == Rfc3875::on)
		return read_builtin(section, *builtin, out);
	if (builtin)
		out.builtin_ignored = builtin->where;
	out.local = section.find("path") || section.find("git");
	if (const TomlValue *version = section.find("version"))
		return read_version(*version, section.path("version"), out);
	if (!out.local)
		return no_source(section, out);
	return ok();
}

Status read_features(const Section &section, Dependency &out)
{
	const TomlValue *value = section.find("features");

	out.features = TRY(as_strings(value, section.path("features")));
	for (const std::string &feature : out.features) {
		if (feature.find('/') != feature.npos)
			return manifest_error(str("feature '", feature,
						  "' of '", section.name,
						  "' has a slash"),
					      value->where)
				.with_help(
					"enable features of other crates in [features]");
		if (feature.starts_with("dep:"))
			return manifest_error(str("feature '", feature,
						  "' of '", section.name,
						  "' begins with 'dep:'"),
					      value->where);
	}
	return ok();
}

Status read_optional(const Section &section, Dependency &out)
{
	const TomlValue *value = section.find("optional");

	out.optional =
		TRY(as_bool(value, section.path("optional"))).value_or(false);
	if (out.optional && out.kind == DepKind::dev)
		return manifest_error(
			str("'", section.name,
			    "' is a dev-dependency and cannot be optional"),
			value->where);
	return ok();
}

Status read_detailed(const Section &section, Dependency &out)
{
	TRY(refuse_keys(section));
	TRY(read_source(section, out));
	TRY(read_optional(section, out));
	TRY(read_features(section, out));

	const TomlValue *defaults = TRY(section.find_alias("default-features"));
	out.default_features =
		TRY(as_bool(defaults, section.path("default-features")))
			.value_or(true);

	const TomlValue *package = section.find("package");
	if (package) {
		out.renamed = true;
		out.package = TRY(read_string(section, "package"));
		TRY(check_name("a package", out.package, package->where));
	}
	return ok();
}

Result<Dependency> read_dependency(const TomlTable::Entry &entry,
				   const Section &in, DepKind kind,
				   const Target &target)
{
	Dependency out;

	out.name = entry.key;
	out.package = entry.key;
	out.kind = kind;
	out.target = target.cfg;
	out.target_text = target.text;
	out.where = entry.where;
	TRY(check_name("a dependency", entry.key, entry.where));
	if (entry.value.string()) {
		TRY(read_version(entry.value, in.path(entry.key), out));
		return out;
	}
	if (!entry.value.table())
		return manifest_error(
			str("'", in.path(entry.key),
			    "' must be a version or a table, found ",
			    type_name(entry.value)),
			entry.value.where);

	const Section section =
		TRY(as_section(entry.value, in.path(entry.key), in));
	TRY(read_detailed(section, out));
	return out;
}

Status read_tables(const Section &in, const Target &target, Found &out)
{
	constexpr std::pair<DepKind, std::string_view> kinds[] = {
		{ DepKind::normal, "dependencies" },
		{ DepKind::dev, "dev-dependencies" },
		{ DepKind::build, "build-dependencies" },
	};

	for (const auto &[kind, key] : kinds) {
		const TomlValue *value = TRY(in.find_alias(key));
		if (!value)
			continue;
		const Section section =
			TRY(as_section(*value, in.path(key), in));
		for (const TomlTable::Entry &entry : section.table->entries) {
			out.copied += target.text.size();
			if (out.copied > max_copied)
				return manifest_error(
					str("more than ", max_copied,
					    " bytes of targets, one for each dependency"),
					entry.where);
			Dependency dependency = TRY(
				read_dependency(entry, section, kind, target));
			out.dependencies.push_back(std::move(dependency));
		}
	}
	return ok();
}

Result<Target> read_target(const TomlTable::Entry &entry)
{
	if (entry.key.size() > max_target_text)
		return manifest_error(str("a target of more than ",
					  max_target_text, " bytes"),
				      entry.where);

	Result<CfgExpr> cfg = parse_platform(entry.key);
	if (!cfg)
		return as_manifest_error(cfg.error(), entry.where);
	return Target{ std::make_shared<const CfgExpr>(std::move(cfg.value())),
		       entry.key };
}

} /* namespace */

Result<std::vector<Dependency>> read_dependencies(const Section &root)
{
	const TomlValue *value = root.find("target");
	Found out;

	TRY(read_tables(root, {}, out));
	if (!value)
		return std::move(out.dependencies);

	const Section targets = TRY(as_section(*value, "target", root));
	for (const TomlTable::Entry &entry : targets.table->entries) {
		const Target target = TRY(read_target(entry));
		const Section section = TRY(as_section(
			entry.value, str("target.'", entry.key, "'"), root));
		TRY(read_tables(section, target, out));
	}
	return std::move(out.dependencies);
}

} /* namespace kcrate */
