/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The shape of the manifest, stated once: check() judges a file by it, and
 * `kcrate schema` prints it for others to judge by.
 */

#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"
#include "manifest/yaml.h"

namespace kcrate {

/* What a text may look like: a pattern in the syntax that ECMAScript, JSON
 * Schema and std::regex share, and the words for it. */
struct TextFormat {
	std::string_view pattern; /* matches the whole text */
	std::string_view words;	  /* "a SHA-256, 64 hexadecimal digits" */
};

struct Schema {
	enum class Kind {
		text,
		number,	 /* not negative */
		flag,	 /* true or false */
		list,	 /* of @items */
		map,	 /* any key of @format to @items */
		mapping, /* of @fields */
		either	 /* one of @items */
	};
	struct Field;

	Kind kind = Kind::text;
	const TextFormat *format = nullptr;
	std::vector<Schema> items;
	std::vector<Field> fields;
};

struct Schema::Field {
	std::string_view name;
	bool required;
	std::string_view description;
	Schema schema;
};

/* The schemas of crates.yaml and of policy.yaml. */
const Schema &manifest_schema();
const Schema &policy_schema();

/*
 * Whether @node is as @schema says.  @what names it in messages: "the
 * manifest".  Diag unknown_key, missing_key, wrong_type, bad_value.
 */
Status check(const YamlNode &node, const Schema &schema,
	     const std::string &what);

/* Whether @root, which is as its schema says, is of version 1 of it.  Diag
 * bad_value. */
Status check_version(const YamlNode &root);

/* @schema as a JSON Schema called @title, draft 2020-12, with a final
 * newline. */
std::string to_json_schema(const Schema &schema, const std::string &title);

} /* namespace kcrate */
