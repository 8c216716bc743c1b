/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The least with which rustc compiles a crate. */

#include <map>
#include <optional>
#include <vector>

#include "compile/units.h"

namespace kcrate {

struct CompilerVerdict {
	std::optional<Grade> grade; /* with all that it needs */
	/* Whether there is none as something of it was never compiled. */
	bool unknown = false;
	std::optional<size_t> because;
	/* What was tried of the crate itself; they live in the compiler. */
	std::map<Build, const Compiled *> tries;

	/* Null where it was not tried. */
	const Compiled *of(Build build) const
	{
		const auto at = tries.find(build);
		return at == tries.end() ? nullptr : at->second;
	}
};

/* The grade of what compiles by @build, one of the first five. */
Grade grade_of(Build build);

/*
 * @unit, where @verdicts has those of all that it needs.  It is tried with what
 * its needs need, then with more, and for the host only where no library helps.
 * Diags of UnitCompiler::get().
 */
Result<CompilerVerdict>
judge_by_compiler(size_t unit, const std::vector<AuditedCrate> &crates,
		  const std::vector<CompilerVerdict> &verdicts,
		  UnitCompiler &compiler);

} /* namespace kcrate */
