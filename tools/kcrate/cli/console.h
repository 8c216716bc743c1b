/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What a command says.  Results go to standard output, everything else to
 * standard error, so that output can be piped.
 */

#include <mutex>
#include <string>
#include <string_view>

#include "cli/options.h"
#include "diag/diag.h"
#include "io/files.h"
#include "lock/lock.h"
#include "report/report.h"

namespace kcrate {

class Console {
public:
	explicit Console(const Options &options);
	~Console();
	Console(const Console &) = delete;
	Console &operator=(const Console &) = delete;

	/* Long work: a line that is replaced on a terminal, else a plain one.
	 */
	void progress(const std::string &text);
	Notice progress_notice();

	/* What the user should know of, unless -q. */
	void note(const std::string &text);

	/* What another program had to say, as it said it. */
	void tell(std::string_view text);

	/* Whether a result that is printed may have colours. */
	Colour result_colour() const;

	/* A command's result. */
	void print(std::string_view text);

	/* Whether all results have reached standard output; errno says why not.
	 */
	bool flush();

	/* Findings, and where @lock is given what was made, in the format. */
	void report(const std::vector<Diag> &diags, const Lock *lock);

private:
	void clear_line();

	const Options &options;
	std::mutex mutex;
	bool terminal;
	bool dirty = false;
};

} /* namespace kcrate */
