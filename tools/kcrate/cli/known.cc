// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/known.h"

#include "base/bytes.h"
#include "base/str.h"
#include "cargo/cargo_toml_bytes.h"
#include "io/inflate.h"
#include "manifest/manifest_bytes.h"

namespace kcrate {

namespace {

/* What is kept of the manifest in @file is named after the file. */
std::string kept_name(std::string_view kind, const std::string &file)
{
	const Result<std::string> path = absolute_path(file);

	return str(kind, "-", crc32_of(path ? path.value() : file));
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

/* All that the reading of @source depends on. */
std::string facts_of(const Manifest &manifest, const CrateEntry &entry,
		     const PinnedSource &source)
{
	std::string out = str(
		source.sha256, manifest.rfc3875 ? " rfc3875 " : " ",
		name_of(source.kind), " ", entry.name, " ", entry.version_text);

	if (source.kind == SourceKind::debian)
		out += str(" ", entry.debian->package, " ",
			   entry.debian->version);
	return out;
}

/* Cargo.tomls as bytes, each by the facts. */
using Kept = std::map<std::string, SharedText>;

constexpr std::string_view kept_kind = "crates";

Kept read_kept(const Manifest &manifest, const Cache &cache)
{
	std::optional<std::string> bytes = cache.derived(
		kept_name(kept_kind, manifest.file), manifest.file);
	Kept out;

	if (!bytes)
		return out;
	ByteReader reader(std::move(*bytes));
	reader.get(out);
	if (!reader.is_done())
		out.clear();
	return out;
}

std::optional<CargoToml> known(const Manifest &manifest,
			       const CrateEntry &entry,
			       const PinnedSource &source, const Kept &kept)
{
	if (!is_kept(entry, source.kind))
		return {};
	const auto bytes = kept.find(facts_of(manifest, entry, source));
	if (bytes == kept.end())
		return {};
	std::optional<CargoToml> crate = cargo_toml_of(bytes->second);
	if (crate && (crate->name != entry.name ||
		      crate->version_text != entry.version_text))
		crate.reset();
	return crate;
}

} /* namespace */

/* It is kept with its text: a hash would be no faster. */
Result<Manifest> parse_known_manifest(const Cache &cache,
				      const std::string &file,
				      std::string_view text)
{
	const std::string name = kept_name("manifest", file);
	const std::string what = str("of ", text.size(), " bytes of ", file);
	std::optional<std::string> bytes = cache.derived(name, what);

	if (bytes && bytes->starts_with(text)) {
		const SharedText all = std::move(*bytes);
		std::optional<Manifest> manifest =
			manifest_from(all.with(all.view().substr(text.size())));
		if (manifest)
			return std::move(*manifest);
	}
	Manifest manifest = TRY(parse_manifest(file, text));
	cache.keep_derived(name, what, std::string(text) + to_bytes(manifest));
	return manifest;
}

Pinned take_known(const Manifest &manifest, const Cache &cache,
		  const Pinned &sources, CargoTomls &cargo_tomls)
{
	const Kept kept = read_kept(manifest, cache);
	Pinned unknown;

	for (const auto &[name, source] : sources) {
		std::optional<CargoToml> crate =
			known(manifest, manifest.crates.at(name), source, kept);

		if (crate)
			cargo_tomls.emplace_hint(cargo_tomls.end(), name,
						 std::move(*crate));
		else
			unknown.emplace(name, source);
	}
	return unknown;
}

void keep_known(const Manifest &manifest, const Cache &cache,
		const Pinned &sources, const CargoTomls &cargo_tomls)
{
	ByteWriter writer;
	Kept kept;

	for (const auto &[name, source] : sources) {
		const CrateEntry &entry = manifest.crates.at(name);
		if (is_kept(entry, source.kind))
			kept[facts_of(manifest, entry, source)] =
				to_bytes(cargo_tomls.at(name));
	}
	if (kept == read_kept(manifest, cache))
		return;
	writer.put(kept);
	cache.keep_derived(kept_name(kept_kind, manifest.file), manifest.file,
			   writer.bytes);
}

} /* namespace kcrate */
