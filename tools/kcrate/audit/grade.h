/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What of the standard library a crate stands on, told from its source: the
 * least with which it would compile.
 */

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "audit/floats.h"
#include "audit/library_api.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

/* From the least to the most; a kernel has the first. */
enum class Grade {
	core,		/* as built for the kernel: no_fp_fmt_parse */
	core_float,	/* core with formatting and parsing of floats */
	alloc_fallible, /* alloc with no_global_oom_handling */
	alloc,		/* alloc whose allocations cannot fail */
	std,		/* std, or a platform that no kernel is */
};

/* "core", "core-float", "alloc-fallible", "alloc", "std". */
std::string_view name_of(Grade grade);

/* Something that only a library of @grade has. */
struct GradeUse {
	Id id; /* the finding that it is */
	Grade grade;
	Place where;
	std::string what; /* "std::collections::HashMap" */
	/* Where nobody knows whether it is compiled. */
	bool conditional = false;
	/* Only by its name. */
	bool possible = false;
};

/* The library's source, which is read when it is asked for; null for none. */
using KnownLibrary = std::function<const LibraryApi *()>;

struct Graded {
	Grade grade = Grade::core;
	std::vector<GradeUse> uses; /* by module */
};

/*
 * The grade of @code alone, without what it depends on; @floats is what
 * float_texts() has found there.  Where @library is not known, all allocation
 * is taken for infallible.
 */
Graded grade_of(const CrateCode &code, const CrateSource &source,
		const std::vector<FloatUse> &floats,
		const KnownLibrary &library);

} /* namespace kcrate */
