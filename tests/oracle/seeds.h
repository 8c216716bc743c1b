/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the programs have in common that give random things to cargo. */

#include <atomic>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <thread>

#include "io/parallel.h"
#include "unit_graph.h"

namespace kcrate {

/* With @stop, what differs is told as it is and not made smaller. */
using JudgeSeed =
	std::function<void(uint64_t seed, const fs::path &scratch, bool stop)>;

/*
 * Runs `@name CARGO RUSTC DIR FIRST COUNT [--stop]`: calls @judge for COUNT
 * seeds from FIRST on, at the same time in a directory each, and with --stop
 * only while @different is 0.  False where the arguments are others.
 */
inline bool judge_seeds(const char *name, int argc, char **argv,
			const std::atomic<size_t> &different,
			const JudgeSeed &judge)
{
	if (argc < 6) {
		std::cerr << "usage: " << name
			  << " CARGO RUSTC DIR FIRST COUNT [--stop]\n";
		return false;
	}
	const uint64_t first = std::stoull(argv[4]);
	const uint64_t end = first + std::stoull(argv[5]);
	const size_t jobs = std::max(1U, std::thread::hardware_concurrency());
	const bool stop = argc > 6;

	cargo = fs::absolute(argv[1]);
	rustc = fs::absolute(argv[2]);
	parallel_for(jobs, 0, [&](size_t job) {
		const fs::path scratch =
			fs::absolute(argv[3]) / std::to_string(job);
		for (uint64_t seed = first + job; seed < end; seed += jobs)
			if (!stop || !different)
				judge(seed, scratch, stop);
	});
	return true;
}

/* Prints how often @what was seen; whether that is @least percent of @all. */
inline bool is_common(const std::string &what, size_t seen, size_t all,
		      size_t least = 5)
{
	std::cout << "# " << what << ": "
		  << 100 * seen / std::max<size_t>(all, 1) << " %\n";
	return seen * 100 >= least * all;
}

/* The same for all of @seen, constructs of a generator: none may be rare. */
inline bool are_common(const std::map<std::string, size_t> &seen, size_t all)
{
	bool common = true;

	for (const auto &[construct, count] : seen)
		common &= is_common(construct, count, all);
	return common;
}

} /* namespace kcrate */
