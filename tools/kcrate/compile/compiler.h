/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A compiler that is asked about crates. */

#include <map>
#include <string>
#include <vector>

#include "diag/result.h"
#include "io/process.h"

namespace kcrate {

class Compiler {
public:
	/* @rustc is a path, or a name on PATH.  Diag process_failed. */
	static Result<Compiler> ask(const std::string &rustc);

	/* All that `rustc -vV` says: two of one text are the same. */
	const std::string &identity() const { return text; }

	/* As Kbuild counts: 1.88.0 is 108800; 0 where it does not say. */
	unsigned int release() const { return number; }

	/* What one run is. */
	struct Run {
		std::vector<std::string> flags;
		std::string directory; /* in which it runs */
		std::map<std::string, std::string> environment = {};
		/* Whether unstable features may be asked for, as of a kernel.
		 */
		bool unstable = false;
	};

	/*
	 * Compiles something, which nobody has looked at: within limits of
	 * time and memory.  Of what it says there is no more than the
	 * beginning, up to where a crate is not found (E0463), as some have
	 * thousands of errors without a library that they want; that is like
	 * any other failure.  Diag process_failed.
	 */
	Result<Limited> run(const Run &run) const;

private:
	std::string program, text;
	unsigned int number = 0;
};

} /* namespace kcrate */
