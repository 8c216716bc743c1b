/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * crates.yaml as a value: which crates, pinned to which bytes, changed how.
 * Documentation/manifest.rst is its reference.
 */

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diag.h"
#include "diag/result.h"
#include "semver/semver.h"

namespace kcrate {

/* A text of the manifest and where it stands. */
struct Word {
	std::string text;
	Place where;
};

/* What a unit of a crate is compiled for. */
enum class Target { kernel, host };
std::string_view name_of(Target target);

/* `name` or `name="value"`, for all compilers or for some. */
struct CfgFlag {
	std::string key;
	std::optional<std::string> value;
	std::string when_op;	/* "", ">=" or "<" */
	unsigned int rustc = 0; /* 1.88.0 is 108800, as Kbuild counts */

	/* As on rustc's command line: name="value". */
	std::string text() const;
	/* As in a manifest: "rustc >= 1.88", "" for all. */
	std::string condition() const;
};

/* `name`, `name="value"` or `name = "value"`; nothing for what is neither. */
std::optional<CfgFlag> cfg_flag(std::string_view text);

struct Role {
	std::vector<Word> features;
	std::vector<CfgFlag> cfgs;
	std::map<std::string, std::string> envs;
};

struct DebianPin {
	std::string suite, package, version, arch, sha256;
	Place where; /* of the hash */
};

struct DebianSourcePin {
	std::string suite, package, version;
};

struct DirectoryPin {
	std::string path, tree_sha256;
	Place where; /* of the hash */
};

struct GitPin {
	std::string url, commit;
	std::string path; /* of the crate in the repository, "" to find it */
	std::string tree_sha256;
	Place where; /* of the hash */
};

/* A file of the crate that the manifest has, as a block of lines. */
struct InlineFile {
	std::string text;
	Place where;	   /* of the `|`: the text begins in the next line */
	size_t indent = 0; /* blanks before each line, which are not of it */
};

struct Edit {
	std::string file, find, replace, why;
	size_t count = 1;
	Place where;
};

/* One crate: its pin and its recipe. */
struct CrateEntry {
	std::string name;
	Place where;

	std::string version_text;
	Version version;
	std::string sha256; /* of the .crate, "" where unknown */
	Place sha256_where;
	std::optional<DebianPin> debian;
	std::optional<DebianSourcePin> debian_source;
	std::optional<DirectoryPin> directory;
	std::optional<GitPin> git;
	std::string selected_sha256;
	Place selected_where;
	std::optional<InlineFile> cargo_toml; /* of a source without one */
	std::string released, tag, repository, maintainer;

	std::optional<Role> kernel, host;
	bool features_exact = false;
	std::vector<CfgFlag> cfgs_off;
	std::vector<std::string> license_drop;
	std::string license_is; /* "": what Cargo.toml says */
	Place license_where;
	bool build_script_replaced = false;
	Place build_script_where;
	std::map<std::string, Word> drop_dependencies; /* to the reason */
	std::map<std::string, Word> drop_files;
	std::map<std::string, Word> keep_files;
	std::map<std::string, Word> ignore_files;
	std::vector<Edit> edits;
	std::vector<Word> patches;

	/* The kernel tree has the crate itself: nothing is imported. */
	bool of_tree = false;
};

/*
 * What @entry says of its unit for @target, null for nothing.  @proc_macro:
 * the crate is one, so that what the kernel asks of it is asked of the host's.
 */
const Role *role_for(const CrateEntry &entry, Target target, bool proc_macro);

struct Manifest {
	std::string file;     /* as the user named it */
	std::string registry; /* URL, or "" */
	bool rfc3875 = false; /* Cargo.toml files may say `builtin` */
	/* Of Linux, by the names of its arch/; one at least, none twice. */
	std::vector<std::string> architectures = { "x86" };
	std::map<std::string, CrateEntry> crates;
};

/* @text is the content of @file.  Diags of parse_yaml() and check(). */
Result<Manifest> parse_manifest(const std::string &file, std::string_view text);

} /* namespace kcrate */
