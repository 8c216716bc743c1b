// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/pax.h"

#include <algorithm>
#include <array>

#include "base/str.h"
#include "tree/refuse.h"

namespace kcrate {

namespace {

constexpr std::array<std::string_view, 3> keys = { "path", "size", "mtime" };

struct Record {
	std::string_view key, value;
	size_t length = 0;
};

/* More digits than any archive has bytes; none of them leads in vain. */
std::optional<uint64_t> decimal(std::string_view s)
{
	uint64_t n = 0;

	if (s.empty() || s.size() > 15 || (s.size() > 1 && s[0] == '0'))
		return std::nullopt;
	for (const char c : s) {
		if (!is_digit(c))
			return std::nullopt;
		n = n * 10 + static_cast<uint64_t>(c - '0');
	}
	return n;
}

/* The record at the start of @data, if it is one. */
std::optional<Record> first_record(std::string_view data)
{
	const size_t space = data.substr(0, 16).find(' ');
	Record record;

	if (space == data.npos)
		return std::nullopt;

	const std::optional<uint64_t> length = decimal(data.substr(0, space));

	if (!length || *length > data.size() || *length < space + 2 ||
	    data[*length - 1] != '\n')
		return std::nullopt;
	record.length = *length;
	data = data.substr(space + 1, *length - space - 2);

	const size_t equals = data.find('=');

	if (equals == data.npos)
		return std::nullopt;
	record.key = data.substr(0, equals);
	record.value = data.substr(equals + 1);
	return record;
}

/* Seconds, with a fraction or without. */
bool is_time(std::string_view s)
{
	const size_t dot = s.find('.');
	const std::string_view fraction =
		dot == s.npos ? "0" : s.substr(dot + 1);

	return decimal(s.substr(0, dot)) && !fraction.empty() &&
	       std::all_of(fraction.begin(), fraction.end(), is_digit);
}

bool is_valid(const Record &record)
{
	if (record.key == "size")
		return decimal(record.value).has_value();
	if (record.key == "mtime")
		return is_time(record.value);
	return !record.value.empty();
}

Diag bad_record(Id id, const std::string &file, std::string_view name,
		std::string_view what)
{
	return refuse(id, file, str("the PAX header ", quoted(name), what));
}

/* @seen has a flag for each of keys. */
Status check_record(const std::string &file, std::string_view name,
		    const Record &record, std::array<bool, keys.size()> &seen)
{
	const size_t key = static_cast<size_t>(
		std::find(keys.begin(), keys.end(), record.key) - keys.begin());

	if (key == keys.size())
		return bad_record(Id::pax_unknown_key, file, name,
				  str(" has the key ", quoted(record.key)));
	if (seen.at(key))
		return bad_record(
			Id::pax_duplicate_key, file, name,
			str(" has the key ", quoted(record.key), " twice"));
	seen.at(key) = true;
	if (!is_valid(record))
		return bad_record(Id::pax_malformed, file, name,
				  str(" has the ", record.key, " ",
				      quoted(record.value)));
	if (record.value.find('\0') != record.value.npos)
		return bad_record(Id::tar_name_nul, file, name,
				  " has a path with a NUL");
	return ok();
}

} /* namespace */

Result<PaxRecords> parse_pax(const std::string &file, std::string_view name,
			     std::string_view data)
{
	std::array<bool, keys.size()> seen = {};
	PaxRecords out;

	while (!data.empty()) {
		const std::optional<Record> record = first_record(data);

		if (!record)
			return bad_record(Id::pax_malformed, file, name,
					  " has a record that cannot be read");
		TRY(check_record(file, name, *record, seen));
		if (record->key == "path")
			out.path = std::string(record->value);
		if (record->key == "size")
			out.size = decimal(record->value);
		data.remove_prefix(record->length);
	}
	return out;
}

} /* namespace kcrate */
