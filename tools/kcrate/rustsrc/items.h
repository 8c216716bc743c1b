/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How far an attribute reaches, told from tokens. */

#include "rustsrc/lexer.h"

namespace kcrate {

/*
 * The end of the item, statement, expression, field, variant or match arm that
 * begins at token @begin (behind its attributes) and cannot go beyond @limit.
 * Exact for items; elsewhere it errs, where it errs, on the short side, so
 * that no code is taken for switched off that is not.
 *
 * @budget is what the caller can afford for the whole file, in tokens; with
 * nothing left every node is one token long.
 */
size_t node_end(const TokenFile &file, size_t begin, size_t limit,
		size_t &budget);

} /* namespace kcrate */
