// SPDX-License-Identifier: GPL-2.0-or-later

/* `kcrate audit --geiger-compat`: what cargo-geiger would count. */

#include "report/geiger.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/vendor.h"

namespace kcrate {

namespace {

bool is_refused(const GeigerCrate &crate)
{
	for (const auto &[path, counts] : crate.files)
		if (!counts)
			return true;
	return false;
}

Result<GeigerCounts> counts_of(const SourceText &source)
{
	return geiger_counts(TRY(lex(source)));
}

/* All its Rust, whether it is compiled or not. */
GeigerCrate read_all(const UnpackedCrate &crate)
{
	GeigerCrate out = { crate.cargo.name, crate.cargo.version_text, {} };

	for (const auto &[path, file] : crate.files) {
		if (!path.ends_with(".rs"))
			continue;
		Result<GeigerCounts> counts = counts_of(
			{ str(crate.directory, "/", path), file.bytes() });
		if (!counts)
			counts.error().crate = crate.cargo.name;
		out.files.emplace_back(path, std::move(counts));
	}
	return out;
}

} /* namespace */

Result<int> show_geiger(const Options &options, Console &console)
{
	std::vector<GeigerCrate> all;
	bool refused = false;

	if (options.audited.empty())
		return Diag(Id::usage, "--geiger-compat wants a directory")
			.with_help("name that of an unpacked crate");
	for (const std::string &directory : options.audited) {
		all.push_back(read_all(*TRY(read_unpacked(directory))));
		refused |= is_refused(all.back());
	}
	console.print(options.format == Format::json
			      ? geiger_to_json(all)
			      : geiger_to_text(all, console.result_colour()));
	return refused;
}

} /* namespace kcrate */
