/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Typed access to the tables of a Cargo.toml, for the files of this directory.
 * All of these give Diag cargo_manifest where a value is not of the type that
 * cargo wants.
 */

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cargo/cargo_toml.h"
#include "diag/result.h"
#include "toml/toml.h"

namespace kcrate {

struct Section {
	std::string name; /* "lib", "target.'cfg(unix)'", "" for the file */
	const TomlTable *table = nullptr;
	bool dashes_only = false; /* edition 2024 has no default_features */
	Place where;
	Rfc3875 rfc3875 = Rfc3875::off;

	/* The dotted name of @key, for messages. */
	std::string path(std::string_view key) const;

	/* Null when there is none. */
	const TomlValue *find(std::string_view key) const;

	/* @key, or the same with underscores where the edition has that. */
	Result<const TomlValue *> find_alias(std::string_view key) const;
};

Diag manifest_error(std::string message, const Place &where);

/* @diag as a fault of the manifest at @where, which is all a caller expects. */
Diag as_manifest_error(const Diag &diag, const Place &where);

/* A null @value gives nothing; @path names it in messages. */
Result<std::optional<std::string>> as_string(const TomlValue *value,
					     std::string_view path);
Result<std::optional<bool>> as_bool(const TomlValue *value,
				    std::string_view path);
Result<std::vector<std::string>> as_strings(const TomlValue *value,
					    std::string_view path);

/* The table @value as a section of the name @path. */
Result<Section> as_section(const TomlValue &value, std::string path,
			   const Section &in);

/* The value of @key, or "". */
Result<std::string> read_string(const Section &section, std::string_view key);

/* What is wrong with a name, "" if nothing is; ASCII only, as on crates.io. */
std::string package_name_fault(std::string_view name);
std::string feature_name_fault(std::string_view name);

/* Whether @text is one to three numbers: no operator, no pre-release. */
bool is_rust_version(std::string_view text);

/*
 * Of an index line's dependencies, and of the text of a target; no crate comes
 * near these, and a hostile one could make us hold much.
 */
constexpr size_t max_dependencies = 2048;
constexpr size_t max_target_text = 4096;

/*
 * @section, the table of the dependency @out, says `builtin` with the @value,
 * and is one that RFC 3875 allows.  Diag builtin_dependency if it is not.
 */
Status read_builtin(const Section &section, const TomlValue &value,
		    Dependency &out);

/*
 * What RFC 3875 asks of the file @root as a whole.  Diag builtin_dependency:
 * with features off a crate would have no core, or [patch] or [replace] is for
 * one that is built in.
 */
Status check_builtins(const Section &root,
		      const std::vector<Dependency> &dependencies);

/* All dependencies of the file @root, with those of its target tables. */
Result<std::vector<Dependency>> read_dependencies(const Section &root);

} /* namespace kcrate */
