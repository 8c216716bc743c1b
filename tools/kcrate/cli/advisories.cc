// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/advisories.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "audit/advisories.h"
#include "audit/findings.h"
#include "base/str.h"
#include "io/files.h"

namespace kcrate {

namespace fs = std::filesystem;

namespace {

/* The real ones have 20 KiB, and a crate has some dozens. */
constexpr size_t most_bytes = 256 << 10;
constexpr size_t most_files = 1000;

std::string path_of(const Options &options)
{
	const char *const path = getenv("KCRATE_ADVISORIES");

	if (options.advisories.empty() && path)
		return path;
	return options.advisories;
}

Diag unreadable(const std::string &path, const std::string &why)
{
	return Diag(Id::file_unreadable,
		    str("the advisory cannot be read: ", why))
		.at({ path, 0, 0, 0, {} })
		.with_help("nobody knows whether it is about this crate: get "
			   "the database again");
}

/* The advisories in @directory, none where it is not there. */
Result<std::vector<std::string>> files_in(const std::string &directory)
{
	std::vector<std::string> out;
	std::error_code error;

	if (!fs::exists(directory, error))
		return out;
	for (fs::directory_iterator at(directory, error), end;
	     !error && at != end; at.increment(error)) {
		std::string path = at->path().string();
		const std::string name = at->path().filename().string();
		if (name.starts_with('.') || !name.ends_with(".md"))
			continue;
		if (out.size() == most_files)
			return unreadable(directory, str("there are more than ",
							 most_files, " of it"));
		out.push_back(std::move(path));
	}
	if (error)
		return unreadable(directory, error.message());
	std::sort(out.begin(), out.end());
	return out;
}

Result<std::string> read_one(const std::string &path)
{
	std::optional<std::string> text = read_beginning(path, most_bytes + 1);

	if (!text)
		return unreadable(path, "it is no file that one can read");
	if (text->size() > most_bytes)
		return unreadable(
			path, str("it has more than ", most_bytes, " bytes"));
	return std::move(*text);
}

std::vector<Diag> findings_of(const AuditedCrate &crate,
			      const std::string &directory)
{
	const Result<std::vector<std::string>> files = files_in(directory);
	std::vector<Diag> found;

	if (!files)
		return { files.error() };
	for (const std::string &path : files.value()) {
		const Result<std::string> text = read_one(path);
		std::optional<Diag> finding =
			text ? check_advisory(crate, { path, text.value() })
			     : text.error();
		if (finding)
			found.push_back(std::move(*finding));
	}
	return found;
}

} /* namespace */

Result<Advisories> Advisories::open(const Options &options)
{
	const std::string path = path_of(options);
	std::error_code error;
	Advisories out;

	if (path.empty())
		return out;
	out.crates = path_below(path, "crates");
	if (!fs::is_directory(out.crates, error))
		return Diag(Id::file_not_found,
			    str(out.crates, ": no such directory"))
			.with_help("name a checkout of RustSec's advisory-db "
				   "(--advisories)");
	return out;
}

void Advisories::add_to(const std::vector<AuditedCrate> &audited, size_t first,
			std::vector<CrateAudit> &audits) const
{
	for (size_t i = first; !crates.empty() && i < audited.size(); i++) {
		const std::string &name = audited[i].cargo->name;
		for (Diag &diag :
		     findings_of(audited[i], path_below(crates, name))) {
			diag.crate = name;
			audits[i].findings.push_back(std::move(diag));
		}
		sort_findings(audits[i].findings);
	}
}

} /* namespace kcrate */
