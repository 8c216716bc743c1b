// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/cargo_tests.h"

#include <algorithm>

#include "base/str.h"
#include "toml/write.h"

namespace kcrate {

namespace {

constexpr struct {
	const char *kind, *directory;
} kinds[] = {
	{ "test", "tests/" },
	{ "bench", "benches/" },
	{ "example", "examples/" },
};

bool is_word(char c)
{
	return is_alnum(c) || c == '_';
}

bool has_word(std::string_view line, std::string_view name)
{
	for (size_t at = line.find(name); at != line.npos;
	     at = line.find(name, at + 1)) {
		const size_t end = at + name.size();
		if ((!at || !is_word(line[at - 1])) &&
		    (end == line.size() || !is_word(line[end])))
			return true;
	}
	return false;
}

/* Whether @text has the identifier @name, but in lines of comments. */
bool speaks_of(std::string_view text, std::string_view name)
{
	if (!contains(text, name))
		return false;
	const std::vector<std::string_view> all = lines(text);
	return std::any_of(all.begin(), all.end(), [&](std::string_view line) {
		return !trim(line).starts_with("//") && has_word(line, name);
	});
}

/* The file of a target that a Cargo.toml names: cargo infers it from the name.
 */
std::string path_of(const TomlTable &target, const std::string &directory,
		    const Tree &files)
{
	const TomlValue *const path = target.find("path");
	const TomlValue *const name = target.find("name");

	if (path && path->string())
		return resolve_path("", *path->string());
	if (!name || !name->string())
		return {};
	const std::string stem = directory + *name->string();
	return files.count(stem + ".rs") ? stem + ".rs" : stem + "/main.rs";
}

const TomlArray *targets_in(const TomlTable &upstream, const std::string &kind)
{
	const TomlValue *const value = upstream.find(kind);

	return value ? value->array() : nullptr;
}

/* DIR/NAME.rs or DIR/NAME/main.rs. */
bool is_inferred(std::string_view path, std::string_view directory)
{
	if (!path.starts_with(directory) || !path.ends_with(".rs"))
		return false;
	const std::string_view rest = path.substr(directory.size());
	return count_of(rest, "/") == 0 ||
	       (count_of(rest, "/") == 1 && rest.ends_with("/main.rs"));
}

std::set<std::string> roots_of(const TomlTable &upstream, const Tree &files)
{
	std::set<std::string> out;

	for (const auto &[kind, directory] : kinds) {
		for (const auto &[path, file] : files)
			if (is_inferred(path, directory))
				out.insert(path);
		const TomlArray *const targets = targets_in(upstream, kind);
		if (!targets)
			continue;
		for (const TomlValue &target : targets->items)
			if (target.table())
				out.insert(path_of(*target.table(), directory,
						   files));
	}
	std::erase_if(out, [&](const std::string &path) {
		return !files.count(path);
	});
	return out;
}

/* The module that a file beside targets is: tests/NAME.rs, tests/NAME/mod.rs.
 */
std::string module_of(const std::string &path)
{
	for (const auto &[kind, directory] : kinds) {
		const std::string_view prefix = directory;
		if (!path.starts_with(prefix))
			continue;
		const std::string rest = path.substr(prefix.size());
		return rest.substr(0, rest.find_first_of("/."));
	}
	return {};
}

/* The names of @missing as a source has them, of which @text speaks. */
void collect(std::string_view text, const std::set<std::string> &missing,
	     std::set<std::string> &out)
{
	for (const std::string &name : missing)
		if (speaks_of(text, crate_identifier(name)))
			out.insert(name);
}

std::vector<std::string> list_of(const std::set<std::string> &names)
{
	return { names.begin(), names.end() };
}

} /* namespace */

LeftOut leave_out_tests(const CargoToml &cargo, const TomlTable &upstream,
			const std::set<std::string> &missing, Tree &files)
{
	const std::string library(parent_of(cargo.lib_path));
	std::map<std::string, std::set<std::string>> modules;
	std::set<std::string> needed, by_library;
	LeftOut out;

	if (missing.empty())
		return out;
	for (const auto &[path, file] : files) {
		if (!path.ends_with(".rs"))
			continue;
		const std::string module = module_of(path);
		if (!module.empty())
			collect(file.bytes(), missing, modules[module]);
		else if (path.starts_with(library))
			collect(file.bytes(), missing, by_library);
	}
	for (const std::string &path : roots_of(upstream, files)) {
		const std::string_view text = files.at(path).bytes();
		std::set<std::string> needs;
		collect(text, missing, needs);
		for (const auto &[module, names] : modules)
			if (contains(text, str("mod ", module, ";")))
				needs.insert(names.begin(), names.end());
		if (needs.empty())
			continue;
		needed.insert(needs.begin(), needs.end());
		out.targets.push_back(path);
	}
	for (const std::string &path : out.targets)
		files.erase(path);
	out.packages = list_of(needed);
	out.library = list_of(by_library);
	return out;
}

std::optional<TomlValue> targets_of(const TomlTable &upstream,
				    const std::string &kind, const Tree &files)
{
	const TomlArray *const targets = targets_in(upstream, kind);
	TomlArray out;

	if (!targets)
		return std::nullopt;
	for (const auto &[name, directory] : kinds)
		for (const TomlValue &target : targets->items)
			if (name == kind && target.table() &&
			    files.count(
				    path_of(*target.table(), directory, files)))
				out.items.push_back(target);
	return TomlValue{ std::move(out), {} };
}

} /* namespace kcrate */
