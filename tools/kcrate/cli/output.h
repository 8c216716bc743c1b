/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * From what an import made to what has to be done to a directory, given what
 * the last import left there and what the user did to it since.
 */

#include <optional>
#include <string>
#include <vector>

#include "cli/pipeline.h"
#include "diag/diag.h"
#include "io/output_dir.h"

namespace kcrate {

/* A file that is neither what the last import wrote nor what this one would. */
struct Conflict {
	std::string path;
	std::string found; /* its bytes */
	/* Nothing where this import has no such file. */
	std::optional<std::string> wanted;
};

struct Comparison {
	Changes changes;
	std::vector<Conflict> conflicts;
	/* For diffs: the bytes of every file that would change. */
	Tree before;
};

/* What is to be in the target, which @import has made; that must outlive it. */
struct Wanted {
	explicit Wanted(const Import &import)
		: import(import), lock_text(to_text(import.lock))
	{}

	const Import &import;
	std::string lock_text;
};

/*
 * What the last import wrote to @dir, by its record there: nothing where there
 * is none.  Most likely it is @wanted already.  Diags of OutputDir::read() and
 * parse_record().
 */
Result<Lock> read_record(const OutputDir &dir, const Home &home,
			 const Wanted &wanted);

/*
 * Compares @dir, in which the last import wrote @record, file by file with
 * @wanted.  Files in the crates' directories that no import made are reported
 * to @sink as foreign_file.  Diags of OutputDir::read().
 */
Result<Comparison> compare_with(const OutputDir &dir,
				const ImportTarget &target, const Lock &record,
				const Wanted &wanted, Sink &sink);

/* The same for a directory that nothing of ours is to be left in. */
Result<Comparison> compare_with_nothing(const OutputDir &dir,
					const ImportTarget &target,
					const Lock &record, Sink &sink);

/* A unified diff of all that @comparison would change.  Diag process_failed. */
Result<std::string> diff_of(const Comparison &comparison);

} /* namespace kcrate */
