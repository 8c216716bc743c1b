// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/audit.h"

#include <compare>

#include "base/str.h"

namespace kcrate {

namespace {

/* The first compiler that knows an edition (Rust's release notes). */
constexpr struct {
	std::string_view edition, rustc;
} first_compilers[] = {
	{ "2018", "1.31.0" },
	{ "2021", "1.56.0" },
	{ "2024", "1.85.0" },
};

/* Cargo.toml may leave out what is zero: "1.63". */
Result<Version> version_of(std::string_view text)
{
	std::string whole(text);

	while (count_of(whole, ".") < 2)
		whole += ".0";
	return parse_version(whole);
}

bool is_older(const std::string &version, const std::string &than)
{
	const Result<Version> a = version_of(version), b = version_of(than);

	return a && b && std::is_lt(compare(a.value(), b.value()));
}

Diag finding(Id id, std::string message)
{
	return Diag(id, std::move(message))
		.with_help("pin an older version, or use --force where the "
			   "compiler is known to do");
}

} /* namespace */

std::vector<Diag> too_new(const CargoToml &cargo, const CompilerBound &bound)
{
	const std::string crate = str(cargo.name, " ", cargo.version_text);
	std::vector<Diag> found;

	if (bound.version.empty())
		return found;
	if (!cargo.rust_version.empty() &&
	    is_older(bound.version, cargo.rust_version))
		found.push_back(
			finding(Id::msrv_unmet,
				str(crate, " needs rustc ", cargo.rust_version,
				    "; ", bound.from, " has ", bound.version)));
	for (const auto &[edition, rustc] : first_compilers)
		if (cargo.lib_edition == edition &&
		    is_older(bound.version, std::string(rustc)))
			found.push_back(finding(
				Id::edition_unmet,
				str(crate, " is of edition ", edition,
				    ", which needs rustc ", rustc, "; ",
				    bound.from, " has ", bound.version)));
	return found;
}

void judge_compiler(const CrateEntry &entry, const CargoToml &cargo,
		    const CompilerBound &bound, Sink &sink)
{
	for (Diag &diag : too_new(cargo, bound)) {
		diag.where = entry.where;
		diag.crate = entry.name;
		sink.report(std::move(diag));
	}
}

} /* namespace kcrate */
