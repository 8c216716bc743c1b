/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The generated text beside the crates' own files.  Everything is decided
 * before it comes here: these functions only spell.
 */

#include <map>
#include <set>
#include <string>
#include <vector>

#include "diag/result.h"
#include "ktree/ktree.h"
#include "manifest/manifest.h"
#include "tree/home.h"

namespace kcrate {

/* The edition that Kbuild's common flags have (rust_common_flags). */
inline constexpr std::string_view kbuild_edition = "2021";

enum class UnitKind { kernel, host, proc_macro };
std::string_view name_of(UnitKind kind);

struct EmittedExtern {
	std::string unit;	 /* of the dependency */
	std::string extern_name; /* as the source says it */
	std::string crate_name;	 /* as the dependency calls itself */
	/* Kconfig's symbols of the kernels that have it, none for all. */
	std::set<std::string> only_on;
};

/* One unit as Make sees it. */
struct EmittedUnit {
	std::string unit;	/* prefix of its variables */
	std::string package;	/* "proc-macro2" */
	std::string crate_name; /* "proc_macro2" */
	std::string version;
	UnitKind kind = UnitKind::kernel;
	std::string root; /* below the output directory: "serde/lib.rs" */
	std::string edition;
	std::vector<EmittedExtern> externs;
	std::vector<std::string> features;
	std::vector<CfgFlag> cfgs;
	std::map<std::string, std::string> envs;
	bool alloc = false;
	bool no_std = false; /* though its source may not say so */
	std::vector<std::string> builtins; /* the compiler's, named by it */
	std::string rust_version; /* of the compiler it needs, "" if unsaid */
	/* Features of the compiler; with ? in front where they may be off. */
	std::vector<std::string> unstable_features;
	bool of_tree = false; /* the kernel tree builds it; we only use it */
};

/* Whether one of @units, for the kernel, is to have alloc. */
bool has_alloc(const std::vector<EmittedUnit> &units);

/* One Kconfig symbol. */
struct EmittedSymbol {
	std::string package;
	std::string version;
	std::string description;
	/* Packages, and on which kernels: see EmittedExtern. */
	std::map<std::string, std::set<std::string>> selects;
};

/*
 * What make reads: a block of variables for each unit, in the order given, and
 * where the rules come from in @home.  @dialect is that of a kernel tree,
 * @architectures are what others can be built for.  Diag unquotable.
 */
Result<std::string>
emit_makefile(const std::vector<EmittedUnit> &units, Home::Kind home,
	      const Dialect &dialect,
	      const std::vector<std::string> &architectures);

/*
 * The rules themselves, the same for all crates: rust/tree.mk and
 * rust/module.mk of kcrate's own source; and rust/alloc.rs, which gives alloc
 * the kernel's allocator.
 */
extern const std::string_view tree_rules, module_rules, alloc_glue;

/* Those for @home; "" where the place has its own. */
std::string_view rules_for(Home::Kind home);

/*
 * Whether the crates can be built is asked of a script, the same for all
 * crates: rust/crates_are_available.sh of kcrate's own source.
 */
extern const std::string_view available_script;
inline constexpr char available_name[] = "crates_are_available.sh";

/*
 * What that script checks: for each unit what it needs of a compiler, and of
 * @called_rules (KernelTree) that rust/Makefile has them.
 */
inline constexpr char needs_name[] = "crates.needs";
std::string emit_needs(const std::vector<EmittedUnit> &units, Home::Kind home,
		       const std::vector<std::string> &called_rules);

/* crates/symbols.mk: the symbols, for those who have no .config. */
std::string emit_symbols(const std::vector<EmittedSymbol> &symbols);

/*
 * crates/Kconfig: a menu of the crates, in a kernel's on those that have one
 * of the symbols @only_on.  Diag unquotable.
 */
Result<std::string> emit_kconfig(const std::vector<EmittedSymbol> &symbols,
				 Home::Kind home,
				 const std::vector<std::string> &only_on);

/*
 * rust/crates/exports.c of a kernel tree, in the manner of its rust/exports.c.
 */
std::string emit_exports(const std::vector<EmittedUnit> &units);

/* Who maintains an import. */
struct EmittedMaintainer {
	std::string package;
	std::string maintainer; /* Name <address> */
};

/*
 * The files of a kernel tree in which crates are announced, with the lines for
 * @units: @pristine as @tree was probed from.  Only those that change.
 */
Tree emit_hooks(const Tree &pristine, const KernelTree &tree,
		const std::vector<EmittedUnit> &units,
		const std::vector<EmittedMaintainer> &maintainers);

/* What a crate's README.md says. */
struct ReadmeFacts {
	std::string name, version, released, repository;
	std::string commit;  /* where it is no release: a crate from git */
	std::string licence; /* as the README quotes it */
	std::string chosen_licence; /* "" where nothing was chosen */
	std::vector<std::string> changes;
	std::vector<std::string> links; /* whole URLs, or files' names */
	std::string debian_package;	/* where it is Debian's version */
};

/*
 * README.md in the words of Linux's own imports (rust/quote/README.md),
 * wrapped at 72 columns as there.
 */
std::string emit_readme(const ReadmeFacts &facts);

} /* namespace kcrate */
