/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What can be known of a crate for the one who decides about it. */

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "audit/counts.h"
#include "audit/dependency_items.h"
#include "audit/grade.h"
#include "audit/licence_files.h"
#include "audit/origin.h"
#include "audit/recipe.h"
#include "cargo/cargo_toml.h"
#include "cfg/cfg.h"
#include "diag/diag.h"
#include "manifest/manifest.h"
#include "rustsrc/lexer.h"
#include "tree/tree.h"

namespace kcrate {

/* What a manifest says of a crate that somebody has decided. */
struct Stated {
	std::vector<CfgFlag> cfgs;
	std::map<std::string, std::string> envs;
	bool build_script = false; /* that all of its effects are stated */
};

/* A crate as it would be compiled. */
struct AuditedCrate {
	const CargoToml *cargo;
	const Tree *files; /* in upstream's places */
	/* For check_origin(); null where its archive was verified. */
	const Tree *hidden = nullptr;
	std::string directory; /* what they are told to be in */
	Target target;
	std::set<std::string> features;
	/* Those of them that were asked for by name, not by another crate. */
	std::set<std::string> asked;
	bool is_wanted = false;	     /* itself, not by another alone */
	std::vector<CfgSet> kernels; /* of each target, what is known */
	CompilerBound compiler;	     /* that must do, where that is asked */
	Stated stated;
	std::vector<size_t> needs; /* others, by their index */
	/* It is compiled with -Zcrate-attr=no_std, whatever its root says. */
	bool is_made_no_std = false;
	/* Bytes that a function may have of the stack: CONFIG_FRAME_WARN. */
	uint64_t frame_warn = 2048;
	LicenceQuestion licences = {};

	/* What is known for each target, with the features and @stated. */
	std::vector<CfgSet> cfgs() const;
	/* The same where a build script had set what it may set. */
	std::vector<CfgSet> script_cfgs() const;
};

/* "serde 1.0.217". */
std::string name_of(const AuditedCrate &crate);

/* Bytes of its files, by which it is known how much work it is. */
size_t size_of(const AuditedCrate &crate);

/* What rustc makes of a crate, with all that it needs. */
struct CompilerView {
	/* None where it compiles with nothing. */
	std::optional<Grade> grade;
	/* Nobody can tell: a build script would have to run, or rustc had to be
	 * stopped. */
	bool unknown = false;
	/* The one of what it needs that makes the difference. */
	std::optional<size_t> because;
	/* Whether its object, as of a kernel, can panic; none without one. */
	std::optional<bool> panics;
};

enum class Verdict {
	ready,	     /* as it is */
	with_recipe, /* with what its recipe says */
	needs_work,  /* somebody has to change it */
	unsuitable,  /* that would not help */
};

/* "ready", "recipe", "needs work", "unsuitable". */
std::string_view name_of(Verdict verdict);

/* Whether nothing is to be done but what a recipe says. */
inline bool is_good(Verdict verdict)
{
	return verdict <= Verdict::with_recipe;
}

struct CrateAudit {
	Grade own = Grade::core;   /* by its own source */
	Grade grade = Grade::core; /* with all that it needs */
	/* The one of what it needs that makes the difference. */
	std::optional<size_t> because;
	CodeCounts counts;		     /* not for the host */
	std::vector<Diag> findings;	     /* by file and line */
	std::vector<std::string> copyrights; /* of its licence files */
	Origin origin;			     /* of one in a directory */
	std::optional<CompilerView> rustc;   /* where it was asked */
	/* The names of its root, where all are known, and others' that it uses;
	 * of crates for the kernel. */
	std::optional<std::set<std::string>> offers;
	ItemUses uses;
	/* What its code asked of each of AuditedCrate::cfgs(). */
	std::vector<CfgAnswers> answers;

	/* By judge_crates(). */
	Verdict verdict = Verdict::ready;
	std::string reason; /* why it is no better, "" where it is ready */
	Recipe recipe;	    /* for what can be mended by one */
};

/* How much an audit looks at. */
enum class AuditDepth {
	whole,
	grade, /* what a grade goes by: no counts, risks and licences */
	trial, /* the same of a crate alone: nor names that others have */
};

/* What an audit goes by, and what was lexed of one crate. */
struct AuditWays {
	const KnownLibrary &library;
	AuditDepth depth;
	TokenStore &tokens;
};

/*
 * @crate alone: its grade is its own until grade_closure() has seen it.  Proc
 * macros run on the host, which has everything, and are of the first grade.
 * One that cannot be read has that as its finding, and the last.
 */
CrateAudit audit_crate(const AuditedCrate &crate, const AuditWays &ways);

/* Adds to @audit, which is of @crate, item_missing for what it uses of the
 * crate of @need, and is none of @offers. */
void judge_items(const AuditedCrate &crate, const CargoToml &need,
		 const std::optional<std::set<std::string>> &offers,
		 CrateAudit &audit);

/*
 * Sets what each of @audits, which are of @crates, from @first on is with what
 * it needs.  Findings item_missing where it uses what that has not.
 */
void grade_closure(const std::vector<AuditedCrate> &crates, size_t first,
		   std::vector<CrateAudit> &audits);

} /* namespace kcrate */
