// SPDX-License-Identifier: GPL-2.0-or-later

/* The stage from what was fetched to a crate's files and its Cargo.toml. */

#include "base/str.h"
#include "cli/crate.h"
#include "unpack/debian.h"
#include "unpack/unpack.h"

namespace kcrate {

namespace {

Result<Tree> files_of(Crate &crate)
{
	const CrateEntry &entry = *crate.entry;
	Fetched &fetched = crate.fetched;
	UnpackOptions options;

	for (const auto &[path, why] : entry.ignore_files)
		options.ignored.insert(path);
	switch (fetched.source.kind) {
	case SourceKind::directory:
	case SourceKind::git:
		return std::move(fetched.tree);
	case SourceKind::debian:
		return unpack_deb(fetched.path, entry, options, crate.sink);
	default:
		return unpack_crate(fetched.path, fetched.bytes, entry.name,
				    entry.version_text, options, crate.sink);
	}
}

/* What the manifest states instead becomes a file of the crate like others. */
Status add_cargo_toml(Crate &crate)
{
	const CrateEntry &entry = *crate.entry;
	const std::optional<InlineFile> &stated = entry.cargo_toml;
	const bool there = crate.unpacked.count("Cargo.toml");

	if (!stated && !there)
		return Diag(Id::manifest_missing,
			    str(crate.fetched.path, " has no Cargo.toml"))
			.at(entry.where)
			.with_help("check that it is a crate's own directory, "
				   "or state a Cargo.toml with 'cargo-toml'");
	if (stated && there)
		return Diag(Id::manifest_twice,
			    str(entry.name, " ", entry.version_text,
				" has a Cargo.toml of its own"))
			.at(stated->where)
			.with_help("remove 'cargo-toml'");
	if (stated)
		crate.unpacked["Cargo.toml"] = File(stated->text);
	return ok();
}

/* Its text, by whose places a reader finds it. */
SourceText cargo_toml_of(const Crate &crate, const std::string &manifest_file)
{
	const CrateEntry &entry = *crate.entry;
	const std::string_view text = crate.unpacked.at("Cargo.toml").bytes();

	if (entry.cargo_toml)
		return { manifest_file, text, entry.cargo_toml->where.line,
			 entry.cargo_toml->indent };
	return { str(entry.name, "-", entry.version_text, "/Cargo.toml"),
		 text };
}

Diag other_crate(const Crate &crate)
{
	const CrateEntry &entry = *crate.entry;
	const std::optional<InlineFile> &stated = entry.cargo_toml;

	return Diag(Id::crate_mismatch,
		    str(stated ? "'cargo-toml' is of " : "the archive holds ",
			crate.cargo.name, " ", crate.cargo.version_text,
			", not ", entry.name, " ", entry.version_text))
		.at(stated ? stated->where : entry.where)
		.with_help(stated ? "correct one of the two"
				  : "correct the entry or its pin");
}

} /* namespace */

Status unpack(const Manifest &manifest, Crate &crate)
{
	const CrateEntry &entry = *crate.entry;

	crate.unpacked = TRY(files_of(crate));
	crate.fetched.bytes = {};
	TRY(add_cargo_toml(crate));
	Result<CargoToml> cargo = parse_cargo_toml(
		cargo_toml_of(crate, manifest.file), crate.unpacked,
		manifest.rfc3875 ? Rfc3875::on : Rfc3875::off);
	/* What is said of the file as a whole is said of its key. */
	if (!cargo && entry.cargo_toml &&
	    (!cargo.error().where || !cargo.error().where->line))
		cargo.error().where = entry.cargo_toml->where;
	crate.cargo = TRY(std::move(cargo));
	if (crate.cargo.name != entry.name ||
	    crate.cargo.version_text != entry.version_text)
		return other_crate(crate);
	return ok();
}

} /* namespace kcrate */
