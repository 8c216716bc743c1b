// SPDX-License-Identifier: GPL-2.0-or-later

/* The package and its library; dependencies.cc and features.cc do the rest. */

#include "cargo/cargo_toml.h"

#include <algorithm>
#include <utility>

#include "base/one_of.h"
#include "base/str.h"
#include "cargo/reader.h"

namespace kcrate {

namespace {

constexpr std::string_view editions[] = { "2015", "2018", "2021", "2024" };

Status refuse_unstable(const Section &root)
{
	const TomlValue *value = root.find("cargo-features");
	const std::vector<std::string> names =
		TRY(as_strings(value, "cargo-features"));

	if (!names.empty())
		return manifest_error(
			str("'cargo-features' asks for '", names.front(),
			    "': a crate that needs an unstable cargo is not accepted"),
			value->where);
	return ok();
}

/* [package], or [project] as crates of old had it. */
Result<Section> package_section(const Section &root)
{
	for (const std::string_view name : { "package", "project" })
		if (const TomlValue *value = root.find(name))
			return as_section(*value, std::string(name), root);
	return manifest_error("there is no [package]", root.where);
}

Diag inherited(std::string_view what, const Place &where)
{
	return manifest_error(
		       str("'", what,
			   "' is inherited from a workspace, so this is not the Cargo.toml of a packaged crate"),
		       where)
		.with_help("take the crate from its .crate archive");
}

bool is_inherited(const TomlValue &value)
{
	return value.table() && value.table()->find("workspace");
}

Status refuse_inherited(const Section &root, const Section &package)
{
	for (const TomlTable::Entry &entry : package.table->entries)
		if (entry.key != "metadata" && is_inherited(entry.value))
			return inherited(package.path(entry.key), entry.where);

	const TomlValue *lints = root.find("lints");
	if (lints && is_inherited(*lints))
		return inherited("lints", lints->where);
	return ok();
}

Status read_name(const Section &package, CargoToml &out)
{
	const TomlValue *value = package.find("name");

	if (!value)
		return manifest_error(
			str("'", package.path("name"), "' is missing"),
			package.where);
	out.name = TRY(read_string(package, "name"));

	const std::string fault = package_name_fault(out.name);
	if (!fault.empty())
		return manifest_error(
			str("'", out.name, "' cannot be a package: ", fault),
			value->where);
	return ok();
}

Status read_version(const Section &package, CargoToml &out)
{
	const TomlValue *value = package.find("version");
	const std::optional<std::string> text =
		TRY(as_string(value, package.path("version")));

	/* cargo's default for what is not to be published */
	out.version_text = trim(text.value_or("0.0.0"));
	Result<Version> version = parse_version(out.version_text);
	if (!version)
		return as_manifest_error(version.error(), value->where);
	out.version = std::move(version.value());
	return ok();
}

Result<std::string> read_edition(const Section &section,
				 const std::string &otherwise)
{
	const TomlValue *value = section.find("edition");

	if (!value)
		return otherwise;
	std::string edition = TRY(read_string(section, "edition"));
	if (!is_one_of(editions, edition))
		return manifest_error(str("'", section.path("edition"),
					  "' is '", edition,
					  "', which is no edition known here"),
				      value->where)
			.with_help(
				"known are 2015, 2018, 2021 and 2024; see whether an older version of the crate has one of these");
	return edition;
}

Status read_rust_version(const Section &package, CargoToml &out)
{
	const TomlValue *value = package.find("rust-version");

	if (!value)
		return ok();
	out.rust_version = TRY(read_string(package, "rust-version"));
	if (!is_rust_version(out.rust_version))
		return manifest_error(str("'", package.path("rust-version"),
					  "' is '", out.rust_version,
					  "', not a version like '1.70'"),
				      value->where);
	return ok();
}

/* A path of a target within the crate. */
Result<std::string> inner_path(const Section &section, std::string_view key)
{
	const std::string path = TRY(read_string(section, key));
	std::string inner = resolve_path("", path);

	if (inner.empty())
		return manifest_error(
			str("'", section.path(key), "' is '", path,
			    "', which is not a file of the crate"),
			section.find(key)->where);
	return inner;
}

Status read_build(const Section &package, const Tree &tree, CargoToml &out)
{
	const TomlValue *value = package.find("build");

	if (!value) {
		out.build = tree.contains("build.rs") ? "build.rs" : "";
		return ok();
	}
	if (value->boolean()) {
		out.build = *value->boolean() ? "build.rs" : "";
		return ok();
	}
	if (value->array())
		return manifest_error(
			"several build scripts are refused by stable cargo",
			value->where);
	out.build = TRY(inner_path(package, "build"));
	return ok();
}

Status read_readme(const Section &package, const Tree &tree, CargoToml &out)
{
	const TomlValue *value = package.find("readme");

	if (value && !value->boolean()) {
		out.readme = TRY(read_string(package, "readme"));
		return ok();
	}
	if (value) {
		out.readme = *value->boolean() ? "README.md" : "";
		return ok();
	}
	for (const char *name : { "README.md", "README.txt", "README" })
		if (out.readme.empty() && tree.contains(name))
			out.readme = name;
	return ok();
}

Status read_links(const Section &package, CargoToml &out)
{
	const TomlValue *value = package.find("links");

	out.links = TRY(read_string(package, "links"));
	if (value && out.build.empty())
		return manifest_error(
			str("'", package.path("links"),
			    "' stands in a package without a build script"),
			value->where);
	return ok();
}

Status read_package(const Section &package, const Tree &tree, CargoToml &out)
{
	TRY(read_name(package, out));
	TRY(read_version(package, out));
	out.edition = TRY(read_edition(package, "2015"));
	if (out.edition == "2024" && package.name == "project")
		return manifest_error(
			       "'project' is spelt 'package' from edition 2024 on",
			       package.where)
			.with_help("write '[package]'");
	TRY(read_rust_version(package, out));
	out.license = TRY(read_string(package, "license"));
	out.license_file = TRY(read_string(package, "license-file"));
	out.repository = TRY(read_string(package, "repository"));
	out.homepage = TRY(read_string(package, "homepage"));
	out.description = TRY(read_string(package, "description"));
	out.authors = TRY(
		as_strings(package.find("authors"), package.path("authors")));
	TRY(read_build(package, tree, out));
	TRY(read_readme(package, tree, out));
	return read_links(package, out);
}

bool is_identifier(std::string_view name)
{
	return !name.empty() && !is_digit(name[0]) &&
	       std::all_of(name.begin(), name.end(),
			   [](char c) { return is_alnum(c) || c == '_'; });
}

Status read_lib_name(const Section &lib, CargoToml &out)
{
	const TomlValue *value = lib.find("name");

	out.lib_name = crate_identifier(out.name);
	if (!value)
		return ok();
	out.lib_name = TRY(read_string(lib, "name"));
	if (!is_identifier(out.lib_name))
		return manifest_error(str("'lib.name' is '", out.lib_name,
					  "', which is no identifier"),
				      value->where);
	return ok();
}

Status read_lib_path(const Section &lib, const Tree &tree, CargoToml &out)
{
	/* Edition 2015 alone has src/NAME.rs. */
	const std::string legacy = str("src/", out.lib_name, ".rs");

	if (lib.find("path"))
		out.lib_path = TRY(inner_path(lib, "path"));
	else if (tree.contains("src/lib.rs"))
		out.lib_path = "src/lib.rs";
	else if (out.edition == "2015" && tree.contains(legacy))
		out.lib_path = legacy;
	else
		return manifest_error(
			str("the library '", out.lib_name,
			    "' has no 'path', and there is no src/lib.rs"),
			lib.where);
	return ok();
}

Status read_proc_macro(const Section &lib, CargoToml &out)
{
	const TomlValue *flag = TRY(lib.find_alias("proc-macro"));
	const TomlValue *types = TRY(lib.find_alias("crate-type"));
	const std::vector<std::string> kinds =
		TRY(as_strings(types, "lib.crate-type"));
	const bool among = std::find(kinds.begin(), kinds.end(),
				     "proc-macro") != kinds.end();

	if (among && kinds.size() > 1)
		return manifest_error(
			"'lib.crate-type' mixes 'proc-macro' with others",
			types->where);
	/* Where both are given, cargo goes by the types. */
	const bool flagged =
		TRY(as_bool(flag, "lib.proc-macro")).value_or(false);
	out.proc_macro = types ? among : flagged;
	return ok();
}

Status read_lib(const Section &root, const Section &package, const Tree &tree,
		CargoToml &out)
{
	const TomlTable none;
	Section lib{ "lib", &none, root.dashes_only, root.where };
	const bool infer =
		TRY(as_bool(package.find("autolib"), package.path("autolib")))
			.value_or(true);

	out.lib_edition = out.edition;
	if (const TomlValue *value = root.find("lib"))
		lib = TRY(as_section(*value, "lib", root));
	else
		out.has_lib = infer && tree.contains("src/lib.rs");
	if (!out.has_lib)
		return ok();
	TRY(read_lib_name(lib, out));
	TRY(read_lib_path(lib, tree, out));
	TRY(read_proc_macro(lib, out));
	out.lib_edition = TRY(read_edition(lib, out.edition));
	return ok();
}

Status read_features(const Section &root, CargoToml &out)
{
	const TomlValue *value = root.find("features");
	std::map<std::string_view, Place> places;

	if (!value)
		return ok();
	const Section section = TRY(as_section(*value, "features", root));
	for (const TomlTable::Entry &entry : section.table->entries) {
		const std::string fault = feature_name_fault(entry.key);
		if (!fault.empty())
			return manifest_error(
				str("'", entry.key,
				    "' cannot be a feature: ", fault),
				entry.where);
		out.features[entry.key] =
			TRY(as_strings(&entry.value, section.path(entry.key)));
		places[entry.key] = entry.where;
	}
	for (auto &[feature, place] : places)
		out.feature_places.push_back(std::move(place));
	return ok();
}

} /* namespace */

bool is_rust_version(std::string_view text)
{
	const std::vector<std::string_view> parts = split(text, '.');

	return parts.size() <= 3 &&
	       std::all_of(
		       parts.begin(), parts.end(), [](std::string_view part) {
			       return !part.empty() && part.size() < 10 &&
				      (part[0] != '0' || part.size() == 1) &&
				      std::all_of(part.begin(), part.end(),
						  is_digit);
		       });
}

Result<CargoToml> parse_cargo_toml(const SourceText &source, const Tree &tree,
				   Rfc3875 rfc3875)
{
	const TomlTable toml = TRY(parse_toml(source));
	CargoToml out;
	Section root;

	root.table = &toml;
	root.where.file = source.file;
	root.rfc3875 = rfc3875;
	TRY(refuse_unstable(root));
	const Section package = TRY(package_section(root));
	TRY(refuse_inherited(root, package));
	TRY(read_package(package, tree, out));
	root.dashes_only = out.edition == "2024";
	TRY(read_lib(root, package, tree, out));
	out.dependencies = TRY(read_dependencies(root));
	if (rfc3875 == Rfc3875::on)
		TRY(check_builtins(root, out.dependencies));
	TRY(read_features(root, out));
	return out;
}

} /* namespace kcrate */
