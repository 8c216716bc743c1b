/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The audit of what an import is about to write. */

#include "cli/crate.h"
#include "lock/lock.h"

namespace kcrate {

/*
 * Whether an import that writes what @now says was made before: then @last, if
 * there is one, says the same of each file, and of no error that was
 * overridden.
 */
bool is_audited(const Lock *last, const Lock &now);

/*
 * Reports to @sink the errors that an audit finds in @crates, which are what
 * @resolved is of: those that the stages before have not reported.  Nothing is
 * counted, texts of licences are not compared, and nobody asks for the source
 * of Rust's library: what allocates is left to `kcrate audit`.
 */
void audit_import(const Resolved &resolved, const Crates &crates,
		  unsigned int jobs, Sink &sink);

} /* namespace kcrate */
