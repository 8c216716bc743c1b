// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/licences.h"

#include <cstdlib>
#include <filesystem>

#include "audit/audit.h"
#include "base/str.h"
#include "io/files.h"

namespace kcrate {

namespace {

constexpr std::string_view collected_by_npm = "From the npm package";

std::string path_of(const Options &options)
{
	const char *const path = getenv("KCRATE_LICENCES");

	if (options.licences.empty() && path)
		return path;
	return options.licences;
}

/* A file of LICENSES/ as it is in a set, under the first of its ids. */
std::string set_of(std::string_view file)
{
	constexpr std::string_view id = "Valid-License-Identifier:";
	constexpr std::string_view text = "License-Text:";
	const size_t at = file.find(id), begin = file.find(text);

	if (at == file.npos || begin == file.npos || begin < at)
		return {};
	const size_t name = at + id.size();
	return str("%%% ", trim(file.substr(name, next_line(file, at) - name)),
		   "\n", file.substr(begin + text.size()), "\n");
}

Result<LicenceTexts> read_kernel_texts(const std::string &directory)
{
	std::string set(collected_licences);

	for (const auto &[path, file] : TRY(read_source_tree(directory)))
		set += "\n" + set_of(file.bytes());
	return LicenceTexts::parse(set);
}

Result<LicenceTexts> read_texts(const std::string &path)
{
	Result<LicenceTexts> out =
		std::filesystem::is_directory(path)
			? read_kernel_texts(path)
			: LicenceTexts::parse(TRY(read_file(path)));

	if (!out)
		out.error().message = str(path, ": ", out.error().message);
	return out;
}

} /* namespace */

Result<std::optional<LicenceTexts>> open_licences(const Options &options,
						  Console &console)
{
	const std::string path = path_of(options);

	if (path == "none")
		return std::optional<LicenceTexts>();
	if (!path.empty())
		return std::optional<LicenceTexts>(TRY(read_texts(path)));

	Result<LicenceTexts> collected =
		LicenceTexts::parse(collected_licences);
	if (!collected) {
		console.note("no texts of licences are known, so those of "
			     "crates were not looked at (--licences names "
			     "some)");
		return std::optional<LicenceTexts>();
	}
	if (!collected_licences.starts_with(collected_by_npm))
		console.note("the texts of a few licences only are known, as "
			     "npm could not be asked when kcrate was built "
			     "(--licences names more)");
	return std::optional<LicenceTexts>(std::move(collected.value()));
}

std::optional<std::string> judged_licence(const CrateEntry &entry,
					  const CargoToml &cargo)
{
	Sink sink;
	const CrateLicence judged = judge_licence(entry, cargo, sink);

	if (sink.has_errors())
		return {};
	return judged.chosen.empty() ? judged.declared : judged.chosen;
}

} /* namespace kcrate */
