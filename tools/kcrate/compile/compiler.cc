// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/compiler.h"

#include "base/str.h"
#include "io/files.h"
#include "semver/semver.h"

namespace kcrate {

namespace {

/* The largest crates that there are take a tenth of it. */
constexpr Limits limits = { 300, size_t(4) << 30, size_t(16) << 20,
			    /* A crate is not there: all else follows. */
			    "\"code\":\"E0463\"" };

/* What the line `release: 1.88.0-nightly` of @text says. */
unsigned int release_of(std::string_view text)
{
	constexpr std::string_view start = "release: ";

	for (const std::string_view line : lines(text)) {
		if (!line.starts_with(start))
			continue;
		const Result<Version> version =
			parse_version(line.substr(start.size()));
		if (!version)
			return 0;
		const auto &[major, minor, patch, pre, build] = version.value();
		return static_cast<unsigned int>(major * 100000 + minor * 100 +
						 patch);
	}
	return 0;
}

} /* namespace */

Result<Compiler> Compiler::ask(const std::string &rustc)
{
	Compiler out;

	out.program = contains(rustc, "/") ? TRY(absolute_path(rustc)) : rustc;
	out.text = TRY(run_process({ out.program, "-vV" }));
	out.number = release_of(out.text);
	return out;
}

Result<Limited> Compiler::run(const Run &run) const
{
	std::vector<std::string> argv = {
		"env", "-u", "RUSTC_BOOTSTRAP", "-u", "RUST_MIN_STACK",
		/* Of another build, as Android's have it; no script ran. */
		"-u", "OUT_DIR", "--"
	};

	for (const auto &[name, value] : run.environment)
		argv.push_back(str(name, "=", value));
	if (run.unstable)
		argv.emplace_back("RUSTC_BOOTSTRAP=1");
	argv.insert(argv.end(), { "RUSTC_ICE=0", "RUST_BACKTRACE=0", program });
	argv.insert(argv.end(), run.flags.begin(), run.flags.end());
	Limited done = TRY(run_limited(argv, limits, run.directory));
	if (done.was_cut)
		done.stopped.clear();
	return done;
}

} /* namespace kcrate */
