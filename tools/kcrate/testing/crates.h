/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Small crates and manifests, written in the test that needs them. */

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cargo/cargo_toml.h"
#include "manifest/manifest.h"
#include "testing/test.h"
#include "tree/tree.h"

namespace kcrate {

/* A pin that looks like one: 64 times @digit. */
inline std::string fake_hash(char digit = 'a')
{
	return std::string(64, digit);
}

/* The manifest whose crates are @entries: each begins with two spaces. */
inline Manifest manifest_of(const std::string &entries)
{
	Result<Manifest> manifest = parse_manifest(
		"crates.yaml",
		str("schema: 1\ncrates:", entries.empty() ? " {}" : "", "\n",
		    entries));

	REQUIRE_MESSAGE(manifest, outcome(manifest));
	return std::move(manifest.value());
}

/*
 * The entry of a crate "demo", version 1.0.0, with @more in it, lines that
 * begin with four spaces.
 */
inline CrateEntry demo_entry(const std::string &more = "")
{
	Manifest manifest =
		manifest_of(str("  demo:\n    version: \"1.0.0\"\n    sha256: ",
				fake_hash(), "\n", more));

	return std::move(manifest.crates.at("demo"));
}

/* The Cargo.toml of @name 1.0.0 with @more behind its first table's lines. */
inline CargoToml cargo_of(const std::string &name, const std::string &more = "",
			  const Tree &tree = { { "src/lib.rs", File() } },
			  Rfc3875 rfc3875 = Rfc3875::off)
{
	const std::string text = str("[package]\nname = \"", name,
				     "\"\nversion = \"1.0.0\"\n"
				     "edition = \"2021\"\n",
				     more);
	Result<CargoToml> cargo =
		parse_cargo_toml({ "Cargo.toml", text }, tree, rfc3875);

	REQUIRE_MESSAGE(cargo, outcome(cargo));
	return std::move(cargo.value());
}

/* What @sink was told, one "id: message" each. */
inline std::vector<std::string> findings(const Sink &sink)
{
	std::vector<std::string> out;

	for (const Diag &diag : sink.diags)
		out.push_back(str(name_of(diag.id), ": ", diag.message));
	return out;
}

/* "file:line:column", "" for a Diag without a place. */
inline std::string where(const Diag &diag)
{
	if (!diag.where)
		return "";
	return str(diag.where->file, ":", diag.where->line, ":",
		   diag.where->column);
}

using Strings = std::vector<std::string>;

} /* namespace kcrate */

/* How doctest prints a list of texts. */
template <>
struct doctest::StringMaker<kcrate::Strings> {
	static String convert(const kcrate::Strings &texts)
	{
		return ("{ '" + kcrate::join(texts, "', '") + "' }").c_str();
	}
};
