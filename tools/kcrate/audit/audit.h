/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Whether a crate, as it would be compiled, can be: judged on the files that
 * the import is about to write, unit by unit, with the exact features and cfgs
 * of each.
 */

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cargo/cargo_toml.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "manifest/manifest.h"
#include "resolve/resolve.h"
#include "rustsrc/lexer.h"
#include "spdx/names.h"
#include "tree/tree.h"

namespace kcrate {

struct CrateLicence {
	std::string declared; /* in SPDX's spelling */
	std::string tag;      /* for SPDX-License-Identifier lines */
	/* The licence without the arms that were dropped, else "". */
	std::string chosen;
};

/*
 * The licence of a crate for the kernel, after the choice that @entry
 * approves.  Findings licence_not_accepted, bad_licence, unused_override.
 */
CrateLicence judge_licence(const CrateEntry &entry, const CargoToml &cargo,
			   Sink &sink);

/* That a name was read as an id; a warning, by bad_licence. */
Diag imprecise_name(const Substitution &one);

/* Findings build_script and unused_override. */
void judge_build_script(const CrateEntry &entry, const CargoToml &cargo,
			Sink &sink);

/* Findings builtin_ignored: a Cargo.toml was read as cargo does today. */
void judge_builtin_keys(const CargoToml &cargo, Sink &sink);

/* A compiler, and who says that it must do. */
struct CompilerBound {
	std::string version; /* "1.85.0", "" where nothing is known */
	std::string from;
};

/* Findings msrv_unmet and edition_unmet: the crate is too new for @bound. */
void judge_compiler(const CrateEntry &entry, const CargoToml &cargo,
		    const CompilerBound &bound, Sink &sink);

/* The same findings, of no place. */
std::vector<Diag> too_new(const CargoToml &cargo, const CompilerBound &bound);

/* What compiling a unit needs, as its source says. */
struct UnitNeeds {
	std::map<std::string, std::string> envs;
	std::optional<Place> alloc; /* where the kernel's unit asks for it */
	/* Of the compiler; `maybe` where Kconfig or its version decides. */
	std::map<std::string, Truth> unstable_features;
	/* What it stands on by its source and by its Cargo.toml, where the
	 * unit's builtins are known. */
	BuiltinSet library;
};

/* What to do about a unit that stands on @library, alloc or std. */
std::string help_without(const Unit &unit, std::string_view library);

/*
 * Where a library's source begins: @root in @files; what was lexed; and what is
 * known of the target that it is read for.
 */
struct LibraryText {
	const Tree &files;
	const std::string &root;
	TokenStore &tokens;
	const CfgSet &target;
};

/*
 * Reads the unit's source, @text.  Findings live_reference,
 * env_unknown, std_used, library_undeclared, library_implicit and those of
 * read_crate_source(), whose Diags are also the ways to fail.
 */
Result<UnitNeeds> judge_unit(const CrateEntry &entry, const CargoToml &cargo,
			     const Unit &unit, const LibraryText &text,
			     Sink &sink);

} /* namespace kcrate */
