/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The audit of what an import is about to write. */

#include "cli/crate.h"
#include "lock/lock.h"

namespace kcrate {

/*
 * Reports to each of @crates, which are what @resolved is of, the errors that
 * an audit finds in what it would be: those that the stages before have not
 * reported.  One that @lock, the last import's, has as it is, and had nothing
 * overridden in, was audited then.  Nothing is counted, texts of licences are
 * not compared, and nobody asks for the source of Rust's library: what
 * allocates is left to `kcrate audit`.
 */
void audit_import(const Resolved &resolved, const Lock *lock, unsigned int jobs,
		  Crates &crates);

} /* namespace kcrate */
