// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>
#include <map>
#include <regex>

#include <nlohmann/json.hpp>

#include "base/str.h"
#include "manifest/schema.h"

namespace kcrate {

namespace {

/* std::regex recurses over its input: longer texts are not names. */
constexpr size_t longest_text = 8192;

constexpr std::string_view anything = "[^]*";

bool fits(std::string_view text, const TextFormat &format)
{
	thread_local std::map<const TextFormat *, std::regex> compiled;
	const auto [at, fresh] = compiled.try_emplace(&format);

	/* "Anything" needs no engine, and edits may be long. */
	if (format.pattern == anything)
		return true;
	if (text.size() > longest_text)
		return false;
	if (fresh)
		at->second.assign(std::string(format.pattern),
				  std::regex::ECMAScript |
					  std::regex::optimize);
	return std::regex_match(text.begin(), text.end(), at->second);
}

Diag wrong_type(const YamlNode &node, const std::string &what,
		std::string_view wanted)
{
	return Diag(Id::wrong_type,
		    str(what, " must be ", wanted, ", not ", kind_name(node)))
		.at(node.where);
}

Status check_text(const YamlNode &node, const TextFormat &format,
		  const std::string &what)
{
	if (node.kind != YamlNode::Kind::scalar)
		return wrong_type(node, what, format.words);
	if (node.scalar.size() > longest_text && format.pattern != anything)
		return Diag(Id::bad_value, str(what, " is longer than ",
					       longest_text, " bytes"))
			.at(node.where);
	if (!fits(node.scalar, format))
		return Diag(Id::bad_value, str(what, " must be ", format.words))
			.at(node.where);
	return ok();
}

Status check_number(const YamlNode &node, const std::string &what)
{
	if (node.kind != YamlNode::Kind::scalar || node.quoted)
		return wrong_type(node, what, "a number");
	if (node.scalar.empty() || node.scalar.size() > 9 ||
	    !std::all_of(node.scalar.begin(), node.scalar.end(), is_digit))
		return Diag(Id::bad_value, str(what, " must be a number"))
			.at(node.where);
	return ok();
}

Status check_flag(const YamlNode &node, const std::string &what)
{
	if (node.kind != YamlNode::Kind::scalar || node.quoted ||
	    (node.scalar != "true" && node.scalar != "false"))
		return wrong_type(node, what, "true or false");
	return ok();
}

Diag unknown_key(const YamlNode::Entry &entry, const Schema &schema,
		 const std::string &what)
{
	std::vector<std::string> names;
	std::string meant;

	for (const Schema::Field &field : schema.fields)
		names.emplace_back(field.name);
	meant = nearest(entry.key, names);
	return Diag(Id::unknown_key,
		    str("'", entry.key, "' is not a key of ", what))
		.at(entry.where)
		.with_help(meant.empty()
				   ? str("its keys are: ", join(names, ", "))
				   : str("did you mean '", meant, "'?"));
}

Status check_mapping(const YamlNode &node, const Schema &schema,
		     const std::string &what)
{
	if (node.kind != YamlNode::Kind::mapping)
		return wrong_type(node, what, "a mapping");
	for (const YamlNode::Entry &entry : node.entries) {
		const auto field =
			std::find_if(schema.fields.begin(), schema.fields.end(),
				     [&](const Schema::Field &f) {
					     return f.name == entry.key;
				     });
		if (field == schema.fields.end())
			return unknown_key(entry, schema, what);
		TRY(check(entry.value, field->schema,
			  str("'", entry.key, "'")));
	}
	for (const Schema::Field &field : schema.fields) {
		const bool there =
			std::any_of(node.entries.begin(), node.entries.end(),
				    [&](const YamlNode::Entry &entry) {
					    return entry.key == field.name;
				    });
		if (field.required && !there)
			return Diag(Id::missing_key,
				    str(what, " lacks '", field.name, "'"))
				.at(node.where)
				.with_help(std::string(field.description));
	}
	return ok();
}

Status check_map(const YamlNode &node, const Schema &schema,
		 const std::string &what)
{
	if (node.kind != YamlNode::Kind::mapping)
		return wrong_type(node, what, "a mapping");
	for (const YamlNode::Entry &entry : node.entries) {
		if (!fits(entry.key, *schema.format))
			return Diag(Id::bad_value,
				    str("a key of ", what, " must be ",
					schema.format->words))
				.at(entry.where);
		TRY(check(entry.value, schema.items[0],
			  str("'", entry.key, "'")));
	}
	return ok();
}

Status check_list(const YamlNode &node, const Schema &schema,
		  const std::string &what)
{
	if (node.kind != YamlNode::Kind::sequence)
		return wrong_type(node, what, "a list");
	for (const YamlNode &item : node.items)
		TRY(check(item, schema.items[0], str("an item of ", what)));
	return ok();
}

/* The alternatives are a text and a mapping: the node's kind decides. */
Status check_either(const YamlNode &node, const Schema &schema,
		    const std::string &what)
{
	const bool mapping = node.kind == YamlNode::Kind::mapping;

	return check(node, schema.items[mapping ? 1 : 0], what);
}

} /* namespace */

Status check(const YamlNode &node, const Schema &schema,
	     const std::string &what)
{
	switch (schema.kind) {
	case Schema::Kind::text:
		return check_text(node, *schema.format, what);
	case Schema::Kind::number:
		return check_number(node, what);
	case Schema::Kind::flag:
		return check_flag(node, what);
	case Schema::Kind::list:
		return check_list(node, schema, what);
	case Schema::Kind::map:
		return check_map(node, schema, what);
	case Schema::Kind::mapping:
		return check_mapping(node, schema, what);
	case Schema::Kind::either:
		return check_either(node, schema, what);
	}
	return ok();
}

namespace {

using Json = nlohmann::ordered_json;

std::string anchored(const TextFormat &format)
{
	return str("^(", format.pattern, ")$");
}

Json to_json(const Schema &schema)
{
	Json out;

	switch (schema.kind) {
	case Schema::Kind::text:
		out["type"] = "string";
		/* Not all that read JSON Schema can read "[^]". */
		if (schema.format->pattern != anything)
			out["pattern"] = anchored(*schema.format);
		break;
	case Schema::Kind::number:
		out["type"] = "integer";
		out["minimum"] = 0;
		break;
	case Schema::Kind::flag:
		out["type"] = "boolean";
		break;
	case Schema::Kind::list:
		out["type"] = "array";
		out["items"] = to_json(schema.items[0]);
		break;
	case Schema::Kind::map:
		out["type"] = "object";
		out["propertyNames"]["pattern"] = anchored(*schema.format);
		out["additionalProperties"] = to_json(schema.items[0]);
		break;
	case Schema::Kind::mapping:
		out["type"] = "object";
		out["additionalProperties"] = false;
		out["required"] = Json::array();
		for (const Schema::Field &field : schema.fields) {
			Json &property = out["properties"][field.name];
			property = to_json(field.schema);
			property["description"] = field.description;
			if (field.required)
				out["required"].push_back(field.name);
		}
		break;
	case Schema::Kind::either:
		for (const Schema &item : schema.items)
			out["anyOf"].push_back(to_json(item));
		break;
	}
	return out;
}

} /* namespace */

std::string to_json_schema(const Schema &schema, const std::string &title)
{
	Json out;

	out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
	out["title"] = title;
	out.update(to_json(schema));
	return out.dump(2) + "\n";
}

Status check_version(const YamlNode &root)
{
	if (text_of(root, "schema") == "1")
		return ok();
	return Diag(Id::bad_value, str("schema ", text_of(root, "schema"),
				       " is not known to this kcrate"))
		.at(find(root, "schema")->where)
		.with_help("write schema: 1, or use a newer kcrate");
}

} /* namespace kcrate */
