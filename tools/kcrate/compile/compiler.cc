// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/compiler.h"

#include <cstdlib>

#include "base/str.h"
#include "io/files.h"

namespace kcrate {

namespace {

/* The largest crates that there are take a tenth of it. */
constexpr Limits limits = { 300, size_t(4) << 30, size_t(16) << 20,
			    /* A crate is not there: all else follows. */
			    "\"code\":\"E0463\"" };

unsigned int release_of(std::string_view text)
{
	const size_t at = text.find("\nrelease: ");
	unsigned int out = 0;

	if (at == text.npos)
		return 0;
	std::string_view version = text.substr(at + 10);
	version = version.substr(0, version.find_first_not_of("0123456789."));
	for (const std::string_view part : split(version, '.'))
		out = out * 100 +
		      static_cast<unsigned int>(
			      strtoul(std::string(part).c_str(), nullptr, 10) %
			      100);
	/* By its parts 1.88.0 is 18800. */
	return out + 90000;
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
		"env", "-u", "RUSTC_BOOTSTRAP", "-u", "RUST_MIN_STACK", "--"
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
