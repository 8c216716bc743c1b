/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the source says of a crate and what its objects say, put together. */

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "audit/crate_audit.h"
#include "compile/object.h"

namespace kcrate {

/* What both objects of a crate say, as it is compiled for speed and for size.
 */
struct ObjectReport {
	uint64_t frame_warn = 2048; /* bytes of stack that are too much */
	std::set<std::string> floats, wides; /* symbols that are undefined */
	/* By symbol, the functions that need it, readable. */
	std::map<std::string, std::set<std::string>> callers;
	/* Bytes by symbol, as plain_symbol() has it. */
	std::map<std::string, uint64_t> large;
	std::set<std::string> vectors; /* functions with such instructions */
	bool panics = false;
};

/* @report with what @facts add. */
void add_facts(const ObjectFacts &facts, ObjectReport &report);

/* @report with @functions, which vector_functions() has found. */
void add_vectors(const std::set<std::string> &functions, ObjectReport &report);

/*
 * Sets Diag::evidence of those of @findings that the objects confirm: none is
 * refuted, as what is not called may be generic.  What a kernel cannot have in
 * an object is a finding more, about @crate as a whole: symbol_undefined,
 * vector_instructions, and stack_large, the largest first.
 */
void add_object_evidence(const AuditedCrate &crate, const ObjectReport &report,
			 std::vector<Diag> &findings);

} /* namespace kcrate */
