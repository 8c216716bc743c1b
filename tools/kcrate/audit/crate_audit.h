/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What can be known of a crate for the one who decides about it. */

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/grade.h"
#include "cargo/cargo_toml.h"
#include "cfg/cfg.h"
#include "diag/diag.h"
#include "manifest/manifest.h"
#include "tree/tree.h"

namespace kcrate {

/* A crate as it would be compiled. */
struct AuditedCrate {
	const CargoToml *cargo;
	const Tree *files;     /* in upstream's places */
	std::string directory; /* what they are told to be in */
	Target target;
	std::set<std::string> features;
	/* What is known for each target, with the features; see unit_cfgs(). */
	std::vector<CfgSet> cfgs;
	/* The same where a build script had set what it may set. */
	std::vector<CfgSet> script_cfgs;
	std::vector<size_t> needs; /* others, by their index */
};

struct CrateAudit {
	Grade own = Grade::core;   /* by its own source */
	Grade grade = Grade::core; /* with all that it needs */
	/* The one of what it needs that makes the difference. */
	std::optional<size_t> because;
	std::vector<Diag> findings; /* by file and line */
};

/*
 * @crate alone: its grade is its own until grade_closure() has seen it.  Proc
 * macros run on the host, which has everything, and are of the first grade.
 * One that cannot be read has that as its finding, and the last.
 */
CrateAudit audit_crate(const AuditedCrate &crate, const KnownLibrary &library);

/* Sets what each of @audits, which are of @crates, is with what it needs. */
void grade_closure(const std::vector<AuditedCrate> &crates,
		   std::vector<CrateAudit> &audits);

} /* namespace kcrate */
