/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * TOML as a plain value that knows where it was written.  The only place for
 * toml++.
 */

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "diag/diag.h"
#include "diag/result.h"

namespace kcrate {

struct TomlValue;

struct TomlTable {
	struct Entry;
	std::vector<Entry> entries; /* in the order of the text */

	/* Null when there is none. */
	const TomlValue *find(std::string_view key) const;
};

struct TomlArray {
	std::vector<TomlValue> items;
};

struct TomlOther { /* floats, dates and times: nothing of cargo's is one */
};

struct TomlValue {
	std::variant<TomlOther, std::string, int64_t, bool, TomlArray,
		     TomlTable>
		value;
	Place where;

	const std::string *string() const
	{
		return std::get_if<std::string>(&value);
	}
	const bool *boolean() const { return std::get_if<bool>(&value); }
	const TomlArray *array() const
	{
		return std::get_if<TomlArray>(&value);
	}
	const TomlTable *table() const
	{
		return std::get_if<TomlTable>(&value);
	}
};

struct TomlTable::Entry {
	std::string key;
	Place where; /* of the key */
	TomlValue value;
};

/* "string", "boolean", "array", "table" … for messages. */
std::string_view type_name(const TomlValue &value);

/* Diag toml_syntax, with toml++'s words and place; also for invalid UTF-8. */
Result<TomlTable> parse_toml(const SourceText &source);

} /* namespace kcrate */
