/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the source says of a crate and what rustc says, put together. */

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "compile/object.h"
#include "compile/verdict.h"

namespace kcrate {

/* What both objects of a crate say, as it is compiled for speed and for size.
 */
struct ObjectReport {
	uint64_t frame_warn = 2048; /* bytes of stack that are too much */
	std::vector<std::string> floats, wides; /* symbols that are undefined */
	/* By symbol, the functions that need it, readable. */
	std::map<std::string, std::set<std::string>> callers;
	std::vector<StackUse> large; /* the largest first */
	bool panics = false;
};

/* @report with what @facts add. */
void add_facts(const ObjectFacts &facts, ObjectReport &report);

/*
 * Sets Diag::evidence of each of @findings that a compiler can tell about:
 * confirmed where rustc has an error at the same line that the same library
 * would mend, refuted where it compiles without that library.  What nobody
 * knows whether it is compiled (Diag::conditional) is never refuted.
 *
 * Where rustc alone has such an error, and it does not follow from another,
 * that is a finding more.  @crate says whose they are.
 */
void add_evidence(const AuditedCrate &crate, const CompilerVerdict &verdict,
		  std::vector<Diag> &findings);

/*
 * The errors of @one, which compiles for a kernel but not as an import would
 * have it, as findings.
 */
void add_refusals(const AuditedCrate &crate, const Compiled &one,
		  std::vector<Diag> &findings);

/* The same for what is in the object. */
void add_object_evidence(const AuditedCrate &crate, const ObjectReport &report,
			 std::vector<Diag> &findings);

} /* namespace kcrate */
