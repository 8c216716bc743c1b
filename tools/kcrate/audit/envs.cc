// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/envs.h"

#include "base/str.h"

namespace kcrate {

std::map<std::string, std::string> cargo_envs(const CargoToml &cargo)
{
	return {
		{ "CARGO_PKG_NAME", cargo.name },
		{ "CARGO_PKG_VERSION", cargo.version_text },
		{ "CARGO_PKG_VERSION_MAJOR",
		  std::to_string(cargo.version.major) },
		{ "CARGO_PKG_VERSION_MINOR",
		  std::to_string(cargo.version.minor) },
		{ "CARGO_PKG_VERSION_PATCH",
		  std::to_string(cargo.version.patch) },
		{ "CARGO_PKG_VERSION_PRE", cargo.version.pre },
		{ "CARGO_PKG_AUTHORS", join(cargo.authors, ":") },
		{ "CARGO_PKG_DESCRIPTION", cargo.description },
		{ "CARGO_PKG_HOMEPAGE", cargo.homepage },
		{ "CARGO_PKG_REPOSITORY", cargo.repository },
		{ "CARGO_PKG_LICENSE", cargo.license },
		{ "CARGO_PKG_LICENSE_FILE", cargo.license_file },
		{ "CARGO_PKG_RUST_VERSION", cargo.rust_version },
		{ "CARGO_PKG_README", cargo.readme },
		{ "CARGO_CRATE_NAME", cargo.lib_name },
	};
}

std::optional<std::string> cargo_env(const CargoToml &cargo,
				     const std::string &name)
{
	const std::map<std::string, std::string> known = cargo_envs(cargo);
	const auto at = known.find(name);

	if (at == known.end())
		return {};
	return at->second;
}

Diag unknown_env(const EnvUse &use, const std::string &crate)
{
	return Diag(Id::env_unknown,
		    str("nothing gives the variable ", use.name))
		.at(use.where)
		.with_help(str("state it under 'envs' of ", crate,
			       ", or edit its use out"));
}

std::vector<Diag> check_envs(const CrateSource &source, const CargoToml &cargo,
			     const std::map<std::string, std::string> &given)
{
	const std::map<std::string, std::string> known = cargo_envs(cargo);
	std::vector<Diag> found;

	for (const EnvUse &use : source.envs) {
		if (use.optional || given.count(use.name))
			continue;
		if (use.name == "OUT_DIR")
			found.push_back(
				Diag(Id::env_unknown,
				     "what the build script writes into "
				     "OUT_DIR cannot be audited")
					.at(use.where)
					.with_help("have it written once, and "
						   "edit it into the source"));
		else if (known.count(use.name))
			found.push_back(
				Diag(Id::env_used,
				     str("the variable ", use.name,
					 " of its Cargo.toml"))
					.at(use.where)
					.with_help("an import gives it; "
						   "nothing is to be done"));
		else
			found.push_back(unknown_env(use, cargo.name));
	}
	return found;
}

std::vector<Diag> check_includes(const CrateSource &source)
{
	std::vector<Diag> found;

	for (const auto &[path, file] : source.files) {
		const Place &from = file.from;
		const std::string_view line = from.text;
		const std::string_view word =
			from.column && from.column <= line.size()
				? line.substr(from.column - 1)
				: std::string_view();
		const bool is_data = file.role == FileRole::embedded;
		if (from.file.empty() ||
		    (!is_data && !word.starts_with("include")))
			continue;
		Diag diag(Id::file_included,
			  str("'", path, "' is in it",
			      is_data ? ", as it is" : " as code"));
		diag.conditional = file.reach != Truth::yes;
		found.push_back(std::move(diag).at(from).with_help(
			"an import has to keep that file"));
	}
	return found;
}

} /* namespace kcrate */
