// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/cargo_workspace.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/one_of.h"
#include "base/str.h"
#include "emit/cargo_build_script.h"
#include "emit/cargo_tests.h"
#include "toml/write.h"

namespace kcrate {

namespace {

/* What of [package] says how upstream's own workspace and releases work. */
constexpr std::string_view not_ours[] = {
	"build",   "links",	  "metadata", "workspace", "publish",
	"include", "default-run", "exclude",  "autobins",
};

/* Tables of a Cargo.toml that have dependencies, in both spellings. */
constexpr struct {
	const char *key, *alias;
	bool dev;
} tables[] = {
	{ "dependencies", "dependencies", false },
	{ "dev-dependencies", "dev_dependencies", true },
};

/* What upstream's Cargo.toml becomes. */
class Package {
public:
	Package(const ExportedCrate &crate, const ExportedCrates &all)
		: crate(crate), all(all)
	{}

	/* Diag cargo_manifest. */
	Status write(const TomlTable &upstream);

	TomlTable out;
	std::set<std::string> missing; /* names of dev-dependencies */

private:
	const ExportedCrate *find(const std::string &package,
				  const std::string &requirement) const;
	std::optional<TomlValue> dependency(const TomlTable::Entry &entry,
					    bool dev);
	TomlTable dependencies(const TomlTable &table, bool dev);
	void add_tables(const TomlTable &from, TomlTable &to);
	void add_package(const TomlTable &upstream);
	void add_platforms(const TomlTable &upstream);
	bool is_optional_edge(std::string_view name) const;
	Status add_features();
	std::optional<std::string> feature_value(const std::string &text) const;

	const ExportedCrate &crate;
	const ExportedCrates &all;
	/* Names of dependencies but dev, and of those that can be off. */
	std::set<std::string, std::less<>> kept, optional;
	FeatureMap features;
};

void copy(const TomlTable &from, std::string_view key, TomlTable &to)
{
	if (const TomlValue *const value = from.find(key))
		add(to, std::string(key), *value);
}

std::string text_in(const TomlTable &table, std::string_view key)
{
	const TomlValue *const value = table.find(key);

	return value && value->string() ? *value->string() : "";
}

/* The package of the workspace that a dependency can mean; null for none. */
const ExportedCrate *Package::find(const std::string &package,
				   const std::string &requirement) const
{
	const Result<Requirement> wanted =
		parse_requirement(requirement.empty() ? "*" : requirement);
	const auto at = all.find(package);

	if (at == all.end() || !wanted ||
	    (!requirement.empty() &&
	     !matches(wanted.value(), at->second.cargo->version)))
		return nullptr;
	return &at->second;
}

/* The dependency @entry by its path in the workspace; nothing to leave out. */
std::optional<TomlValue> Package::dependency(const TomlTable::Entry &entry,
					     bool dev)
{
	const TomlTable *const table = entry.value.table();
	const std::string version =
		table ? text_in(*table, "version") : *entry.value.string();
	const std::string renamed = table ? text_in(*table, "package") : "";
	const std::string package = renamed.empty() ? entry.key : renamed;
	TomlTable to;

	if (!dev && crate.entry->drop_dependencies.count(package))
		return std::nullopt;
	if (!find(package, version)) {
		if (dev)
			missing.insert(entry.key);
		return std::nullopt;
	}
	if (!version.empty())
		add(to, "version", toml_value(version));
	add(to, "path", toml_value("../" + package));
	if (table)
		for (const char *const key :
		     { "package", "features", "optional", "default-features",
		       "default_features" })
			copy(*table, key, to);
	if (dev)
		return toml_value(std::move(to));
	kept.insert(entry.key);
	const TomlValue *const flag = to.find("optional");
	if (flag && flag->boolean() && *flag->boolean())
		optional.insert(entry.key);
	return toml_value(std::move(to));
}

TomlTable Package::dependencies(const TomlTable &table, bool dev)
{
	TomlTable to;

	for (const TomlTable::Entry &entry : table.entries)
		if (std::optional<TomlValue> value = dependency(entry, dev))
			add(to, entry.key, std::move(*value));
	return to;
}

/* The tables of dependencies of @from, which is the file or a platform. */
void Package::add_tables(const TomlTable &from, TomlTable &to)
{
	for (const auto &[key, alias, dev] : tables) {
		const TomlValue *value = from.find(key);
		if (!value)
			value = from.find(alias);
		if (value && value->table())
			add(to, key,
			    toml_value(dependencies(*value->table(), dev)));
	}
}

void Package::add_platforms(const TomlTable &upstream)
{
	const TomlValue *const value = upstream.find("target");
	TomlTable platforms;

	if (!value || !value->table())
		return;
	for (const TomlTable::Entry &entry : value->table()->entries) {
		TomlTable platform;
		if (entry.value.table())
			add_tables(*entry.value.table(), platform);
		if (!platform.entries.empty())
			add(platforms, entry.key,
			    toml_value(std::move(platform)));
	}
	add(out, "target", toml_value(std::move(platforms)));
}

void Package::add_package(const TomlTable &upstream)
{
	const TomlValue *value = upstream.find("package");
	TomlTable package;

	if (!value)
		value = upstream.find("project");
	for (const TomlTable::Entry &entry : value->table()->entries)
		if (!is_one_of(not_ours, entry.key))
			add(package, entry.key, entry.value);
	add(package, "publish", toml_value(false));
	add(package, "autobins", toml_value(false));
	if (needs_build_script(*crate.entry, crate.cargo->proc_macro))
		add(package, "build", toml_value(std::string(cargo_script)));
	else
		add(package, "build", toml_value(false));
	add(out, "package", toml_value(std::move(package)));
}

/*
 * Whether the library has an optional dependency @name where it is built, be it
 * one that the import does not follow.
 */
bool Package::is_optional_edge(std::string_view name) const
{
	const auto holds = [&](const Dependency &dep) {
		return !dep.target ||
		       std::any_of(crate.targets.begin(), crate.targets.end(),
				   [&](const CfgSet &cfgs) {
					   return evaluate(*dep.target, cfgs) !=
						  Truth::no;
				   });
	};

	return std::any_of(crate.cargo->dependencies.begin(),
			   crate.cargo->dependencies.end(),
			   [&](const Dependency &dep) {
				   return dep.kind == DepKind::normal &&
					  dep.optional && dep.name == name &&
					  holds(dep);
			   });
}

/*
 * A feature's value, of which cargo wants that the dependency is there, and
 * that it is an optional one where it could be off.  `d/f` of an optional one
 * turns on the feature d as well, which stays.
 */
std::optional<std::string> Package::feature_value(const std::string &text) const
{
	const FeatureValue value = parse_feature_value(text);

	switch (value.kind) {
	case FeatureValue::Kind::feature:
		return text;
	case FeatureValue::Kind::dep:
		if (optional.count(value.name))
			return text;
		return std::nullopt;
	default:
		break;
	}
	if (kept.count(value.name))
		return optional.count(value.name)
			       ? text
			       : str(value.name, "/", value.dep_feature);
	if (!value.weak && features.count(value.name) &&
	    is_optional_edge(value.name))
		return std::string(value.name);
	return std::nullopt;
}

/*
 * Upstream's features, and those that its optional dependencies are where the
 * dependency is not there to be one.
 */
Status Package::add_features()
{
	TomlTable to;

	features = TRY(feature_map(*crate.cargo));
	for (const auto &[name, values] : features) {
		std::vector<std::string> ours;
		if (!crate.cargo->features.count(name) && optional.count(name))
			continue;
		for (const std::string &text : values)
			if (const auto value = feature_value(text))
				ours.push_back(*value);
		std::erase(ours, name);
		add(to, name, toml_value(ours));
	}
	add(out, "features", toml_value(std::move(to)));
	return ok();
}

Status Package::write(const TomlTable &upstream)
{
	add_package(upstream);
	copy(upstream, "lib", out);
	add_tables(upstream, out);
	add_platforms(upstream);
	return add_features();
}

/* What is left out because the workspace has not what it needs. */
void tell_left_out(const ExportedCrate &crate, const LeftOut &left, Sink &sink)
{
	const auto report = [&](const std::string &what) {
		Diag diag = Diag(Id::export_left_out, what)
				    .at(crate.entry->where)
				    .with_help("add them to the manifest to "
					       "have it");
		diag.crate = crate.entry->name;
		sink.report(std::move(diag));
	};

	if (!left.targets.empty())
		report(str(join(left.targets, ", "), " of ", crate.entry->name,
			   " need ", join(left.packages, ", ")));
	if (!left.library.empty())
		report(str("the tests in the library of ", crate.entry->name,
			   " need ", join(left.library, ", ")));
}

/* A dependency of the root on @crate, as @role asks for it. */
TomlValue asked_for(const ExportedCrate &crate, const Role &role)
{
	TomlTable to;
	std::vector<std::string> features;

	for (const Word &feature : role.features)
		features.push_back(feature.text);
	add(to, "path", toml_value("../" + crate.entry->name));
	add(to, "default-features", toml_value(false));
	add(to, "features", toml_value(features));
	return toml_value(std::move(to));
}

std::string root_toml(const ExportedCrates &crates)
{
	TomlTable package, kernel, host, root;

	add(package, "name", toml_value(std::string(cargo_root)));
	add(package, "version", toml_value(std::string("0.0.0")));
	add(package, "edition", toml_value(std::string("2021")));
	add(package, "publish", toml_value(false));
	for (const auto &[name, crate] : crates) {
		const bool macro = crate.cargo->proc_macro;
		const Role *const for_kernel =
			macro ? nullptr
			      : role_for(*crate.entry, Target::kernel, false);
		const Role *const for_host =
			role_for(*crate.entry, Target::host, macro);
		if (for_kernel)
			add(kernel, name, asked_for(crate, *for_kernel));
		if (for_host)
			add(host, name, asked_for(crate, *for_host));
	}
	add(root, "package", toml_value(std::move(package)));
	add(root, "dependencies", toml_value(std::move(kernel)));
	add(root, "build-dependencies", toml_value(std::move(host)));
	return to_toml(root);
}

constexpr char about[] =
	"# Made by `kcrate export --cargo`: the crates of an import, with its "
	"changes.\n"
	"#\n"
	"#   cargo build -p kcrate-export --target x86_64-unknown-none\n"
	"#   cargo test -p CRATE --no-default-features --features ...\n"
	"#\n"
	"# Versions are those of the manifest, so no index is needed: "
	"--offline.\n";

} /* namespace */

Result<Tree> emit_cargo_package(const ExportedCrate &crate,
				const ExportedCrates &all, Sink &sink)
{
	const std::string text(crate.files.at("Cargo.toml").bytes());
	const std::string name = str(crate.entry->name, "/Cargo.toml");
	const TomlTable upstream = TRY(parse_toml({ name, text }));
	Package package(crate, all);
	Tree files = crate.files;

	TRY(package.write(upstream));
	const LeftOut left =
		leave_out_tests(*crate.cargo, upstream, package.missing, files);
	for (const char *const kind : { "test", "bench", "example" })
		if (std::optional<TomlValue> targets =
			    targets_of(upstream, kind, files))
			add(package.out, kind, std::move(*targets));
	tell_left_out(crate, left, sink);
	files["Cargo.toml"] = File(to_toml(package.out));
	if (needs_build_script(*crate.entry, crate.cargo->proc_macro))
		files[cargo_script] = File(
			build_script(*crate.entry, crate.cargo->proc_macro));
	files.erase("Cargo.lock");
	return files;
}

Tree emit_cargo_root(const ExportedCrates &crates)
{
	const std::string root = cargo_root;
	std::vector<std::string> members = { root };
	TomlTable workspace, file;
	Tree out;

	for (const auto &[name, crate] : crates)
		members.push_back(name);
	add(workspace, "members", toml_value(members));
	add(workspace, "resolver", toml_value(std::string("2")));
	add(file, "workspace", toml_value(std::move(workspace)));
	out["Cargo.toml"] = File(str(about, "\n", to_toml(file)));
	out[root + "/Cargo.toml"] = File(root_toml(crates));
	out[root + "/src/lib.rs"] = File("#![no_std]\n");
	/* Without a build script, nothing would be built for the host. */
	out[root + "/build.rs"] = File("fn main() {}\n");
	return out;
}

} /* namespace kcrate */
