// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/manifest_bytes.h"

#include "diag/place_bytes.h"
#include "semver/version_bytes.h"

namespace kcrate {

static auto members_of(Is<Word> auto &word)
{
	auto &[text, where] = word;

	return std::tie(text, where);
}

static auto members_of(Is<CfgFlag> auto &flag)
{
	auto &[key, value, when_op, rustc] = flag;

	return std::tie(key, value, when_op, rustc);
}

static auto members_of(Is<Role> auto &role)
{
	auto &[features, cfgs, envs] = role;

	return std::tie(features, cfgs, envs);
}

static auto members_of(Is<DebianPin> auto &pin)
{
	auto &[suite, package, version, arch, sha256, where] = pin;

	return std::tie(suite, package, version, arch, sha256, where);
}

static auto members_of(Is<DebianSourcePin> auto &pin)
{
	auto &[suite, package, version] = pin;

	return std::tie(suite, package, version);
}

static auto members_of(Is<DirectoryPin> auto &pin)
{
	auto &[path, tree_sha256, where] = pin;

	return std::tie(path, tree_sha256, where);
}

static auto members_of(Is<GitPin> auto &pin)
{
	auto &[url, commit, path, tree_sha256, where] = pin;

	return std::tie(url, commit, path, tree_sha256, where);
}

static auto members_of(Is<InlineFile> auto &file)
{
	auto &[text, where, indent] = file;

	return std::tie(text, where, indent);
}

static auto members_of(Is<Edit> auto &edit)
{
	auto &[file, find, replace, why, count, where] = edit;

	return std::tie(file, find, replace, why, count, where);
}

static auto members_of(Is<CrateEntry> auto &entry)
{
	auto &[name, where, version_text, version, sha256, sha256_where, debian,
	       debian_source, directory, git, selected_sha256, selected_where,
	       cargo_toml, released, tag, repository, maintainer, kernel, host,
	       features_exact, cfgs_off, license_drop, license_is,
	       license_where, build_script_replaced, build_script_where,
	       drop_dependencies, drop_files, keep_files, ignore_files, edits,
	       patches, of_tree] = entry;

	return std::tie(name, where, version_text, version, sha256,
			sha256_where, debian, debian_source, directory, git,
			selected_sha256, selected_where, cargo_toml, released,
			tag, repository, maintainer, kernel, host,
			features_exact, cfgs_off, license_drop, license_is,
			license_where, build_script_replaced,
			build_script_where, drop_dependencies, drop_files,
			keep_files, ignore_files, edits, patches, of_tree);
}

static auto members_of(Is<Manifest> auto &manifest)
{
	auto &[file, registry, rfc3875, architectures, crates] = manifest;

	return std::tie(file, registry, rfc3875, architectures, crates);
}

std::string to_bytes(const Manifest &manifest)
{
	ByteWriter writer;

	writer.put(manifest);
	return std::move(writer.bytes);
}

std::optional<Manifest> manifest_from(const SharedText &bytes)
{
	std::optional<Manifest> manifest(std::in_place);
	ByteReader reader(bytes);

	reader.get(*manifest);
	if (!reader.is_done())
		manifest.reset();
	return manifest;
}

} /* namespace kcrate */
