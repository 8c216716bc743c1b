// SPDX-License-Identifier: GPL-2.0-or-later

/* What RFC 3875 lets a Cargo.toml say of the crates of the standard library. */

#include <algorithm>

#include "base/str.h"
#include "cargo/builtin.h"
#include "cargo/reader.h"

namespace kcrate {

namespace {

constexpr std::string_view key = builtin_names.key;

Diag broken_rule(std::string message, const Place &where)
{
	return Diag{ Id::builtin_dependency, std::move(message) }.at(where);
}

/* Keys that say where else the crate is to be had. */
Status refuse_sources(const Section &section)
{
	for (const std::string_view other :
	     { "version", "registry", "registry-index", "path", "git" }) {
		const TomlValue *value = section.find(other);
		const bool is_local = other == "path" || other == "git";
		if (!value)
			continue;
		return broken_rule(str("'", section.name, "' has both '", key,
				       "' and '", other, "'"),
				   value->where)
			.with_help(
				is_local
					? "remove one of them: RFC 3875 allows both in one place and forbids it in another"
					: str("remove '", other,
					      "': the compiler brings the crate"));
	}
	return ok();
}

Status refuse_features(const Section &section)
{
	const TomlValue *features = section.find("features");
	const TomlValue *defaults = TRY(section.find_alias("default-features"));
	const std::vector<std::string> asked =
		TRY(as_strings(features, section.path("features")));
	const bool all =
		TRY(as_bool(defaults, section.path("default-features")))
			.value_or(true);

	if (!asked.empty())
		return broken_rule(str("'", section.name,
				       "' asks a built-in crate for features"),
				   features->where)
			.with_help("remove 'features'");
	if (!all)
		return broken_rule(
			       str("'", section.name,
				   "' turns the features of a built-in crate off"),
			       defaults->where)
			.with_help("remove 'default-features'");
	return ok();
}

Status check_key(const Section &section, const TomlValue &value)
{
	if (value.boolean() && *value.boolean())
		return ok();
	return broken_rule(str("'", section.path(key), "' must be true, found ",
			       value.boolean() ? "false" : type_name(value)),
			   value.where)
		.with_help(str("remove '", key, "', or make it true"));
}

/* Whether @below is there wherever the optional @dep can be. */
bool is_below(const Dependency &below, const Dependency &dep)
{
	const std::optional<Builtin> crate = builtin_of(below.name);

	return crate && (below.builtin || below.local) && !below.optional &&
	       below.kind == DepKind::normal &&
	       *crate < *builtin_of(dep.name) &&
	       (!below.target || below.target_text == dep.target_text);
}

/* "core:0.0.0", "core@0.0.0" or "builtin://.#core" in [replace]. */
bool is_of_builtin(std::string_view spec)
{
	return spec.starts_with(builtin_names.package_id) ||
	       builtin_of(spec.substr(0, spec.find_first_of(":@")));
}

/* [@table] where an entry is for a built-in crate, as @names says. */
template <typename Names>
Status refuse_override(const Section &root, std::string_view table,
		       const Names &names)
{
	const TomlValue *value = root.find(table);

	if (!value || !value->table())
		return ok();
	for (const TomlTable::Entry &entry : value->table()->entries)
		if (names(entry.key))
			return broken_rule(str("[", table, "] has '", entry.key,
					       "', which is built in"),
					   entry.where)
				.with_help(
					"remove it: they are the compiler's own");
	return ok();
}

Status check_optional(const std::vector<Dependency> &dependencies)
{
	for (const Dependency &dep : dependencies) {
		if (!dep.builtin || !dep.optional)
			continue;
		if (dep.name == name_of(Builtin::core))
			return broken_rule("'core' is optional, but no crate "
					   "can do without it",
					   dep.where)
				.with_help("remove 'optional'");
		if (std::none_of(dependencies.begin(), dependencies.end(),
				 [&](const Dependency &other) {
					 return is_below(other, dep);
				 }))
			return broken_rule(
				       str("'", dep.name,
					   "' is optional, so there must be a dependency on core that is not"),
				       dep.where)
				.with_help(str("add 'core = { ", key,
					       " = true }' to the same table"));
	}
	return ok();
}

} /* namespace */

Status read_builtin(const Section &section, const TomlValue &value,
		    Dependency &out)
{
	const TomlValue *package = section.find("package");

	TRY(check_key(section, value));
	if (!builtin_of(out.name))
		return broken_rule(
			       str("'", section.name,
				   "' is built in, which only core, alloc and std can be"),
			       value.where)
			.with_help("state a version, or remove the dependency");
	if (out.kind == DepKind::build)
		return broken_rule(
			       str("'", section.name,
				   "' is built in, but a build script always has the std that it is compiled with"),
			       value.where)
			.with_help("remove it");
	TRY(refuse_sources(section));
	TRY(refuse_features(section));
	if (package)
		return broken_rule(str("'", section.name,
				       "' gives a built-in crate another name"),
				   package->where)
			.with_help("remove 'package'");
	TRY(as_bool(section.find("public"), section.path("public")));
	out.builtin = true;
	return ok();
}

Status check_builtins(const Section &root,
		      const std::vector<Dependency> &dependencies)
{
	TRY(check_optional(dependencies));
	TRY(refuse_override(root, "patch", [](std::string_view source) {
		return source == builtin_names.patch;
	}));
	return refuse_override(root, "replace", is_of_builtin);
}

} /* namespace kcrate */
