/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The plain part of YAML: mappings, sequences and scalars that know where they
 * were written.  What makes YAML a trap is refused: anchors, aliases, tags,
 * merge keys, several documents, the same key twice.  With lock/ the only
 * place that knows of yaml-cpp.
 */

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diag.h"
#include "diag/result.h"

namespace kcrate {

struct YamlNode {
	enum class Kind { null, scalar, sequence, mapping };
	struct Entry;

	Kind kind = Kind::null;
	std::string scalar;
	bool quoted = false; /* a scalar in quotes is never a number */
	std::vector<YamlNode> items;
	std::vector<Entry> entries; /* in the order of the text */
	Place where;
};

struct YamlNode::Entry {
	std::string key;
	Place where; /* of the key */
	YamlNode value;
};

/* "a mapping", "a text" … for messages. */
std::string_view kind_name(const YamlNode &node);

/* The value of @key in a mapping, null when it has none. */
const YamlNode *find(const YamlNode &node, std::string_view key);

/* The scalar at @key, "" when there is none. */
std::string text_of(const YamlNode &node, std::string_view key);

/* Diag yaml_syntax, yaml_not_plain, duplicate_key. */
Result<YamlNode> parse_yaml(const SourceText &source);

} /* namespace kcrate */
