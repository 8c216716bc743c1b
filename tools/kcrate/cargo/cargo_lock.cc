// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/cargo_lock.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/str.h"
#include "cargo/reader.h"
#include "semver/semver.h"

namespace kcrate {

namespace {

constexpr char make_anew[] =
	"make it anew with 'cargo generate-lockfile', or 'cargo update "
	"--workspace' to keep its versions, of a cargo since 1.53";

Diag lock_error(std::string message, const Place &where)
{
	return Diag(Id::cargo_lock, std::move(message)).at(where);
}

Status check_keys(const TomlTable &table, const std::vector<std::string> &known)
{
	for (const TomlTable::Entry &entry : table.entries) {
		if (std::find(known.begin(), known.end(), entry.key) !=
		    known.end())
			continue;
		return lock_error(
			str("'", entry.key, "' is no key of a Cargo.lock"),
			entry.where);
	}
	return ok();
}

Result<std::string> required(const Section &package, std::string_view key)
{
	std::optional<std::string> value =
		TRY(as_string(package.find(key), key));

	if (!value)
		return lock_error(str("a package has no '", key, "'"),
				  package.where);
	return std::move(*value);
}

/* The format's version; cargo 1.53 was the first to write one. */
Status check_version(const SourceText &source, const TomlTable &root)
{
	const TomlValue *const value = root.find("version");

	if (!value)
		return lock_error("this Cargo.lock has no 'version', so it is "
				  "of the format 1 or 2",
				  source.place(0, 0))
			.with_help(make_anew);
	const int64_t *const version = std::get_if<int64_t>(&value->value);
	if (!version)
		return lock_error(str("'version' must be an integer, found ",
				      type_name(*value)),
				  value->where);
	if (*version != 3 && *version != 4)
		return lock_error(str("Cargo.lock version ", *version,
				      " is not known"),
				  value->where)
			.with_help("versions 3 and 4 can be read; cargo writes "
				   "them for a package whose 'rust-version' is "
				   "1.53 to 1.77, or newer");
	return ok();
}

bool is_registry(std::string_view source)
{
	return source.starts_with("registry+") || source.starts_with("sparse+");
}

Status check_source(const LockedPackage &package, const Place &where)
{
	const std::string &source = package.source;

	if (source.empty() || is_registry(source) ||
	    source.starts_with("git+") || source.starts_with("path+"))
		return ok();
	return lock_error(str("the source '", source, "' is of no known kind"),
			  where)
		.with_help("cargo knows registry+, sparse+, git+ and path+");
}

Status check_checksum(const LockedPackage &package, const Place &where)
{
	if (package.checksum.empty() && is_registry(package.source))
		return lock_error(str(package.name, " ", package.version,
				      " is from a registry and has no "
				      "checksum"),
				  package.where)
			.with_help("run 'cargo fetch', which adds it");
	if (!package.checksum.empty() && !is_registry(package.source))
		return lock_error(str(package.name, " ", package.version,
				      " has a checksum and is from no "
				      "registry"),
				  where);
	if (!package.checksum.empty() && !is_sha256(package.checksum))
		return lock_error("this checksum is no SHA-256", where)
			.with_help("it has 64 lower-case hexadecimal digits");
	return ok();
}

Place place_of(const Section &section, std::string_view key)
{
	const TomlValue *const value = section.find(key);

	return value ? value->where : section.where;
}

Result<LockedPackage> read_package(const TomlValue &value)
{
	const Section section = TRY(as_section(value, "package", {}));
	LockedPackage out;

	TRY(check_keys(*section.table,
		       { "name", "version", "source", "checksum",
			 "dependencies", "replace" }));
	out.name = TRY(required(section, "name"));
	out.where = place_of(section, "name");
	const std::string fault = package_name_fault(out.name);
	if (!fault.empty())
		return lock_error(
			str("'", out.name, "' is no package's name: ", fault),
			out.where);
	out.version = TRY(required(section, "version"));
	const Result<Version> version = parse_version(out.version);
	if (!version)
		return lock_error(version.error().message,
				  place_of(section, "version"));
	out.source = TRY(read_string(section, "source"));
	TRY(check_source(out, place_of(section, "source")));
	out.checksum = TRY(read_string(section, "checksum"));
	TRY(check_checksum(out, place_of(section, "checksum")));
	return out;
}

/* What a dependency's text means: the packages that it could. */
struct Named {
	size_t count = 0;
	size_t last = 0;
	std::optional<size_t> path; /* the one that comes from a path */
};

/* A git source without the commit that it was found at. */
std::string without_commit(const std::string &source)
{
	return source.substr(0, source.find('#'));
}

class Reader {
public:
	explicit Reader(CargoLock &lock) : lock(lock) {}

	Status read(const TomlValue &packages);

private:
	Status add(const TomlValue &value);
	Result<size_t> find(const TomlValue &value) const;
	Status connect(LockedPackage &from, const TomlValue &package) const;

	CargoLock &lock;
	std::map<std::string, size_t> known; /* to the line of each */
	/* By `name`, `name version` and `name version (source)`. */
	std::map<std::string, Named> named;
};

/* Two packages differ in name, version or source. */
Status Reader::add(const TomlValue &value)
{
	LockedPackage package = TRY(read_package(value));
	const std::string id = str(package.name, " ", package.version);
	const auto [first, fresh] = known.try_emplace(
		str(id, " (", package.source, ")"), package.where.line);

	if (!fresh)
		return lock_error(str(id, " stands here twice"), package.where)
			.with_help(str("the first is in line ", first->second));
	for (const std::string &text :
	     { package.name, id,
	       str(id, " (", without_commit(package.source), ")") }) {
		Named &entry = named[text];
		entry.count++;
		entry.last = lock.packages.size();
		if (package.source.empty())
			entry.path = entry.last;
	}
	lock.packages.push_back(std::move(package));
	return ok();
}

/*
 * Of several packages of one version, the text without a source means the one
 * that comes from a path (lookup_id() in encode.rs), as that has none.
 */
Result<size_t> Reader::find(const TomlValue &value) const
{
	const std::string &text = *value.string();
	std::string key = without_commit(text);

	if (key != text)
		key += ')';
	const auto at = named.find(key);
	if (at == named.end())
		return lock_error(str("the dependency '", text,
				      "' names none of the packages"),
				  value.where)
			.with_help("a merge may have damaged the file: check "
				   "it out again, or let cargo make it anew");
	if (at->second.count == 1)
		return at->second.last;
	if (at->second.path && contains(text, " "))
		return *at->second.path;
	return lock_error(str("the dependency '", text, "' names ",
			      at->second.count, " of the packages"),
			  value.where)
		.with_help("it is written as 'name version', or as "
			   "'name version (source)'");
}

Status Reader::connect(LockedPackage &from, const TomlValue &package) const
{
	const TomlValue *const list = package.table()->find("dependencies");

	TRY(as_strings(list, "dependencies"));
	if (!list)
		return ok();
	for (const TomlValue &item : list->array()->items)
		from.dependencies.push_back(TRY(find(item)));
	return ok();
}

Status Reader::read(const TomlValue &packages)
{
	if (!packages.array())
		return lock_error("'package' must be an array of tables",
				  packages.where);
	const std::vector<TomlValue> &items = packages.array()->items;

	for (const TomlValue &item : items)
		TRY(add(item));
	for (size_t i = 0; i < items.size(); i++)
		TRY(connect(lock.packages[i], items[i]));
	return ok();
}

Result<CargoLock> read_lock(const std::string &file, const SourceText &source,
			    const TomlTable &root)
{
	CargoLock lock;

	lock.file = file;
	if (root.find("root"))
		return lock_error("a Cargo.lock with a table 'root' is of the "
				  "format 1",
				  root.find("root")->where)
			.with_help(make_anew);
	TRY(check_version(source, root));
	TRY(check_keys(root, { "version", "package", "metadata", "patch" }));
	if (const TomlValue *const packages = root.find("package"))
		TRY(Reader(lock).read(*packages));
	return lock;
}

} /* namespace */

std::vector<const LockedPackage *> CargoLock::find(std::string_view name) const
{
	std::vector<const LockedPackage *> out;

	for (const LockedPackage &package : packages)
		if (package.name == name)
			out.push_back(&package);
	return out;
}

Result<CargoLock> parse_cargo_lock(const std::string &file,
				   std::string_view text)
{
	const SourceText source = { file, text };
	const TomlTable root = TRY(parse_toml(source));
	Result<CargoLock> lock = read_lock(file, source, root);

	/* reader.h speaks of manifests. */
	if (!lock)
		lock.error().id = Id::cargo_lock;
	return lock;
}

} /* namespace kcrate */
