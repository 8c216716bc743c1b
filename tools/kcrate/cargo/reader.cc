// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/reader.h"

#include <algorithm>
#include <utility>

#include "base/str.h"

namespace kcrate {

namespace {

Diag wrong_type(const TomlValue &value, std::string_view path,
		std::string_view wanted)
{
	return manifest_error(str("'", path, "' must be ", wanted, ", found ",
				  type_name(value)),
			      value.where);
}

} /* namespace */

std::string Section::path(std::string_view key) const
{
	return name.empty() ? std::string(key) : str(name, ".", key);
}

const TomlValue *Section::find(std::string_view key) const
{
	return table->find(key);
}

Result<const TomlValue *> Section::find_alias(std::string_view key) const
{
	std::string old(key);

	std::replace(old.begin(), old.end(), '-', '_');
	const TomlValue *value = find(old);
	if (value && dashes_only && old != key)
		return manifest_error(
			       str("'", path(old),
				   "' is spelt with a dash from edition 2024 on"),
			       value->where)
			.with_help(str("write '", key, "'"));

	const TomlValue *current = find(key);
	return current ? current : value;
}

Diag manifest_error(std::string message, const Place &where)
{
	return Diag{ Id::cargo_manifest, std::move(message) }.at(where);
}

Diag as_manifest_error(const Diag &diag, const Place &where)
{
	return manifest_error(diag.message, where);
}

Result<std::optional<std::string>> as_string(const TomlValue *value,
					     std::string_view path)
{
	if (!value)
		return std::optional<std::string>();
	if (!value->string())
		return wrong_type(*value, path, "a string");
	return std::optional<std::string>(*value->string());
}

Result<std::optional<bool>> as_bool(const TomlValue *value,
				    std::string_view path)
{
	if (!value)
		return std::optional<bool>();
	if (!value->boolean())
		return wrong_type(*value, path, "true or false");
	return std::optional<bool>(*value->boolean());
}

Result<std::vector<std::string>> as_strings(const TomlValue *value,
					    std::string_view path)
{
	std::vector<std::string> out;

	if (!value)
		return out;
	if (!value->array())
		return wrong_type(*value, path, "an array of strings");
	for (const TomlValue &item : value->array()->items) {
		if (!item.string())
			return wrong_type(item, path, "an array of strings");
		out.push_back(*item.string());
	}
	return out;
}

Result<Section> as_section(const TomlValue &value, std::string path,
			   const Section &in)
{
	if (!value.table())
		return wrong_type(value, path, "a table");
	return Section{ std::move(path), value.table(), in.dashes_only,
			value.where, in.rfc3875 };
}

Result<std::string> read_string(const Section &section, std::string_view key)
{
	std::optional<std::string> value =
		TRY(as_string(section.find(key), section.path(key)));

	return std::move(value).value_or("");
}

std::string package_name_fault(std::string_view name)
{
	if (name.empty())
		return "it is empty";
	if (is_digit(name[0]))
		return "it begins with a digit";
	if (name[0] == '-')
		return "it begins with a dash";
	for (const char c : name)
		if (!is_alnum(c) && c != '-' && c != '_')
			return "it has other characters than letters, digits, '-' and '_'";
	return {};
}

std::string feature_name_fault(std::string_view name)
{
	if (name.empty())
		return "it is empty";
	if (name.starts_with("dep:"))
		return "it begins with 'dep:'";
	if (!is_alnum(name[0]) && name[0] != '_')
		return "it begins with neither a letter, a digit nor '_'";
	for (const char c : name)
		if (!is_alnum(c) &&
		    std::string_view("-_+.").find(c) == std::string_view::npos)
			return "it has other characters than letters, digits, '-', '_', '+' and '.'";
	return {};
}

} /* namespace kcrate */
