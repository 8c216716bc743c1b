// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/baseline.h"

#include <nlohmann/json.hpp>

#include "base/str.h"

namespace kcrate {

namespace {

using Json = nlohmann::json;

/* @file without the @directory that it is in. */
std::string file_below(const std::string &directory, const std::string &file)
{
	return file.starts_with(directory + "/")
		       ? file.substr(directory.size() + 1)
		       : file;
}

/* The text at @key, "" where there is none. */
std::string text_at(const Json &object, const char *key)
{
	const auto at = object.find(key);

	return at != object.end() && at->is_string() ? at->get<std::string>()
						     : "";
}

/* What is an array of objects at @key. */
std::vector<Json> objects_at(const Json &object, const char *key)
{
	const auto at = object.find(key);
	std::vector<Json> out;

	if (at != object.end() && at->is_array())
		for (const Json &item : *at)
			if (item.is_object())
				out.push_back(item);
	return out;
}

} /* namespace */

Result<Baseline> parse_baseline(const std::string &file, std::string_view text)
{
	const Json root = Json::parse(text, nullptr, false);
	Baseline out;

	if (!root.is_object() || root.value("schema", Json()) != Json(1) ||
	    !root.contains("crates"))
		return Diag(Id::bad_value, "this is no report of an audit")
			.at({ file, 0, 0, 0, {} })
			.with_help("make one by 'kcrate audit --format json'");
	for (const Json &crate : objects_at(root, "crates"))
		for (const Json &finding : objects_at(crate, "findings"))
			out[{ text_at(crate, "name"), text_at(finding, "id"),
			      file_below(text_at(crate, "directory"),
					 text_at(finding, "file")),
			      text_at(finding, "message") }]++;
	return out;
}

size_t take_known(Baseline &baseline, const std::vector<AuditedCrate> &crates,
		  size_t first, std::vector<CrateAudit> &audits)
{
	size_t known = 0;

	for (size_t i = first; i < crates.size(); i++)
		known += std::erase_if(
			audits[i].findings, [&](const Diag &diag) {
				const std::string file =
					diag.where ? diag.where->file : "";
				const auto at = baseline.find(
					{ crates[i].cargo->name,
					  std::string(name_of(diag.id)),
					  file_below(crates[i].directory, file),
					  diag.message });
				if (at == baseline.end() || !at->second)
					return false;
				at->second--;
				return true;
			});
	return known;
}

} /* namespace kcrate */
