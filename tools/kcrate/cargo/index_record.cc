// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/index_record.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "base/str.h"
#include "cargo/json.h"
#include "cargo/reader.h"

namespace kcrate {

namespace {

using Json = nlohmann::json;
using Strings = std::vector<std::string>;

/* The longest of crates.io, of windows, has some 60,000 bytes. */
constexpr size_t max_line = 1 << 20;
/* Format 3 is for artifact dependencies, which stable cargo has not. */
constexpr uint64_t max_format = 2;

Diag fault(std::string message)
{
	return Diag{ Id::index_line, std::move(message) };
}

Diag wrong_type(std::string_view key, std::string_view wanted)
{
	return fault(str("'", key, "' is not ", wanted));
}

/* The object of @line. */
Result<Json> parse_line(std::string_view line)
{
	JsonObject read = read_json_object(line, max_line);

	if (!read.fault.empty())
		return fault(std::move(read.fault));
	return std::move(read.json);
}

/* The same for a member that may be null, and is then as if it were absent. */
const Json *find_option(const Json &object, const char *key)
{
	const Json *value = find_member(object, key);

	return value && value->is_null() ? nullptr : value;
}

Result<std::string> string_in(const Json *value, std::string_view key)
{
	if (!value || !value->is_string())
		return wrong_type(key, "a string");
	return value->get<std::string>();
}

Result<std::string> optional_string(const Json &object, const char *key)
{
	const Json *value = find_option(object, key);

	if (!value)
		return std::string();
	return string_in(value, key);
}

Result<bool> bool_or(const Json *value, const char *key, bool otherwise)
{
	if (!value)
		return otherwise;
	if (!value->is_boolean())
		return wrong_type(key, "true or false");
	return value->get<bool>();
}

Result<Strings> strings_in(const Json &value, std::string_view key)
{
	Strings out;

	if (!value.is_array())
		return wrong_type(key, "an array of strings");
	for (const Json &item : value)
		out.push_back(TRY(string_in(&item, key)));
	return out;
}

/* Adds the features of @value, where one may be there already. */
Status add_features(const Json *value, const char *key, FeatureMap &out)
{
	if (!value)
		return ok();
	if (!value->is_object())
		return wrong_type(key, "an object");
	for (const auto &[name, list] : value->items()) {
		const std::string why = feature_name_fault(name);
		if (!why.empty())
			return fault(
				str("'", name, "' cannot be a feature: ", why));
		Strings &values = out[name];
		for (std::string &item : TRY(strings_in(list, name)))
			values.push_back(std::move(item));
	}
	return ok();
}

Result<DepKind> read_kind(const Json &object)
{
	const std::string kind = TRY(optional_string(object, "kind"));

	return kind == "dev"	 ? DepKind::dev
	       : kind == "build" ? DepKind::build
				 : DepKind::normal;
}

Status read_names(const Json &object, Dependency &out)
{
	out.name = TRY(string_in(find_member(object, "name"), "name"));
	out.package = TRY(optional_string(object, "package"));
	out.renamed = !out.package.empty();
	if (!out.renamed)
		out.package = out.name;
	for (const std::string &name : { out.name, out.package }) {
		const std::string why = package_name_fault(name);
		if (!why.empty())
			return fault(str("'", name,
					 "' cannot be a dependency: ", why));
	}
	return ok();
}

Status read_target(const Json &object, Dependency &out)
{
	out.target_text = TRY(optional_string(object, "target"));
	if (!find_option(object, "target"))
		return ok();
	if (out.target_text.size() > max_target_text)
		return fault(str("a target has more than ", max_target_text,
				 " bytes"));
	CfgExpr cfg = TRY(parse_platform(out.target_text));
	out.target = std::make_shared<const CfgExpr>(std::move(cfg));
	return ok();
}

Status read_dependency_features(const Json &object, Dependency &out)
{
	if (const Json *value = find_member(object, "features"))
		out.features = TRY(strings_in(*value, "features"));
	/* As old versions of cargo published it. */
	std::erase(out.features, "");
	return ok();
}

/* What cargo accepts and we could not follow. */
Status refuse_elsewhere(const Json &object, const Dependency &dependency)
{
	if (find_option(object, "registry"))
		return fault(str("its dependency '", dependency.name,
				 "' is in another registry"));
	if (find_option(object, "artifact"))
		return fault(str("its dependency '", dependency.name,
				 "' is an artifact dependency, which stable "
				 "cargo refuses"));
	return ok();
}

Result<Dependency> read_dependency(const Json &object)
{
	Dependency out;

	if (!object.is_object())
		return wrong_type("deps", "an array of objects");
	TRY(read_names(object, out));
	out.requirement_text =
		TRY(string_in(find_member(object, "req"), "req"));
	out.requirement = TRY(parse_requirement(out.requirement_text));
	out.kind = TRY(read_kind(object));
	out.optional = TRY(
		bool_or(find_member(object, "optional"), "optional", false));
	out.default_features =
		TRY(bool_or(find_member(object, "default_features"),
			    "default_features", true));
	TRY(read_dependency_features(object, out));
	TRY(read_target(object, out));
	TRY(refuse_elsewhere(object, out));
	if (out.optional && out.kind == DepKind::dev)
		return fault(
			str("its dev-dependency '", out.name, "' is optional"));
	return out;
}

Status read_dependencies(const Json &object, IndexRecord &out)
{
	const Json *value = find_member(object, "deps");

	if (!value || !value->is_array())
		return wrong_type("deps", "an array of objects");
	if (value->size() > max_dependencies)
		return fault(str("it has more than ", max_dependencies,
				 " dependencies"));
	for (const Json &item : *value)
		out.dependencies.push_back(TRY(read_dependency(item)));
	return ok();
}

/* cargo's parse_pubtime(): as texts such times compare as times. */
bool is_time(std::string_view text)
{
	constexpr std::string_view form = "0000-00-00T00:00:00Z";

	if (text.size() != form.size())
		return false;
	for (size_t i = 0; i < form.size(); i++)
		if (form[i] == '0' ? !is_digit(text[i]) : text[i] != form[i])
			return false;
	return true;
}

Status read_times(const Json &object, IndexRecord &out)
{
	out.rust_version = TRY(optional_string(object, "rust_version"));
	if (find_option(object, "rust_version") &&
	    !is_rust_version(out.rust_version))
		return wrong_type("rust_version", "a version like '1.70'");
	out.published = TRY(optional_string(object, "pubtime"));
	if (find_option(object, "pubtime") && !is_time(out.published))
		return wrong_type("pubtime",
				  "a time like '2025-11-12T19:30:12Z'");
	return ok();
}

Status read_checksum(const Json &object, IndexRecord &out)
{
	out.sha256 = TRY(string_in(find_member(object, "cksum"), "cksum"));
	if (!is_sha256(out.sha256))
		return wrong_type("cksum", "a SHA-256 in hexadecimal");
	return ok();
}

/* All but the name and the version. */
Status read_rest(const Json &object, IndexRecord &out)
{
	FeatureMap features;

	TRY(read_dependencies(object, out));
	TRY(add_features(find_member(object, "features"), "features",
			 features));
	TRY(add_features(find_option(object, "features2"), "features2",
			 features));
	out.features = TRY(feature_map(features, out.dependencies));
	TRY(read_checksum(object, out));
	out.links = TRY(optional_string(object, "links"));
	out.yanked =
		TRY(bool_or(find_option(object, "yanked"), "yanked", false));
	return read_times(object, out);
}

Status check_format(const Json &object)
{
	const Json *value = find_option(object, "v");

	if (!value)
		return ok();
	if (!value->is_number_unsigned() ||
	    value->get<uint64_t>() > std::numeric_limits<uint32_t>::max())
		return wrong_type("v", "the number of a format");
	if (value->get<uint64_t>() > max_format)
		return fault(str("it is in format ", value->get<uint64_t>(),
				 " of the index, which is not known here"));
	return ok();
}

/* A record, with a fault or without; a failure where no version is said. */
Result<IndexRecord> read_record(std::string_view line, const std::string &name)
{
	const Json object = TRY(parse_line(line));
	IndexRecord out;

	out.name = TRY(string_in(find_member(object, "name"), "name"));
	out.version_text = TRY(string_in(find_member(object, "vers"), "vers"));
	out.version = TRY(parse_version(out.version_text));
	/* The file of a crate is found by its name in lower case. */
	if (out.name != name)
		return fault(str("it is of the crate '", out.name,
				 "', not of '", name, "'"));
	Status status = check_format(object);
	if (status)
		status = read_rest(object, out);
	if (!status)
		out.fault = std::move(status.error().message);
	return out;
}

/* Marks what has the version of another in @records, and keeps the first. */
void refuse_doubles(std::vector<IndexRecord> &records)
{
	std::map<std::string, IndexRecord *> first;
	std::vector<IndexRecord> kept;

	kept.reserve(records.size());
	for (IndexRecord &record : records) {
		const auto at = first.find(record.version_text);
		if (at != first.end()) {
			at->second->fault = "the index has it twice";
			continue;
		}
		kept.push_back(std::move(record));
		first.emplace(kept.back().version_text, &kept.back());
	}
	records = std::move(kept);
}

} /* namespace */

IndexFile parse_index(const std::string &file, std::string_view text,
		      const std::string &name)
{
	IndexFile out;
	size_t number = 0;

	for (const std::string_view line : lines(text)) {
		number++;
		if (trim(line).empty())
			continue;
		Result<IndexRecord> record = read_record(line, name);
		if (record) {
			out.records.push_back(std::move(record.value()));
			continue;
		}
		Place where;
		where.file = file;
		where.line = number;
		where.column = 1;
		out.skipped.push_back(
			fault(str("the line is left out, as ",
				  record.error().message))
				.at(std::move(where))
				.with_help("tell those who keep the registry"));
	}
	refuse_doubles(out.records);
	return out;
}

} /* namespace kcrate */
