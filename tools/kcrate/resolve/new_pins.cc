// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/new_pins.h"

#include <algorithm>

#include "base/str.h"
#include "cargo/reader.h"
#include "resolve/targets.h"

namespace kcrate {

namespace {

/* What @entry asks its own crate for, by both of its roles. */
std::vector<std::string> features_asked(const CrateEntry &entry)
{
	std::vector<std::string> out;

	for (const std::optional<Role> &role : { entry.kernel, entry.host })
		if (role)
			for (const Word &feature : role->features)
				out.push_back(feature.text);
	return out;
}

/* What may take the place of a version: see root_of(). */
std::string requirement_of(const CrateEntry &entry, const CrateWish *wish)
{
	if (wish && !wish->requirement_text.empty())
		return wish->requirement_text;
	if (entry.of_tree || !why_fixed(entry).empty())
		return "=" + entry.version_text;
	return "^" + entry.version_text;
}

std::string crate_and_version(const IndexRecord &record)
{
	return str(record.name, " ", record.version_text);
}

/* For each of @choice's packages, who needs it; the root is nobody. */
std::vector<std::set<std::string>> users_of(const VersionChoice &choice)
{
	std::vector<std::set<std::string>> out(choice.packages.size());

	for (size_t i = 1; i < choice.packages.size(); i++)
		for (const VersionChoice::Edge &edge : choice.packages[i].edges)
			out[edge.to].insert(
				crate_and_version(choice.packages[i].record));
	return out;
}

} /* namespace */

Result<CrateWish> parse_wish(std::string_view text)
{
	const size_t at = text.find('@');
	CrateWish wish;

	wish.name = text.substr(0, at);
	const std::string fault = package_name_fault(wish.name);
	if (!fault.empty())
		return Diag(Id::usage, str("'", wish.name,
					   "' is no crate's name: ", fault))
			.with_help("say NAME or NAME@REQUIREMENT, as in "
				   "'hashbrown@0.15'");
	if (at == text.npos)
		return wish;
	wish.requirement_text = text.substr(at + 1);
	Result<Requirement> requirement =
		parse_requirement(wish.requirement_text);
	if (!requirement)
		return std::move(requirement.error())
			.with_help(str("write it as Cargo.toml does, as in '",
				       wish.name, "@1.2'"));
	return wish;
}

Dependency ask_for(const std::string &name, const std::string &requirement_text,
		   std::vector<std::string> features)
{
	Dependency out;

	out.name = out.package = name;
	out.requirement_text = requirement_text;
	if (!requirement_text.empty())
		out.requirement = parse_requirement(requirement_text).value();
	out.features = std::move(features);
	out.default_features = false;
	return out;
}

std::string why_fixed(const CrateEntry &entry)
{
	if (entry.of_tree)
		return "the kernel tree has it";
	if (entry.directory)
		return "it is a directory";
	if (entry.git)
		return "it is a commit";
	if (entry.debian || entry.debian_source)
		return "it is pinned to a package of Debian";
	if (!entry.selected_sha256.empty())
		return "its selected files are pinned";
	return {};
}

IndexRecord root_of(const Manifest &manifest,
		    const std::vector<CrateWish> &wishes,
		    const std::vector<std::string> &features)
{
	std::map<std::string, const CrateWish *> wished;
	IndexRecord root;

	root.name = manifest.file;
	for (const CrateWish &wish : wishes)
		wished[wish.name] = &wish;
	for (const auto &[name, entry] : manifest.crates) {
		const auto wish = wished.extract(name);
		Dependency asked = ask_for(
			name,
			requirement_of(entry, wish ? wish.mapped() : nullptr),
			features_asked(entry));

		asked.where = entry.where;
		root.dependencies.push_back(std::move(asked));
	}
	for (const auto &[name, wish] : wished)
		root.dependencies.push_back(
			ask_for(name, wish->requirement_text, features));
	return root;
}

IndexRecord record_of(const CrateEntry &entry, const CargoToml &crate)
{
	IndexRecord out = record_of(crate);

	out.name = entry.name;
	out.version = entry.version;
	out.version_text = entry.version_text;
	out.sha256 = entry.sha256;
	return out;
}

bool is_built(const Dependency &dependency,
	      const std::vector<KernelTarget> &kernels)
{
	static const CfgSet host = host_cfgs();

	return dependency.kind == DepKind::normal && !dependency.builtin &&
	       (!dependency.target ||
		holds_for_any(*dependency.target, kernels) ||
		evaluate(*dependency.target, host) != Truth::no);
}

bool is_followed(const Manifest &manifest,
		 const std::vector<KernelTarget> &kernels,
		 const std::string &crate, const Dependency &dependency)
{
	const auto entry = manifest.crates.find(crate);

	return is_built(dependency, kernels) &&
	       !(entry != manifest.crates.end() &&
		 entry->second.drop_dependencies.count(dependency.package));
}

std::vector<NewPin> new_pins(const Manifest &manifest,
			     const VersionChoice &choice)
{
	const std::vector<std::set<std::string>> users = users_of(choice);
	std::vector<NewPin> out;

	for (size_t i = 1; i < choice.packages.size(); i++) {
		const IndexRecord &record = choice.packages[i].record;
		const auto entry = manifest.crates.find(record.name);
		const bool is_new = entry == manifest.crates.end();

		if (!is_new &&
		    entry->second.version_text == record.version_text)
			continue;
		out.push_back({ record.name,
				is_new ? "" : entry->second.version_text,
				record,
				{ users[i].begin(), users[i].end() } });
	}
	return out;
}

} /* namespace kcrate */
