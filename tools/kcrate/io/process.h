/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Other programs.  Never by way of a shell: an argument is data. */

#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"

namespace kcrate {

/*
 * Runs @argv, found on PATH, in directory @cwd ("" for ours) with the C locale
 * and nothing on its standard input.  Returns what it wrote to standard
 * output.  Diag process_failed when it cannot be run or its exit status is not
 * 0; what it wrote to standard error is the Diag's context.
 */
Result<std::string> run_process(const std::vector<std::string> &argv,
				const std::string &cwd = "");

/* What a program made of it. */
struct Ended {
	int status; /* its exit status */
	std::string output, errors;
};

/*
 * The same for one whose exit status is an answer.  Diag process_failed when it
 * cannot be run or was killed.
 */
Result<Ended> run_to_end(const std::vector<std::string> &argv,
			 const std::string &cwd = "");

/* What a program may take, for one that is not trusted; 0 is no limit. */
struct Limits {
	unsigned int seconds = 0;     /* until it must have ended */
	size_t memory = 0;	      /* bytes of address space */
	size_t output = 0;	      /* bytes on either side */
	std::string_view enough = {}; /* text; a line with it is the last */
};

/* One that was held to limits. */
struct Limited {
	Ended ended;
	/* Why it was stopped: "it took more than 10 s"; "" where it was not. */
	std::string stopped;
	/* It was for its output, of which there is the beginning: all up to
	 * the line that was enough, or more than it may print. */
	bool was_cut = false;
};

/*
 * The same for one that may take no more than @limits, and is killed where it
 * does; one that is killed otherwise is "stopped" as well.  Diag process_failed
 * when it cannot be run; with a limit of memory it is run by prlimit(1).
 */
Result<Limited> run_limited(const std::vector<std::string> &argv,
			    const Limits &limits, const std::string &cwd = "");

} /* namespace kcrate */
