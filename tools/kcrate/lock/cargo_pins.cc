// SPDX-License-Identifier: GPL-2.0-or-later

#include "lock/cargo_pins.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/str.h"
#include "semver/semver.h"

namespace kcrate {

namespace {

using Packages = std::vector<const LockedPackage *>;

Diag differs(std::string message, const Place &where)
{
	return Diag(Id::cargo_lock_differs, std::move(message)).at(where);
}

Diag not_there(const CrateEntry &entry, const CargoLock &lock)
{
	return differs(str(entry.name, " is not in ", lock.file), entry.where)
		.with_help("name the Cargo.lock of a workspace that uses it");
}

std::string versions(const Packages &packages)
{
	std::vector<std::string> out;

	for (const LockedPackage *const package : packages)
		out.push_back(package->version);
	return join(out, " and ");
}

const LockedPackage *with_version(const Packages &packages,
				  const std::string &version)
{
	for (const LockedPackage *const package : packages)
		if (package->version == version)
			return package;
	return nullptr;
}

/* Both hashes, where they differ; one of them may be missing. */
Diag other_hash(const CrateEntry &entry, const CargoLock &lock,
		const LockedPackage &package)
{
	const std::string what = str(entry.name, " ", entry.version_text);

	if (entry.sha256.empty())
		return differs(str(what, " has no 'sha256'; it is ",
				   package.checksum, " in ", lock.file),
			       entry.where);
	if (package.checksum.empty())
		return differs(
			str(what, " is from ",
			    package.source.empty() ? "a path" : package.source,
			    " in ", lock.file, ", without a checksum"),
			entry.where);
	return differs(str(what, " has the checksum ", package.checksum, " in ",
			   lock.file),
		       entry.sha256_where)
		.with_help("one version has one archive: find out which of the "
			   "two hashes is crates.io's");
}

/*
 * Whether cargo takes the two for one: at most one version of each such class
 * is in a Cargo.lock (its src/resolver/context.rs, SemverCompatibility).
 */
bool is_compatible(const Version &a, const Version &b)
{
	if (a.major || b.major)
		return a.major == b.major;
	if (a.minor || b.minor)
		return a.minor == b.minor;
	return a.patch == b.patch;
}

const LockedPackage *choose(const CrateEntry &entry, const Packages &packages)
{
	if (packages.size() == 1)
		return packages[0];
	if (const LockedPackage *const same =
		    with_version(packages, entry.version_text))
		return same;
	for (const LockedPackage *const package : packages) {
		const Result<Version> version = parse_version(package->version);
		if (version && is_compatible(version.value(), entry.version))
			return package;
	}
	return nullptr;
}

/* The package that @entry is to be, which may be the one that it is. */
Result<const LockedPackage *> package_for(const CrateEntry &entry,
					  const CargoLock &lock)
{
	const Packages packages = lock.find(entry.name);
	const LockedPackage *const package = choose(entry, packages);

	if (packages.empty())
		return not_there(entry, lock);
	if (!package)
		return differs(str(lock.file, " has ", versions(packages),
				   " of ", entry.name,
				   ", and none is compatible with ",
				   entry.version_text),
			       entry.where)
			.with_help("write the version that is meant into the "
				   "manifest");
	const bool same = package->version == entry.version_text;
	if (package->checksum.empty() && !(same && entry.sha256.empty()))
		return differs(str(entry.name, " ", package->version,
				   " has no checksum in ", lock.file),
			       entry.where)
			.with_help("it is from a path or from git there, so "
				   "pin it by hand");
	return package;
}

} /* namespace */

std::vector<Diag> differences(const Manifest &manifest, const CargoLock &lock)
{
	std::vector<Diag> out;

	for (const auto &[name, entry] : manifest.crates) {
		const Packages packages = lock.find(name);
		const LockedPackage *const package =
			with_version(packages, entry.version_text);
		if (packages.empty())
			out.push_back(not_there(entry, lock));
		else if (!package)
			out.push_back(
				differs(str(name, " is ", entry.version_text,
					    ", ", lock.file, " has ",
					    versions(packages)),
					entry.where)
					.with_help(str("'kcrate lock --from ",
						       lock.file,
						       "' takes it over")));
		else if (package->checksum != entry.sha256)
			out.push_back(other_hash(entry, lock, *package));
	}
	return out;
}

Result<std::vector<CratePin>> pins_from(const Manifest &manifest,
					const CargoLock &lock)
{
	std::vector<CratePin> pins;
	std::vector<Diag> problems;

	for (const auto &[name, entry] : manifest.crates) {
		const Result<const LockedPackage *> found =
			package_for(entry, lock);
		if (!found) {
			problems.push_back(found.error());
			continue;
		}
		const LockedPackage &package = *found.value();
		if (package.version != entry.version_text ||
		    package.checksum != entry.sha256)
			pins.push_back(
				{ name, package.version, package.checksum });
	}
	if (problems.empty())
		return pins;
	Diag first = std::move(problems.front());
	first.more.assign(std::make_move_iterator(problems.begin() + 1),
			  std::make_move_iterator(problems.end()));
	return first;
}

} /* namespace kcrate */
