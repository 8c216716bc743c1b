/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What editors know of a module's crates.  The kernel's own
 * `make M=… rust-analyzer` writes a rust-project.json that has core, kernel
 * and the module's own crate roots; ours are added to it.  An import leaves
 * what is needed for that beside the crates, without a path of any machine.
 * https://rust-analyzer.github.io/book/non_cargo_based_projects.html
 */

#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"
#include "emit/emit.h"

namespace kcrate {

/* The name of that file in the module's home. */
constexpr char project_name[] = "rust-project.json";

/* Its text: the units with what rustc is told of them. */
std::string emit_project(const std::vector<EmittedUnit> &units);

struct ProjectFacts {
	std::string directory; /* of the module, absolute */
	/* The compiler as Kbuild counts, 108501; 0: newer than any bound. */
	unsigned int rustc = 0;
};

/*
 * @project, which the kernel made, with the units of @ours, an
 * emit_project() text, in the place of those that an earlier
 * import had.  Diag bad_value where either is not what it should be.
 */
Result<std::string> merge_project(std::string_view project,
				  std::string_view ours,
				  const ProjectFacts &facts);

} /* namespace kcrate */
