// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/vendor.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/str.h"
#include "cargo/package_files.h"
#include "io/files.h"
#include "io/output_dir.h"

namespace kcrate {

namespace fs = std::filesystem;

namespace {

/* Whether @directory may hold the crate @name: NAME or NAME-1.2.3. */
bool may_hold(std::string_view directory, std::string_view name)
{
	if (!directory.starts_with(name))
		return false;
	directory.remove_prefix(name.size());
	return directory.empty() ||
	       (directory.size() > 1 && directory[0] == '-' &&
		is_digit(directory[1]));
}

/* "a" of "a//": as people complete names. */
std::string without_slashes(std::string directory)
{
	while (directory.size() > 1 && directory.ends_with('/'))
		directory.pop_back();
	return directory;
}

/* What @directory's package says of itself, and which of its files are none of
 * @files. */
Tree read_hidden(const std::string &directory, const Tree &files)
{
	Tree out;

	for (const char *const name : { checksum_file, vcs_info_file }) {
		std::optional<std::string> text = read_beginning(
			str(directory, "/", name), max_package_file + 1);
		if (text)
			out.emplace(name, std::move(*text));
	}
	const auto checksums = out.find(checksum_file);
	if (checksums == out.end())
		return out;
	const Result<PackageChecksums> listed =
		parse_checksums(checksums->second.bytes());
	const Result<OutputDir> dir = OutputDir::open_to_read(directory);
	if (!listed || !dir)
		return out;
	for (const auto &[path, hash] : listed.value().files) {
		if (files.count(path) || out.count(path))
			continue;
		Result<std::optional<std::string>> bytes =
			dir.value().read(path);
		if (bytes && bytes.value())
			out.emplace(path, std::move(*bytes.value()));
	}
	return out;
}

} /* namespace */

Status UnpackedCrate::read_files()
{
	files = TRY(read_source_tree(directory));
	hidden = read_hidden(directory, files);
	return ok();
}

void UnpackedCrate::forget_files()
{
	files.clear();
	hidden.clear();
}

Result<std::unique_ptr<UnpackedCrate>>
read_unpacked(const std::string &directory)
{
	auto crate = std::make_unique<UnpackedCrate>();

	crate->directory = without_slashes(directory);
	TRY(crate->read_files());
	const auto file = crate->files.find("Cargo.toml");
	if (file == crate->files.end())
		return Diag(Id::manifest_missing,
			    str(directory, " has no Cargo.toml"))
			.with_help("check that it is a crate's own directory");
	crate->cargo = TRY(parse_cargo_toml(
		{ str(directory, "/Cargo.toml"), file->second.bytes() },
		crate->files));
	return crate;
}

Result<Vendor> Vendor::open(const std::string &directory)
{
	Vendor out;
	std::error_code error;

	if (directory.empty())
		return out;
	for (fs::directory_iterator at(directory, error), end;
	     !error && at != end; at.increment(error))
		if (at->is_directory())
			out.directories.push_back(at->path().string());
	if (error)
		return Diag(Id::file_unreadable, str("cannot read ", directory,
						     ": ", error.message()))
			.with_help("name the directory that 'cargo vendor' "
				   "has made");
	std::sort(out.directories.begin(), out.directories.end());
	return out;
}

Result<std::map<std::string, std::vector<const CargoToml *>>>
Vendor::read(const std::set<std::string> &names)
{
	std::map<std::string, std::vector<const CargoToml *>> out;

	for (const std::string &name : names)
		for (const std::string &directory : directories) {
			if (!may_hold(base_name(directory), name))
				continue;
			auto &known = crates[directory];
			if (!known) {
				known = TRY(read_unpacked(directory));
				by_cargo[&known->cargo] = known.get();
			}
			if (known->cargo.name == name)
				out[name].push_back(&known->cargo);
		}
	return out;
}

Result<const UnpackedCrate *> Vendor::crate_of(const CargoToml *cargo)
{
	UnpackedCrate &crate = *by_cargo.at(cargo);

	/* None is without a file. */
	if (crate.files.empty())
		TRY(crate.read_files());
	return &crate;
}

void Vendor::forget_files()
{
	for (const auto &[directory, crate] : crates)
		if (crate)
			crate->forget_files();
}

} /* namespace kcrate */
