// SPDX-License-Identifier: GPL-2.0-or-later

/* An archive's Cargo.toml as a record, and against the one that led to it. */

#include <algorithm>
#include <map>
#include <set>

#include "base/str.h"
#include "cargo/index_record.h"

namespace kcrate {

namespace {

using Strings = std::vector<std::string>;
/* What is written of each thing, to compare and to show. */
using Facts = std::map<std::string, std::string>;

std::string sorted(Strings items)
{
	std::sort(items.begin(), items.end());
	return str("[", join(items, ", "), "]");
}

std::string text_of(const Dependency &dependency)
{
	return str(dependency.package, " ", to_string(dependency.requirement),
		   dependency.optional ? ", optional" : "",
		   dependency.default_features ? ""
					       : ", without default features",
		   dependency.features.empty()
			   ? ""
			   : str(", with ", sorted(dependency.features)));
}

/* A table has each key once, but an index is not made of tables. */
void add_dependencies(const std::vector<Dependency> &dependencies, Facts &out)
{
	std::map<std::string, Strings> found;

	for (const Dependency &dependency : dependencies) {
		if (dependency.kind == DepKind::dev)
			continue;
		found[str(dependency.kind == DepKind::build ? "build-" : "",
			  "dependency '", dependency.name, "'",
			  dependency.target
				  ? str(" for ", to_string(*dependency.target))
				  : "")]
			.push_back(text_of(dependency));
	}
	for (auto &[what, texts] : found) {
		std::sort(texts.begin(), texts.end());
		out[what] = join(texts, " and ");
	}
}

void add_features(const FeatureMap &features, Facts &out)
{
	for (const auto &[name, values] : features)
		out[str("feature '", name, "'")] = sorted(values);
}

std::string said(const Facts &facts, const std::string &what)
{
	const auto at = facts.find(what);

	return at == facts.end() ? "nothing" : at->second;
}

Strings differences(const Facts &index, const Facts &crate)
{
	std::set<std::string> all;
	Strings out;

	for (const Facts *facts : { &index, &crate })
		for (const auto &[what, text] : *facts)
			all.insert(what);
	for (const std::string &what : all)
		if (said(index, what) != said(crate, what))
			out.push_back(
				str(what, ": the index has ", said(index, what),
				    ", Cargo.toml has ", said(crate, what)));
	return out;
}

} /* namespace */

IndexRecord record_of(const CargoToml &crate)
{
	Result<FeatureMap> features = feature_map(crate);
	IndexRecord out;

	out.name = crate.name;
	out.version = crate.version;
	out.version_text = crate.version_text;
	out.dependencies = crate.dependencies;
	out.links = crate.links;
	out.rust_version = crate.rust_version;
	if (features)
		out.features = std::move(features.value());
	else
		out.fault = features.error().message;
	return out;
}

Status check_against_index(const CargoToml &crate, const IndexRecord &record)
{
	Facts index, ours;

	add_dependencies(record.dependencies, index);
	add_dependencies(crate.dependencies, ours);
	add_features(record.features, index);
	add_features(TRY(feature_map(crate)), ours);
	if (!record.links.empty())
		index["links"] = record.links;
	if (!crate.links.empty())
		ours["links"] = crate.links;
	/* Indexes have it since 2023 only. */
	if (!record.rust_version.empty()) {
		index["rust-version"] = record.rust_version;
		if (!crate.rust_version.empty())
			ours["rust-version"] = crate.rust_version;
	}

	Strings found = differences(index, ours);
	if (found.empty())
		return ok();
	Diag diag(Id::index_mismatch,
		  str("the index says something else of ", crate.name, " ",
		      crate.version_text, " than its archive"));
	diag.crate = crate.name;
	diag.context = std::move(found);
	return std::move(diag).with_help(
		"do not use this version before the registry has said which of the two is right");
}

} /* namespace kcrate */
