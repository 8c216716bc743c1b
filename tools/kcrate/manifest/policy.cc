// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/policy.h"

#include <algorithm>
#include <optional>

#include "base/str.h"
#include "manifest/schema.h"

namespace kcrate {

namespace {

/* The functions below read what check() has let pass. */

Severity severity_named(std::string_view name)
{
	for (const Severity severity :
	     { Severity::note, Severity::warning, Severity::error })
		if (name_of(severity) == name)
			return severity;
	return Severity::error;
}

Result<Id> id_named(const std::string &name, const Place &where)
{
	for (const Id id : all_ids())
		if (name_of(id) == name)
			return id;
	return Diag(Id::bad_value, str("no finding has the id '", name, "'"))
		.at(where)
		.with_help("a finding has its id in brackets at its end");
}

Budgets budgets_of(const YamlNode &node)
{
	const YamlNode *const value = find(node, "budgets");
	Budgets out;

	if (value)
		for (const YamlNode::Entry &entry : value->entries)
			out[entry.key] = std::stoul(entry.value.scalar);
	return out;
}

Result<Waiver> waiver_of(const YamlNode &node)
{
	const YamlNode &id = *find(node, "id");
	Waiver out = { TRY(id_named(id.scalar, id.where)),
		       text_of(node, "crate"),
		       text_of(node, "file"),
		       text_of(node, "why"),
		       text_of(node, "until"),
		       node.where };

	return out;
}

} /* namespace */

Result<Policy> parse_policy(const std::string &file, std::string_view text)
{
	const YamlNode root = TRY(parse_yaml({ file, text }));
	Policy out;

	TRY(check(root, policy_schema(), "the policy"));
	TRY(check_version(root));
	if (const YamlNode *const severities = find(root, "severities"))
		for (const YamlNode::Entry &entry : severities->entries)
			out.severities[TRY(id_named(entry.key, entry.where))] =
				severity_named(entry.value.scalar);
	out.budgets = budgets_of(root);
	if (const YamlNode *const crates = find(root, "crates"))
		for (const YamlNode::Entry &entry : crates->entries)
			out.crates[entry.key] = budgets_of(entry.value);
	if (const YamlNode *const waivers = find(root, "waivers"))
		for (const YamlNode &item : waivers->items)
			out.waivers.push_back(TRY(waiver_of(item)));
	return out;
}

} /* namespace kcrate */
