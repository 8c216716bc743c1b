/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Cargo.toml as a value: what cargo would make of it (its
 * src/workspace/parser/), defaults filled in, nothing decided.
 */

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cfg/cfg.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "semver/semver.h"
#include "tree/tree.h"

namespace kcrate {

enum class DepKind { normal, build, dev };

struct Dependency {
	std::string name;    /* the key in the table */
	std::string package; /* what it names: `package`, else the key */
	std::string requirement_text; /* "" where only a path was given */
	Requirement requirement;
	DepKind kind = DepKind::normal;
	/* Of [target.'…'], if in one, and shared by all in it. */
	std::shared_ptr<const CfgExpr> target;
	std::string target_text;
	std::vector<std::string> features;
	bool renamed = false; /* says `package`: the source says @name */
	bool optional = false;
	bool default_features = true;
	bool local = false;   /* from a path or a repository */
	bool builtin = false; /* a crate of the compiler's own (RFC 3875) */
	/* Where it says `builtin` to a cargo that does not know that. */
	std::optional<Place> builtin_ignored;
	Place where;
};

/* Features, each with what it turns on. */
using FeatureMap = std::map<std::string, std::vector<std::string>, std::less<>>;

/* Whether `builtin = true` makes a dependency; no released cargo knows it. */
enum class Rfc3875 { off, on };

struct CargoToml {
	std::string name;
	Version version;
	std::string version_text;
	std::string edition;	  /* "2015" where absent */
	std::string rust_version; /* "" where absent */
	std::string license;	  /* "" where absent */
	std::string license_file;
	std::string repository;
	std::string homepage;
	std::string description;
	std::vector<std::string> authors;
	std::string links;
	std::string readme;
	std::string build; /* path of the build script, "" for none */

	bool has_lib = true;  /* false: only binaries */
	std::string lib_name; /* the crate's identifier */
	std::string lib_path;
	std::string lib_edition; /* the library's own, else @edition */
	bool proc_macro = false;

	std::vector<Dependency> dependencies;

	/* As written, in the order of their names. */
	FeatureMap features;
	std::vector<Place> feature_places; /* of each one's key */
};

/*
 * Reads @source, the Cargo.toml of the crate whose files are @tree (needed for
 * targets that cargo infers: src/lib.rs, build.rs).  Diag toml_syntax or
 * cargo_manifest; builtin_dependency with Rfc3875::on, where a rule of that RFC
 * is broken.
 */
Result<CargoToml> parse_cargo_toml(const SourceText &source, const Tree &tree,
				   Rfc3875 rfc3875 = Rfc3875::off);

/*
 * One element of a feature's list: `f`, `dep:d`, `d/f` or `d?/f`; the names are
 * in its text.
 */
struct FeatureValue {
	enum class Kind { feature, dep, dep_feature };

	Kind kind = Kind::feature;
	std::string_view name;	      /* of the feature or the dependency */
	std::string_view dep_feature; /* dep_feature: the feature of @name */
	bool weak = false;	      /* dep_feature: `name?/feature` */
};

FeatureValue parse_feature_value(std::string_view text);

/*
 * The feature map as cargo builds it (src/workspace/summary.rs,
 * build_feature_map): @features, and an implicit feature for each optional one
 * of @dependencies that no `dep:` mentions.  Diag cargo_manifest, or
 * builtin_dependency for a feature of a crate that is built in, at the feature
 * or the dependency where its place is known.
 */
Result<FeatureMap> feature_map(const FeatureMap &features,
			       const std::vector<Dependency> &dependencies);

/* The same of a whole Cargo.toml. */
Result<FeatureMap> feature_map(const CargoToml &crate);

/* Of that map, what is not written: the implicit features. */
Result<FeatureMap> implicit_features(const CargoToml &crate);

} /* namespace kcrate */
