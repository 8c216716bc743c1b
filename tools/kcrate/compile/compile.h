/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * An audit by a compiler: what the source says of crates is put to the test, as
 * rustc compiles each as for a kernel, against libraries that have ever more in
 * them.
 */

#include <string>
#include <vector>

#include "audit/crate_audit.h"
#include "diag/result.h"
#include "io/files.h"

namespace kcrate {

struct CompileInput {
	std::string rustc;   /* the compiler */
	std::string library; /* `library` of the source that it was built of */
	std::string work;    /* where all that is made is kept */
	Notice notice;	     /* told of each step */
};

/*
 * Adds to @audits, which are of @crates, what rustc says: its grade, and with
 * each finding whether it agrees (Diag::evidence).  What it alone says is added
 * to the findings: compiler_refuses, symbol_undefined, stack_large, or the id
 * that it would be for who reads the source.  Diags of Libraries::make(),
 * WorkDir, and Compiler.
 */
Status audit_by_compiler(const CompileInput &input,
			 const std::vector<AuditedCrate> &crates,
			 std::vector<CrateAudit> &audits);

} /* namespace kcrate */
