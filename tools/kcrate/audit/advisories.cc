// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/advisories.h"

#include <algorithm>
#include <utility>

#include "base/str.h"
#include "base/utf8.h"
#include "toml/toml.h"

namespace kcrate {

namespace {

/* The real ones have at most a dozen, and each is compared with each. */
constexpr size_t most_ranges = 256;
constexpr size_t most_functions = 3; /* that are named */

Diag unreadable(std::string_view why, Place where)
{
	return Diag(Id::file_unreadable,
		    str("the advisory cannot be read: ", why))
		.at(std::move(where))
		.with_help("nobody knows whether it is about this crate: get "
			   "the database again, or tell those who keep it");
}

/* Reads the TOML of an advisory, whose file as a whole is @file. */
class Reader {
public:
	explicit Reader(Place file) : file(std::move(file)) {}

	Status head(const TomlTable &from, std::string_view package,
		    Advisory &out) const;
	Status affected(const TomlTable &from, Advisory &out) const;
	Status versions(const TomlTable &from, Advisory &out) const;

private:
	/* "" where it is not there. */
	Result<std::string> text(const TomlTable &from,
				 std::string_view key) const;
	Result<std::vector<std::pair<std::string, Place>>>
	texts(const TomlValue *value, std::string_view key) const;
	Result<std::vector<VersionRange>>
	ranges(const TomlTable::Entry &function) const;
	Result<const TomlTable *> table(const TomlTable &from,
					std::string_view key) const;
	Status add_range(const std::string &text, const Place &where,
			 bool patched, Advisory &out) const;

	Place file;
};

Result<std::string> Reader::text(const TomlTable &from,
				 std::string_view key) const
{
	const TomlValue *const value = from.find(key);

	if (!value)
		return std::string();
	if (!value->string())
		return unreadable(str("'", key, "' is no string"),
				  value->where);
	return *value->string();
}

Result<std::vector<std::pair<std::string, Place>>>
Reader::texts(const TomlValue *value, std::string_view key) const
{
	std::vector<std::pair<std::string, Place>> out;

	if (!value)
		return out;
	if (!value->array())
		return unreadable(str("'", key, "' is no list"), value->where);
	for (const TomlValue &item : value->array()->items) {
		if (!item.string())
			return unreadable(str("'", key,
					      "' has what is no "
					      "string"),
					  item.where);
		out.emplace_back(*item.string(), item.where);
	}
	return out;
}

/* Null where it is not there. */
Result<const TomlTable *> Reader::table(const TomlTable &from,
					std::string_view key) const
{
	const TomlValue *const value = from.find(key);

	if (value && !value->table())
		return unreadable(str("'", key, "' is no table"), value->where);
	return value ? value->table() : nullptr;
}

/* Newer files have what was in [advisory] without that line. */
Status Reader::head(const TomlTable &from, std::string_view package,
		    Advisory &out) const
{
	const TomlTable *const own = TRY(table(from, "advisory"));
	const TomlTable &head = own ? *own : from;

	out.id = TRY(text(head, "id"));
	out.url = TRY(text(head, "url"));
	out.kind = TRY(text(head, "informational"));
	out.withdrawn = !TRY(text(head, "withdrawn")).empty();
	if (out.id.empty())
		return unreadable("it has no 'id'", file);
	const std::string about = TRY(text(head, "package"));
	if (about != package)
		return unreadable(str("its 'package' is not '", package, "'"),
				  file);
	const std::string name = str(out.id, ".md");
	const bool draft = contains(file.file, "/RUSTSEC-0000-0000.");
	if (!draft && !file.file.view().ends_with(str("/", name)))
		return unreadable(
			str("the file of '", out.id, "' would be '", name, "'"),
			file);
	return ok();
}

/* Only what they say of versions in a way that is no range is left out. */
Result<std::vector<VersionRange>>
Reader::ranges(const TomlTable::Entry &function) const
{
	std::vector<VersionRange> out;

	for (const auto &[text, where] :
	     TRY(texts(&function.value, function.key))) {
		const Result<Requirement> requirement = parse_requirement(text);
		if (!requirement)
			return unreadable(requirement.error().message, where);
		Result<VersionRange> range = range_of(requirement.value());
		if (range)
			out.push_back(std::move(range.value()));
	}
	return out;
}

Status Reader::affected(const TomlTable &from, Advisory &out) const
{
	const TomlTable *const affected = TRY(table(from, "affected"));

	if (!affected)
		return ok();
	for (const auto &[name, where] :
	     TRY(texts(affected->find("arch"), "arch")))
		out.arch.push_back(name);
	for (const auto &[name, where] : TRY(texts(affected->find("os"), "os")))
		out.os.push_back(name);
	const TomlTable *const functions = TRY(table(*affected, "functions"));
	if (!functions)
		return ok();
	for (const TomlTable::Entry &entry : functions->entries)
		out.functions.push_back({ entry.key, TRY(ranges(entry)) });
	return ok();
}

Status Reader::add_range(const std::string &text, const Place &where,
			 bool patched, Advisory &out) const
{
	const Result<Requirement> requirement = parse_requirement(text);

	if (!requirement)
		return unreadable(requirement.error().message, where);
	Result<VersionRange> range = range_of(requirement.value());
	if (!range)
		return unreadable(range.error().message, where);
	if (out.safe.size() == most_ranges)
		return unreadable(str("it has more than ", most_ranges,
				      " ranges of versions"),
				  where);
	for (const VersionRange &other : out.safe)
		if (do_overlap(range.value(), other))
			return unreadable(str("'",
					      to_string(requirement.value()),
					      "' overlaps with another range"),
					  where);
	out.safe.push_back(std::move(range.value()));
	if (patched)
		out.patched.push_back(to_string(requirement.value()));
	return ok();
}

Status Reader::versions(const TomlTable &from, Advisory &out) const
{
	const TomlTable *const versions = TRY(table(from, "versions"));

	if (!versions || !versions->find("patched"))
		return unreadable("it has no 'versions.patched'", file);
	for (const auto &[text, where] :
	     TRY(texts(versions->find("patched"), "patched")))
		TRY(add_range(text, where, true, out));
	for (const auto &[text, where] :
	     TRY(texts(versions->find("unaffected"), "unaffected")))
		TRY(add_range(text, where, false, out));
	return ok();
}

/* The parts of an advisory. */
struct Parts {
	SourceText toml;
	std::string_view title;
};

Result<Parts> parts_of(const SourceText &source)
{
	constexpr std::string_view begin = "```toml", end = "\n```";
	const Place file = { source.file, 0, 0, 0, {} };
	const std::string_view text = source.text;
	const size_t at = text.find(end);

	if (first_not_utf8(text) != text.npos)
		return unreadable("it is not UTF-8", file);
	if (!text.starts_with(begin))
		return unreadable("it does not begin with '```toml'", file);
	if (at == text.npos)
		return unreadable("its TOML has no end", file);
	const std::string_view behind = trim(text.substr(at + end.size()));
	if (!behind.starts_with("# "))
		return unreadable("there is no heading behind its TOML", file);
	const std::string_view toml =
		text.substr(begin.size(), at + 1 - begin.size());
	return Parts{ { source.file, toml, 0, 0 },
		      trim(lines(behind)[0].substr(2)) };
}

/* @items as "'a', 'b'". */
std::string quoted(const std::vector<std::string> &items)
{
	return str("'", join(items, "', '"), "'");
}

/* Whether one of @crate's configurations may have @key as one of @values. */
bool may_be(const AuditedCrate &crate, std::string_view key,
	    const std::vector<std::string> &values)
{
	for (const CfgSet &cfgs : crate.kernels)
		for (const std::string &value : values)
			if (cfgs.lookup(key, value) != Truth::no)
				return true;
	return values.empty();
}

bool is_in_any(const std::vector<VersionRange> &ranges, const Version &version)
{
	return std::any_of(ranges.begin(), ranges.end(),
			   [&](const VersionRange &range) {
				   return is_in(range, version);
			   });
}

/* Which functions of @version it is about, "" where that is not said. */
std::string functions_of(const Advisory &advisory, const Version &version)
{
	std::vector<std::string> names;
	size_t more = 0;

	for (const FaultyFunction &one : advisory.functions) {
		if (!one.versions.empty() && !is_in_any(one.versions, version))
			continue;
		if (names.size() < most_functions)
			names.push_back(one.path);
		else
			more++;
	}
	if (names.empty())
		return {};
	return str("it is about ", join(names, ", "),
		   more ? str(" and ", more, " more") : "");
}

std::string help_of(const Advisory &advisory)
{
	if (advisory.patched.empty())
		return "no version is patched: leave the crate out, or look at "
		       "it and answer for it by a waiver";
	return str("take a version that is patched: ",
		   join(advisory.patched, " or "));
}

Diag finding_of(const Advisory &advisory, const AuditedCrate &crate)
{
	const bool is_fault =
		advisory.kind.empty() || advisory.kind == "unsound";
	Diag out(Id::advisory, str(advisory.id, ": ", advisory.title));

	out.where = { str(crate.directory, "/Cargo.toml"), 0, 0, 0, {} };
	out.crate = crate.cargo->name;
	out.help = help_of(advisory);
	out.severity = is_fault ? Severity::error : Severity::warning;
	if (!advisory.kind.empty())
		out.context.push_back(
			str("it is of the kind '", advisory.kind, "'"));
	const std::string functions =
		functions_of(advisory, crate.cargo->version);
	if (!functions.empty())
		out.context.push_back(functions);
	const struct {
		const char *key, *what;
		const std::vector<std::string> &values;
	} limits[] = { { "target_arch", "arch", advisory.arch },
		       { "target_os", "os", advisory.os } };
	for (const auto &[key, what, values] : limits) {
		if (may_be(crate, key, values))
			continue;
		out.severity = Severity::note;
		out.context.push_back(str("it is only about the ", what, " ",
					  quoted(values),
					  ", which this is not for"));
	}
	if (!advisory.url.empty())
		out.context.push_back(advisory.url);
	return out;
}

} /* namespace */

Result<Advisory> parse_advisory(const SourceText &source,
				std::string_view package)
{
	const Reader reader({ source.file, 0, 0, 0, {} });
	const Parts parts = TRY(parts_of(source));
	const Result<TomlTable> toml = parse_toml(parts.toml);
	Advisory out;

	if (!toml)
		return unreadable(toml.error().message,
				  toml.error().where.value_or(Place()));
	out.title = parts.title;
	TRY(reader.head(toml.value(), package, out));
	TRY(reader.affected(toml.value(), out));
	TRY(reader.versions(toml.value(), out));
	return out;
}

bool affects(const Advisory &advisory, const Version &version)
{
	return !is_in_any(advisory.safe, version);
}

std::optional<Diag> check_advisory(const AuditedCrate &crate,
				   const SourceText &source)
{
	Result<Advisory> advisory = parse_advisory(source, crate.cargo->name);

	if (!advisory) {
		advisory.error().crate = crate.cargo->name;
		return std::move(advisory.error());
	}
	if (advisory.value().withdrawn ||
	    !affects(advisory.value(), crate.cargo->version))
		return {};
	return finding_of(advisory.value(), crate);
}

} /* namespace kcrate */
