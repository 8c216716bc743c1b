/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The libraries that a crate for a kernel could stand on, from less to more,
 * made of the source that belongs to the compiler.
 */

#include <map>
#include <string>
#include <vector>

#include "compile/compiler.h"
#include "diag/result.h"
#include "io/files.h"
#include "io/work_dir.h"

namespace kcrate {

/* What a crate is compiled against, and for what. */
enum class Build {
	/* For x86_64 without an operating system, one for each grade. */
	core,
	core_float,
	alloc_fallible,
	alloc,
	std, /* for the host, with what its compiler has */
	/* All of alloc, and core without floats as text. */
	no_float,
	/* Objects as a kernel has them, with alloc as an import brings it. */
	speed,
	size,
};

std::string_view name_of(Build build);

/* The target of all that is not for the host. */
constexpr char bare_target[] = "x86_64-unknown-none";

class Libraries {
public:
	/*
	 * Makes those that are not in @work yet, of the directory `library` of
	 * Rust's source, and tells @notice.  Diags of read_tree() and
	 * Compiler::run(); process_failed where one does not compile.
	 */
	static Result<Libraries> make(const Compiler &compiler,
				      const std::string &source,
				      const WorkDir &work,
				      const Notice &notice);

	/* What rustc must be told to use those of @build. */
	std::vector<std::string> flags(Build build) const;

	/* What all of it was made from. */
	const std::string &identity() const { return id; }

private:
	Libraries() = default;

	std::string id;
	std::map<Build, std::vector<std::string>> places;
};

} /* namespace kcrate */
