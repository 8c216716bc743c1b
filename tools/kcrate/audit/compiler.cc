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

void report(Id id, const std::string &message, const CrateEntry &entry,
	    Sink &sink)
{
	Diag diag = Diag(id, message)
			    .at(entry.where)
			    .with_help("pin an older version, or use --force "
				       "where the compiler is known to do");

	diag.crate = entry.name;
	sink.report(std::move(diag));
}

} /* namespace */

void judge_compiler(const CrateEntry &entry, const CargoToml &cargo,
		    const CompilerBound &bound, Sink &sink)
{
	if (bound.version.empty())
		return;
	if (!cargo.rust_version.empty() &&
	    is_older(bound.version, cargo.rust_version))
		report(Id::msrv_unmet,
		       str(entry.name, " ", entry.version_text, " needs rustc ",
			   cargo.rust_version, "; ", bound.from, " has ",
			   bound.version),
		       entry, sink);
	for (const auto &[edition, rustc] : first_compilers)
		if (cargo.lib_edition == edition &&
		    is_older(bound.version, std::string(rustc)))
			report(Id::edition_unmet,
			       str(entry.name, " ", entry.version_text,
				   " is of edition ", edition,
				   ", which needs rustc ", rustc, "; ",
				   bound.from, " has ", bound.version),
			       entry, sink);
}

} /* namespace kcrate */
