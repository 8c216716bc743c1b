// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/links.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

/* Nothing that would need quoting in Markdown or a shell. */
bool is_plain(std::string_view text)
{
	return std::all_of(text.begin(), text.end(),
			   [](char c) { return c > ' ' && c <= '~'; }) &&
	       text.find_first_of("\"'<>`\\$") == text.npos;
}

bool is_plain_url(std::string_view url)
{
	return (url.starts_with("https://") || url.starts_with("http://")) &&
	       is_plain(url);
}

VcsInfo vcs_info_of(const Tree &unpacked)
{
	const auto file = unpacked.find(vcs_info_file);
	VcsInfo info;

	if (file != unpacked.end())
		info = parse_vcs_info(file->second.bytes());
	if (!is_plain(info.path))
		info.path.clear();
	return info;
}

/* Files at the crate's root that hold a licence's text. */
bool is_licence_file(std::string_view name)
{
	const std::string upper = to_upper(name);

	for (const std::string_view stem :
	     { "LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "UNLICENSE",
	       "NOTICE" })
		if (upper.starts_with(stem))
			return name.find('/') == name.npos;
	return false;
}

/* Whether a Markdown file has the heading that "#license" leads to. */
bool has_licence_heading(std::string_view markdown)
{
	for (const std::string_view line : lines(markdown))
		if (line.starts_with('#') &&
		    to_lower(trim(line.substr(
			    line.find_first_not_of('#') == line.npos
				    ? line.size()
				    : line.find_first_not_of('#')))) ==
			    "license")
			return true;
	return false;
}

} /* namespace */

std::string repository_of(const CrateEntry &entry, const CargoToml &cargo)
{
	std::string url = cargo.repository;

	if (entry.git && is_plain_url(entry.git->url))
		url = entry.git->url;
	if (!entry.repository.empty())
		url = entry.repository;

	/* GitLab's spelling contains the other one. */
	url = url.substr(0, url.find("/-/tree/"));
	url = url.substr(0, url.find("/tree/"));
	while (url.ends_with('/'))
		url.pop_back();
	if (url.ends_with(".git"))
		url.resize(url.size() - 4);
	return is_plain_url(url) ? url : "";
}

std::vector<std::string> copyright_links(const CrateEntry &entry,
					 const CargoToml &cargo,
					 const Tree &unpacked,
					 const VcsInfo &of_git)
{
	const std::string repository = repository_of(entry, cargo);
	const VcsInfo vcs =
		of_git.commit.empty() ? vcs_info_of(unpacked) : of_git;
	const std::string at = entry.tag.empty() ? vcs.commit : entry.tag;
	const auto readme = unpacked.find("README.md");
	std::vector<std::string> out;
	std::string base;

	if (!repository.empty() && !at.empty())
		base = str(repository,
			   repository.find("://gitlab.") == repository.npos
				   ? "/blob/"
				   : "/-/blob/",
			   at, "/", vcs.path, vcs.path.empty() ? "" : "/");
	if (readme != unpacked.end() &&
	    has_licence_heading(readme->second.bytes()))
		out.push_back(base + "README.md#license");
	for (const auto &[path, file] : unpacked)
		if (is_licence_file(path))
			out.push_back(base + path);
	return out;
}

} /* namespace kcrate */
