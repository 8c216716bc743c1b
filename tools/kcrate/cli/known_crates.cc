// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Cargo.tomls that the cache has beside their archives.  Only what an archive
 * says by itself is there, and what else unpack() asks of the entry is a part
 * of its name: so what is found is what unpack() would come to.
 */

#include "base/str.h"
#include "cargo/cargo_toml_bytes.h"
#include "cli/crate.h"
#include "io/parallel.h"

namespace kcrate {

namespace {

bool is_kept(const CrateEntry &entry, SourceKind kind)
{
	return is_archive(kind) && !entry.cargo_toml &&
	       entry.ignore_files.empty();
}

/* What the value depends on beside the archive. */
std::string facts_of(const Manifest &manifest, const CrateEntry &entry,
		     SourceKind kind)
{
	std::string out = str("Cargo.toml ", name_of(kind), " ", entry.name,
			      " ", entry.version_text);

	if (kind == SourceKind::debian)
		out += str(" ", entry.debian->package, " ",
			   entry.debian->version);
	if (manifest.rfc3875)
		out += " rfc3875";
	return out;
}

std::optional<CargoToml> known(const Manifest &manifest,
			       const CrateEntry &entry,
			       const PinnedSource &source, const Cache &cache)
{
	if (!is_kept(entry, source.kind))
		return {};
	const std::optional<std::string> bytes = cache.derived(
		source.sha256, facts_of(manifest, entry, source.kind));
	if (!bytes)
		return {};
	std::optional<CargoToml> crate = cargo_toml_of(*bytes);
	if (crate && (crate->name != entry.name ||
		      crate->version_text != entry.version_text))
		crate.reset();
	return crate;
}

} /* namespace */

void take_known(const Manifest &manifest, const Cache &cache, unsigned int jobs,
		PinnedSources &sources,
		std::map<std::string, CargoToml> &cargo_tomls)
{
	std::vector<PinnedSources::const_iterator> list;

	for (auto source = sources.begin(); source != sources.end(); ++source)
		list.push_back(source);
	std::vector<std::optional<CargoToml>> found(list.size());
	parallel_for(list.size(), jobs, [&](size_t i) {
		const auto &[name, source] = *list[i];
		found[i] = known(manifest, manifest.crates.at(name), source,
				 cache);
	});
	for (size_t i = 0; i < list.size(); i++) {
		if (!found[i])
			continue;
		cargo_tomls.emplace(list[i]->first, std::move(*found[i]));
		sources.erase(list[i]);
	}
}

void keep_known(const Manifest &manifest, const Cache &cache,
		const Crates &crates)
{
	for (const auto &[name, crate] : crates) {
		const PinnedSource &source = crate.fetched.source;
		if (is_kept(*crate.entry, source.kind))
			cache.keep_derived(
				source.sha256,
				facts_of(manifest, *crate.entry, source.kind),
				to_bytes(crate.cargo));
	}
}

} /* namespace kcrate */
