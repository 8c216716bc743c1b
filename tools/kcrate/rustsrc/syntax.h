/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Rust's grammar as syn 2 reads it, with all its features: what cargo-geiger
 * counts is defined by that parser, to the file that it refuses.
 */

#include <cstddef>

#include "rustsrc/lexer.h"

namespace kcrate {

/* Of one kind of thing, those that are unsafe and those that are not. */
struct GeigerCount {
	size_t safe = 0;
	size_t is_unsafe = 0;

	void add(bool counts_as_unsafe)
	{
		(counts_as_unsafe ? is_unsafe : safe)++;
	}
	bool operator==(const GeigerCount &other) const = default;
};

/* What cargo-geiger says of a file. */
struct GeigerCounts {
	GeigerCount functions, exprs, item_impls, item_traits, methods;
	bool forbids_unsafe = false;

	bool operator==(const GeigerCounts &other) const = default;
};

/*
 * What geiger 0.5 counts in @file, tests left out: its errors are reproduced
 * as well, such as that an exported function makes all behind it unsafe.
 * Diag rust_syntax where syn 2.0 refuses the file, and where expressions,
 * types and patterns are nested too deeply.
 */
Result<GeigerCounts> geiger_counts(const TokenFile &file);

} /* namespace kcrate */
