// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/known.h"

#include "base/str.h"
#include "cargo/cargo_toml_bytes.h"
#include "io/inflate.h"
#include "manifest/yaml_bytes.h"

namespace kcrate {

namespace {

/* The YAML of @text, which is kept with it: a hash would be no faster. */
Result<YamlNode> manifest_yaml(const Cache &cache, const std::string &file,
			       std::string_view text)
{
	const Result<std::string> path = absolute_path(file);
	const std::string name =
		str("manifest-", crc32_of(path ? path.value() : file));
	const std::string what = str("of ", text.size(), " bytes of ", file);
	const std::optional<std::string> bytes = cache.derived(name, what);

	if (bytes && bytes->starts_with(text)) {
		std::optional<YamlNode> root =
			yaml_of(std::string_view(*bytes).substr(text.size()));
		if (root)
			return std::move(*root);
	}
	YamlNode root = TRY(parse_manifest_yaml(file, text));
	cache.keep_derived(name, what, std::string(text) + to_bytes(root));
	return root;
}

/*
 * Of Cargo.tomls, only what an archive says by itself is kept, with all that
 * unpack() asks of the entry: so what is found is what it would come to.
 */

bool is_kept(const CrateEntry &entry, SourceKind kind)
{
	return is_archive(kind) && !entry.cargo_toml &&
	       entry.ignore_files.empty();
}

std::string name_of(const Manifest &manifest, const PinnedSource &source)
{
	return str(source.sha256, manifest.rfc3875 ? "-rfc3875" : "");
}

/* What it depends on beside the archive and the rules. */
std::string facts_of(const CrateEntry &entry, SourceKind kind)
{
	std::string out = str("Cargo.toml ", name_of(kind), " ", entry.name,
			      " ", entry.version_text);

	if (kind == SourceKind::debian)
		out += str(" ", entry.debian->package, " ",
			   entry.debian->version);
	return out;
}

std::optional<CargoToml> known(const Manifest &manifest,
			       const CrateEntry &entry,
			       const PinnedSource &source, const Cache &cache)
{
	if (!is_kept(entry, source.kind))
		return {};
	const std::optional<std::string> bytes = cache.derived(
		name_of(manifest, source), facts_of(entry, source.kind));
	if (!bytes)
		return {};
	std::optional<CargoToml> crate = cargo_toml_of(*bytes);
	if (crate && (crate->name != entry.name ||
		      crate->version_text != entry.version_text))
		crate.reset();
	return crate;
}

} /* namespace */

Result<Manifest> parse_known_manifest(const Cache &cache,
				      const std::string &file,
				      std::string_view text)
{
	return manifest_of(TRY(manifest_yaml(cache, file, text)), file, text);
}

void take_known(const Manifest &manifest, const Cache &cache,
		std::map<std::string, PinnedSource> &sources,
		std::map<std::string, CargoToml> &cargo_tomls)
{
	for (auto source = sources.begin(); source != sources.end();) {
		std::optional<CargoToml> crate =
			known(manifest, manifest.crates.at(source->first),
			      source->second, cache);

		if (!crate) {
			++source;
			continue;
		}
		cargo_tomls.emplace(source->first, std::move(*crate));
		source = sources.erase(source);
	}
}

void keep_known(const Manifest &manifest, const Cache &cache,
		const Crates &crates)
{
	for (const auto &[name, crate] : crates) {
		const PinnedSource &source = crate.fetched.source;
		if (is_kept(*crate.entry, source.kind))
			cache.keep_derived(name_of(manifest, source),
					   facts_of(*crate.entry, source.kind),
					   to_bytes(crate.cargo));
	}
}

} /* namespace kcrate */
