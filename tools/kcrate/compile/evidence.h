/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the source says of a crate and what rustc says, put together. */

#include <vector>

#include "compile/verdict.h"

namespace kcrate {

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

} /* namespace kcrate */
