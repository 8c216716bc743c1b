/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A crate's source as a value: which files rustc would read under a
 * configuration of which not everything is known, and what they say to the
 * world outside.
 *
 * The walk follows `mod`, `#[path]`, `include!`, `include_str!` and
 * `include_bytes!` from the root, evaluating cfg and cfg_attr in three values
 * on the way (also the items inside cfg_if!, cfg_select! and macros that only
 * wrap items).  A file is as reachable as its most reachable use.
 */

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cfg/cfg.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "rustsrc/lexer.h"
#include "tree/tree.h"

namespace kcrate {

enum class FileRole {
	module,	 /* parsed as Rust: mod, include! */
	embedded /* read as data: include_str!, include_bytes! */
};

struct SourceFile {
	FileRole role = FileRole::module;
	Truth reach = Truth::no; /* never `no` in CrateSource::files */
	/* Some include names it with a path that leaves the root's directory.
	 */
	bool escapes_root_dir = false;
	Place from; /* the use that reached it; no file for the root */
};

/* env!("NAME") and option_env!("NAME") outside cfg'd-out code. */
struct EnvUse {
	std::string name;
	bool optional = false;
	Place where;
};

struct CrateSource {
	/* By path in the tree; every file rustc may read, and no other. */
	std::map<std::string, SourceFile> files;
	/* Reached only where the configuration says no: tests, dev cfgs. */
	std::map<std::string, SourceFile> unreachable;
	std::vector<EnvUse> envs;
	Truth no_std = Truth::no; /* #![no_std], cfg_attr'd or not */
	/* #![feature(…)], likewise: by name, those that may be on. */
	std::map<std::string, Truth> unstable_features;
};

/*
 * Walks the crate whose root is @root in @tree.  Findings (module_missing
 * where a module that is certain has no file, module_ambiguous,
 * include_escapes) go to @sink; Diag rust_syntax for a file that is certainly
 * compiled and cannot be lexed, file_not_found for a missing root.
 */
Result<CrateSource> read_crate_source(const Tree &tree, const std::string &root,
				      const CfgSet &cfgs, TokenStore &tokens,
				      Sink &sink);

/*
 * The places where the code of @source, cfg'd-out parts excepted, names the
 * crate @identifier: a path that begins with it (`identifier::x`,
 * `::identifier::x`, `use identifier…`, `extern crate identifier`), in macro
 * bodies too.  `self::`/`crate::`/`super::identifier` and a local item of that
 * name are not the crate.
 */
Result<std::vector<Place>> references_to(const Tree &tree,
					 const CrateSource &source,
					 std::string_view identifier,
					 const CfgSet &cfgs,
					 TokenStore &tokens);

/* A name that stands in code, and where. */
struct NameUse {
	std::string name;
	Place where;
};

/*
 * The first use in the code of @source, cfg'd-out parts excepted, of `Vec`,
 * `println!` or another name of std's prelude that neither core's has nor, as
 * far as can be told without resolving names, the crate itself.  Diag
 * rust_syntax.
 */
Result<std::optional<NameUse>> std_prelude_use(const Tree &tree,
					       const CrateSource &source,
					       const CfgSet &cfgs,
					       TokenStore &tokens);

} /* namespace kcrate */
