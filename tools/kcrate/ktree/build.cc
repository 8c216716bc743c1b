// SPDX-License-Identifier: GPL-2.0-or-later

#include "ktree/ktree.h"

#include "base/str.h"

namespace kcrate {

namespace {

/* The value of @symbol in a configuration, "" where it is not set. */
std::string_view value_of(std::string_view config, std::string_view symbol)
{
	const std::string start = str(symbol, "=");

	for (const std::string_view line : lines(config))
		if (line.starts_with(start))
			return line.substr(start.size());
	return {};
}

/* CONFIG_RUSTC_VERSION counts as Kbuild does: 108501 is 1.85.1. */
std::string dotted(std::string_view number)
{
	unsigned long value = 0;

	for (const char c : number)
		value = value * 10 + static_cast<unsigned long>(c - '0');
	return str(value / 100000, ".", value / 100 % 1000, ".", value % 100);
}

bool is_number(std::string_view text)
{
	return !text.empty() && text.size() < 10 &&
	       text.find_first_not_of("0123456789") == text.npos;
}

/*
 * The libraries that the crate `kernel` was compiled against, and that are
 * loaded with it by every module: "rust/libpin_init.rmeta" is pin_init.
 */
std::set<std::string> libraries_in(std::string_view command)
{
	constexpr std::string_view start = "rust/lib";
	std::set<std::string> out;

	for (size_t at = command.find(start); at != command.npos;
	     at = command.find(start, at + 1)) {
		const std::string_view rest = command.substr(at + start.size());
		const size_t end = rest.find_first_not_of(
			"abcdefghijklmnopqrstuvwxyz0123456789_");
		const std::string_view tail =
			end == rest.npos ? "" : rest.substr(end);
		if (tail.starts_with(".rmeta") || tail.starts_with(".so"))
			out.emplace(rest.substr(0, end));
	}
	return out;
}

Diag unsupported(std::string message, std::string help)
{
	return Diag(Id::kernel_unsupported, std::move(message))
		.with_help(std::move(help));
}

} /* namespace */

Result<KernelTree> probe_build(const BuildFiles &files)
{
	const std::string_view rustc =
		value_of(files.config, "CONFIG_RUSTC_VERSION");
	KernelTree out;

	if (value_of(files.config, "CONFIG_RUST") != "y")
		return unsupported(str(files.directory,
				       " is a kernel without CONFIG_RUST"),
				   "configure and build the kernel with it");
	if (!files.has_core)
		return unsupported(
			str(files.directory, " has no ", build_core,
			    ": a headers package without rust/ cannot compile "
			    "Rust modules"),
			"name the directory in which the kernel itself was "
			"built");
	if (is_number(rustc)) {
		out.min_rustc = dotted(rustc);
		out.min_rustc_from = "the compiler of this kernel";
	}
	out.kernel_names = libraries_in(files.command);
	out.kernel_names.insert("kernel");
	return out;
}

} /* namespace kcrate */
