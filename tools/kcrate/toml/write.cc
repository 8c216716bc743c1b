// SPDX-License-Identifier: GPL-2.0-or-later

#include "toml/write.h"

#include <utility>

#include "base/quote.h"
#include "base/str.h"

namespace kcrate {

namespace {

std::string key_text(std::string_view key)
{
	for (const char c : key)
		if (!is_alnum(c) && c != '-' && c != '_')
			return quote_toml(key);
	return key.empty() ? quote_toml(key) : std::string(key);
}

std::string inline_text(const TomlValue &value);

bool is_written(const TomlValue &value)
{
	return !std::holds_alternative<TomlOther>(value.value);
}

std::string inline_table(const TomlTable &table)
{
	std::vector<std::string> parts;

	for (const TomlTable::Entry &entry : table.entries)
		if (is_written(entry.value))
			parts.push_back(str(key_text(entry.key), " = ",
					    inline_text(entry.value)));
	return parts.empty() ? "{}" : str("{ ", join(parts, ", "), " }");
}

std::string inline_array(const TomlArray &array)
{
	std::vector<std::string> parts;

	for (const TomlValue &item : array.items)
		if (is_written(item))
			parts.push_back(inline_text(item));
	return str("[", join(parts, ", "), "]");
}

std::string inline_text(const TomlValue &value)
{
	if (const std::string *const text = value.string())
		return quote_toml(*text);
	if (const bool *const flag = value.boolean())
		return *flag ? "true" : "false";
	if (const int64_t *const number = std::get_if<int64_t>(&value.value))
		return str(*number);
	if (const TomlArray *const array = value.array())
		return inline_array(*array);
	return inline_table(*value.table());
}

} /* namespace */

void add(TomlTable &table, std::string key, TomlValue value)
{
	table.entries.push_back({ std::move(key), {}, std::move(value) });
}

TomlValue toml_value(std::string text)
{
	return { std::move(text), {} };
}

TomlValue toml_value(bool flag)
{
	return { flag, {} };
}

TomlValue toml_value(const std::vector<std::string> &texts)
{
	TomlArray array;

	for (const std::string &text : texts)
		array.items.push_back(toml_value(text));
	return { std::move(array), {} };
}

TomlValue toml_value(TomlTable table)
{
	return { std::move(table), {} };
}

std::string to_toml(const TomlTable &root)
{
	std::string out;

	/* What stands below a header belongs to its table. */
	for (const TomlTable::Entry &entry : root.entries)
		if (!entry.value.table() && is_written(entry.value))
			out += str(key_text(entry.key), " = ",
				   inline_text(entry.value), "\n");
	for (const TomlTable::Entry &entry : root.entries) {
		if (!entry.value.table())
			continue;
		out += str(out.empty() ? "" : "\n", "[", key_text(entry.key),
			   "]\n");
		for (const TomlTable::Entry &inner :
		     entry.value.table()->entries)
			if (is_written(inner.value))
				out += str(key_text(inner.key), " = ",
					   inline_text(inner.value), "\n");
	}
	return out;
}

} /* namespace kcrate */
