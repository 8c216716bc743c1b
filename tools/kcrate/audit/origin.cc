// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/origin.h"

#include <utility>

#include "base/str.h"
#include "cargo/package_files.h"
#include "io/digest.h"
#include "toml/toml.h"

namespace kcrate {

namespace {

Diag modified(const std::string &file, std::string message)
{
	return Diag(Id::file_modified, std::move(message))
		.at({ file, 0, 0, 0, {} })
		.with_help("unpack the package again; a change that is wanted "
			   "belongs into the manifest, as an edit or a patch");
}

Diag as_warning(Diag diag)
{
	diag.severity = Severity::warning;
	return diag;
}

/* Null where there is none. */
const File *file_of(const Tree &tree, const std::string &path)
{
	const auto at = tree.find(path);

	return at == tree.end() ? nullptr : &at->second;
}

void compare(const PackageChecksums &listed, const Tree &files,
	     const Tree &hidden, std::vector<Diag> &out)
{
	if (listed.files.empty())
		return;
	for (const auto &[path, hash] : listed.files) {
		const File *file = file_of(files, path);
		if (!file)
			file = file_of(hidden, path);
		if (!file)
			out.push_back(modified(
				path, "its package has it, and it is missing"));
		else if (sha256_of(file->bytes()) != hash)
			out.push_back(modified(
				path, str("it differs from its package's: its "
					  "SHA-256 is not that of ",
					  checksum_file)));
	}
	for (const auto &[path, file] : files)
		if (!listed.files.count(path))
			out.push_back(as_warning(modified(
				path, "its package does not have it")));
}

void judge_checksums(const Tree &files, const Tree &hidden, OriginAudit &out)
{
	const File *const file = file_of(hidden, checksum_file);

	if (!file)
		return;
	Result<PackageChecksums> listed = parse_checksums(file->bytes());
	if (!listed) {
		out.findings.push_back(std::move(listed.error()));
		return;
	}
	out.origin.package_sha256 = std::move(listed.value().package);
	compare(listed.value(), files, hidden, out.findings);
}

void judge_commit(const Tree &hidden, OriginAudit &out)
{
	const File *const file = file_of(hidden, vcs_info_file);

	if (!file)
		return;
	VcsInfo info = parse_vcs_info(file->bytes());
	if (info.dirty)
		out.findings.push_back(as_warning(
			Diag(Id::file_modified, "the package was made of files "
						"that were not committed")
				.at({ vcs_info_file, 0, 0, 0, {} })
				.with_help("compare it with the commit that "
					   "is named there, or ask upstream "
					   "for a package of one")));
	out.origin.commit = std::move(info.commit);
	out.origin.path = std::move(info.path);
}

/* The table of @cargo_toml that says what its crate is called, or null. */
const TomlTable *package_of(const TomlTable &cargo_toml)
{
	for (const char *const key : { "package", "project" })
		if (const TomlValue *const value = cargo_toml.find(key))
			return value->table();
	return nullptr;
}

/* What cannot be read, is inherited or left out is no difference. */
void judge_original(const CargoToml &cargo, const Tree &files, OriginAudit &out)
{
	constexpr char original[] = "Cargo.toml.orig";
	const File *const file = file_of(files, original);

	if (!file)
		return;
	const Result<TomlTable> toml = parse_toml({ original, file->bytes() });
	const TomlTable *const package =
		toml ? package_of(toml.value()) : nullptr;
	if (!package)
		return;
	for (const auto &[key, here] :
	     { std::pair("name", &cargo.name),
	       std::pair("version", &cargo.version_text) }) {
		const TomlValue *const value = package->find(key);
		const std::string *const there =
			value ? value->string() : nullptr;
		if (there && trim(*there) != trim(*here))
			out.findings.push_back(modified(
				"Cargo.toml", str("its ", key, " is '", *here,
						  "', and that of ", original,
						  " is '", *there, "'")));
	}
}

} /* namespace */

OriginAudit check_origin(const CargoToml &cargo, const Tree &files,
			 const Tree &hidden)
{
	OriginAudit out;

	judge_checksums(files, hidden, out);
	judge_commit(hidden, out);
	judge_original(cargo, files, out);
	return out;
}

} /* namespace kcrate */
